--liquibase formatted sql

-- Times are of the years 1583 to 9999, as the library writes them: ISO 8601 gives these four digits, and all calendars of
-- drivers agree on them. One of the year 10000 would be read and then be in the way for ever, since an account's times only
-- grow. The entries and accounts.last_booked_at are proven to have the times of their transfers.
--
-- By triggers instead of CHECKs: a CHECK, NOT VALID or not, is asked again whenever its row is changed. A hold of before that
-- expires in the year 10000 could then never end, and a reference never be blanked. A trigger looks at what is new.

--changeset simplebank:13-accounts-opened-in-range splitStatements:false
CREATE TRIGGER accounts_opened_at_is_in_range AFTER INSERT ON bank.accounts
  FOR EACH ROW
  WHEN (NOT (NEW.opened_at >= timestamp with time zone '1583-01-01 00:00:00+00'
    AND NEW.opened_at < timestamp with time zone '10000-01-01 00:00:00+00'))
  EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER accounts_opened_at_is_in_range ON bank.accounts;

--changeset simplebank:13-transfers-booked-in-range splitStatements:false
CREATE TRIGGER transfers_booked_at_is_in_range AFTER INSERT ON bank.transfers
  FOR EACH ROW
  WHEN (NOT (NEW.booked_at >= timestamp with time zone '1583-01-01 00:00:00+00'
    AND NEW.booked_at < timestamp with time zone '10000-01-01 00:00:00+00'))
  EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER transfers_booked_at_is_in_range ON bank.transfers;

--changeset simplebank:13-holds-in-range splitStatements:false
-- placed_at comes before expires_at.
CREATE TRIGGER holds_times_are_in_range AFTER INSERT ON bank.holds
  FOR EACH ROW
  WHEN (NOT (NEW.placed_at >= timestamp with time zone '1583-01-01 00:00:00+00'
    AND NEW.expires_at < timestamp with time zone '10000-01-01 00:00:00+00'))
  EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER holds_end_in_range AFTER INSERT OR UPDATE OF ended_at ON bank.holds
  FOR EACH ROW
  WHEN (NEW.ended_at < timestamp with time zone '1583-01-01 00:00:00+00'
    OR NEW.ended_at >= timestamp with time zone '10000-01-01 00:00:00+00')
  EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER holds_end_in_range ON bank.holds;
--rollback DROP TRIGGER holds_times_are_in_range ON bank.holds;
