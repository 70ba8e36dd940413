--liquibase formatted sql

--changeset simplebank:09-reversals splitStatements:false
-- The sum of a transfer's reversals is looked up by this; other transfers are not in it.
CREATE INDEX transfers_reverses ON bank.transfers (reverses_id) WHERE reverses_id IS NOT NULL;

-- A reversal goes the opposite way of a transfer that is none itself; together a transfer's reversals never exceed it.
-- Two sessions that reverse one transfer meet at the rows of its accounts.
CREATE FUNCTION bank.transfers_reverse_no_more_than_there_was() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
AS $$
BEGIN
  IF NOT EXISTS (
    SELECT FROM bank.transfers original
    WHERE original.id = NEW.reverses_id
      AND original.reverses_id IS NULL
      AND (original.from_account_id, original.to_account_id, original.currency) =
          (NEW.to_account_id, NEW.from_account_id, NEW.currency)
      AND original.amount >= (SELECT sum(amount) FROM bank.transfers WHERE reverses_id = NEW.reverses_id))
  THEN
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "transfers" violates check constraint "transfers_reverse_no_more_than_there_was": '
                       'transfer %s must go the opposite way of transfer %s, which is no reversal, and all its reversals '
                       'together must not exceed it', NEW.id, NEW.reverses_id),
      SCHEMA = 'bank', TABLE = 'transfers', CONSTRAINT = 'transfers_reverse_no_more_than_there_was';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION bank.transfers_reverse_no_more_than_there_was() IS
  'Proves that reversals go the opposite way and do not exceed what they reverse.';

CREATE TRIGGER transfers_reverse_no_more_than_there_was AFTER INSERT ON bank.transfers
  FOR EACH ROW WHEN (NEW.reverses_id IS NOT NULL)
  EXECUTE FUNCTION bank.transfers_reverse_no_more_than_there_was();
--rollback DROP TRIGGER transfers_reverse_no_more_than_there_was ON bank.transfers;
--rollback DROP FUNCTION bank.transfers_reverse_no_more_than_there_was();
--rollback DROP INDEX bank.transfers_reverses;

--changeset simplebank:09-reversals-without-foreign-key splitStatements:false
-- The trigger proves more, and transfers are never deleted. The key took part in every transfer.
ALTER TABLE bank.transfers DROP CONSTRAINT transfers_reverses_id_fkey;
--rollback ALTER TABLE bank.transfers ADD CONSTRAINT transfers_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES bank.transfers (id);
