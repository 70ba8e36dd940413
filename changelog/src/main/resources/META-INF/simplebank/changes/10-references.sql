--liquibase formatted sql

--changeset simplebank:10-transfers-by-reference splitStatements:false
-- Only transfers that have a reference pay for it.
CREATE INDEX transfers_reference ON bank.transfers (reference, id) WHERE reference IS NOT NULL;
--rollback DROP INDEX bank.transfers_reference;
