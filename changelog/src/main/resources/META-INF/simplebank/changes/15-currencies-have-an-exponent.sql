--liquibase formatted sql

-- Amounts are minor units: how many decimal places of a currency they are, each program's table of currencies says, and
-- tables differ. Here it is written down once for each currency, by the library: when it opens the first account of a
-- currency, and where accounts were there before, when it first posts on one. Plain SQL may open accounts without a row here.

--changeset simplebank:15-currencies-have-an-exponent splitStatements:false rollbackSplitStatements:false
SET LOCAL search_path = pg_catalog, pg_temp;
CREATE TABLE bank.currencies (
  code text NOT NULL,
  exponent smallint NOT NULL,
  CONSTRAINT currencies_pkey PRIMARY KEY (code),
  CONSTRAINT currencies_code_is_a_code CHECK (code ~ '^[A-Z]{3}$'),
  CONSTRAINT currencies_exponent_is_in_range CHECK (exponent BETWEEN 0 AND 30)
);
CREATE TRIGGER currencies_are_never_changed BEFORE UPDATE OR DELETE ON bank.currencies
  FOR EACH ROW EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER currencies_are_never_truncated BEFORE TRUNCATE ON bank.currencies
  FOR EACH STATEMENT EXECUTE FUNCTION bank.refuse();
COMMENT ON TABLE bank.currencies IS 'How the ledger counts the currencies that it has been used with.';
COMMENT ON COLUMN bank.currencies.code IS 'as in accounts.currency';
COMMENT ON COLUMN bank.currencies.exponent IS 'decimal places: how many minor units, as a power of ten, are one';
--rollback DROP TABLE bank.currencies;
