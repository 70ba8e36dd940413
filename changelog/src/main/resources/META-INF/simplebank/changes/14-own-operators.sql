--liquibase formatted sql

-- Where others may create in public, one of them may have made an operator public.-(numeric, bigint) before 02-accounts ran.
-- PostgreSQL has none for just these two types, and took that one into accounts_minimum_remains, for ever. A constraint
-- that has it is made again with PostgreSQL's own; if that fails, because an account has less than its minimum, the audit
-- names the account.

--changeset simplebank:14-minimum-by-postgresqls-own-operators splitStatements:false rollbackSplitStatements:false
SET LOCAL search_path = pg_catalog, pg_temp;
DO $$
BEGIN
  IF EXISTS (
    SELECT FROM pg_depend d JOIN pg_constraint k ON d.classid = 'pg_constraint'::regclass AND d.objid = k.oid
    WHERE k.conrelid = 'bank.accounts'::regclass AND k.conname = 'accounts_minimum_remains'
      AND d.refclassid IN ('pg_operator'::regclass, 'pg_proc'::regclass, 'pg_type'::regclass))
  THEN
    ALTER TABLE bank.accounts DROP CONSTRAINT accounts_minimum_remains;
    ALTER TABLE bank.accounts ADD CONSTRAINT accounts_minimum_remains CHECK (balance::numeric - held >= minimum_balance);
  END IF;
END $$;
COMMENT ON COLUMN bank.accounts.minimum_balance IS 'minor units that balance minus held does not go below; null: no limit';
--rollback COMMENT ON COLUMN bank.accounts.minimum_balance IS 'minor units that must remain available; null: no limit';
