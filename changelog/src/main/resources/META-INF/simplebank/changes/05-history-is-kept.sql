--liquibase formatted sql

--changeset simplebank:05-refuse splitStatements:false
-- One function for all that is never allowed: the trigger's name is the rule that it keeps.
CREATE FUNCTION bank.refuse() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
AS $$
BEGIN
  RAISE EXCEPTION USING
    ERRCODE = 'check_violation',
    MESSAGE = format('%s on relation "%s" violates check constraint "%s"', TG_OP, TG_TABLE_NAME, TG_NAME),
    SCHEMA = 'bank', TABLE = TG_TABLE_NAME, CONSTRAINT = TG_NAME;
END $$;
COMMENT ON FUNCTION bank.refuse() IS 'Refuses the statement; the trigger''s name says why.';
--rollback DROP FUNCTION bank.refuse();

--changeset simplebank:05-entries-are-kept splitStatements:false
CREATE TRIGGER entries_are_never_changed BEFORE UPDATE OR DELETE ON bank.entries
  FOR EACH ROW EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER entries_are_never_truncated BEFORE TRUNCATE ON bank.entries
  FOR EACH STATEMENT EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER entries_are_never_truncated ON bank.entries;
--rollback DROP TRIGGER entries_are_never_changed ON bank.entries;

--changeset simplebank:05-transfers-are-kept splitStatements:false
CREATE TRIGGER transfers_are_never_deleted BEFORE DELETE ON bank.transfers
  FOR EACH ROW EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER transfers_are_never_truncated BEFORE TRUNCATE ON bank.transfers
  FOR EACH STATEMENT EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER transfers_change_by_blanking_the_reference_only BEFORE UPDATE ON bank.transfers
  FOR EACH ROW
  WHEN (NEW.reference IS NOT NULL
    OR (OLD.id, OLD.from_account_id, OLD.to_account_id, OLD.from_position, OLD.to_position,
        OLD.amount, OLD.booked_at, OLD.reverses_id, OLD.currency)
      IS DISTINCT FROM
       (NEW.id, NEW.from_account_id, NEW.to_account_id, NEW.from_position, NEW.to_position,
        NEW.amount, NEW.booked_at, NEW.reverses_id, NEW.currency))
  EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER transfers_change_by_blanking_the_reference_only ON bank.transfers;
--rollback DROP TRIGGER transfers_are_never_truncated ON bank.transfers;
--rollback DROP TRIGGER transfers_are_never_deleted ON bank.transfers;

--changeset simplebank:05-accounts-are-kept splitStatements:false
-- Instead of a foreign key from every entry: an account vanishes only before its first entry. A posting updates the
-- account's row in the statement that adds the entries, so a DELETE waits for it and then sees the new position.
CREATE TRIGGER accounts_with_entries_are_never_deleted BEFORE DELETE ON bank.accounts
  FOR EACH ROW WHEN (OLD.position > 0) EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER accounts_are_never_truncated BEFORE TRUNCATE ON bank.accounts
  FOR EACH STATEMENT EXECUTE FUNCTION bank.refuse();
-- After the row, because a trigger before it would lock the row once more; and a posting names none of the columns.
CREATE TRIGGER accounts_keep_their_identity AFTER UPDATE OF id, currency, opened_at ON bank.accounts
  FOR EACH ROW
  WHEN (NEW.id <> OLD.id OR NEW.currency <> OLD.currency OR NEW.opened_at <> OLD.opened_at)
  EXECUTE FUNCTION bank.refuse();
-- With the CHECK accounts_new_is_empty: without a balance, too.
CREATE TRIGGER accounts_start_without_entries AFTER INSERT ON bank.accounts
  FOR EACH ROW WHEN (NEW.position > 0) EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER accounts_start_without_entries ON bank.accounts;
--rollback DROP TRIGGER accounts_keep_their_identity ON bank.accounts;
--rollback DROP TRIGGER accounts_are_never_truncated ON bank.accounts;
--rollback DROP TRIGGER accounts_with_entries_are_never_deleted ON bank.accounts;
