--liquibase formatted sql

-- A host's pool may lead to another database than the one that a bank has opened: to another tenant's, say. The bank
-- remembers this id and asks each connection for it. A copy of the database has the same one: a backup that was restored, a
-- standby, and a database that was made with this one as its template, so that the bank looks at more than the id.

--changeset simplebank:15-ledger-has-an-id splitStatements:false rollbackSplitStatements:false
SET LOCAL search_path = pg_catalog, pg_temp;
CREATE TABLE bank.ledger (
  id uuid NOT NULL,
  is_the_only_one boolean NOT NULL DEFAULT true,
  CONSTRAINT ledger_pkey PRIMARY KEY (is_the_only_one),
  CONSTRAINT ledger_is_the_only_one CHECK (is_the_only_one)
);
INSERT INTO bank.ledger (id) VALUES (gen_random_uuid());
CREATE TRIGGER ledger_is_never_changed BEFORE UPDATE OR DELETE ON bank.ledger
  FOR EACH ROW EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER ledger_is_never_truncated BEFORE TRUNCATE ON bank.ledger
  FOR EACH STATEMENT EXECUTE FUNCTION bank.refuse();
COMMENT ON TABLE bank.ledger IS 'Which ledger this is: one row.';
COMMENT ON COLUMN bank.ledger.id IS 'made at random when the table was; a copy of the database has the same';
COMMENT ON COLUMN bank.ledger.is_the_only_one IS 'true: the key that leaves room for one row';
--rollback DROP TABLE bank.ledger;
