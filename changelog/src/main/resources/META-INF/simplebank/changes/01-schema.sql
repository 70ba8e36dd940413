--liquibase formatted sql

--changeset simplebank:01-schema splitStatements:false
CREATE SCHEMA bank;
COMMENT ON SCHEMA bank IS 'The ledger of Simple Bank: accounts, transfers and entries. Amounts are minor units.';
--rollback DROP SCHEMA bank;
