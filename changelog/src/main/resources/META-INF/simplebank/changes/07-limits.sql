--liquibase formatted sql

--changeset simplebank:07-maximum-balance splitStatements:false
ALTER TABLE bank.accounts ADD COLUMN maximum_balance bigint;
ALTER TABLE bank.accounts ADD CONSTRAINT accounts_maximum_is_kept CHECK (balance <= maximum_balance);
COMMENT ON COLUMN bank.accounts.maximum_balance IS 'minor units that the balance may reach; null: no limit';
--rollback ALTER TABLE bank.accounts DROP COLUMN maximum_balance;

--changeset simplebank:07-frozen-one-way splitStatements:false
ALTER TABLE bank.accounts DROP CONSTRAINT accounts_status_is_known;
ALTER TABLE bank.accounts ADD CONSTRAINT accounts_status_is_known
  CHECK (status IN ('OPEN', 'DEBITS_FROZEN', 'CREDITS_FROZEN', 'FROZEN', 'CLOSED'));
COMMENT ON COLUMN bank.accounts.status IS 'OPEN, DEBITS_FROZEN, CREDITS_FROZEN, FROZEN or CLOSED';
--rollback UPDATE bank.accounts SET status = 'FROZEN', version = version + 1 WHERE status IN ('DEBITS_FROZEN', 'CREDITS_FROZEN');
--rollback ALTER TABLE bank.accounts DROP CONSTRAINT accounts_status_is_known;
--rollback ALTER TABLE bank.accounts ADD CONSTRAINT accounts_status_is_known CHECK (status IN ('OPEN', 'FROZEN', 'CLOSED'));
--rollback COMMENT ON COLUMN bank.accounts.status IS 'OPEN, FROZEN or CLOSED';

--changeset simplebank:07-entries-on-open-accounts splitStatements:false rollbackSplitStatements:false
-- As in 06-entries-continue-the-chain, and: an account that is not open lets pass only what its status leaves free.
CREATE OR REPLACE FUNCTION bank.entries_continue_the_chain() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off -- hashing is faster than sorting
AS $$
DECLARE
  culprit record;
BEGIN
  FOR culprit IN
    SELECT e.account_id, e.position
    FROM added e
    FULL JOIN added next ON next.account_id = e.account_id AND next.position = e.position + 1
    WHERE CASE
      WHEN e.position IS NULL THEN false -- next is the first one: accounts_follow_their_entries
      WHEN next.position IS NULL THEN (
        SELECT (e.position, e.balance, e.booked_at, e.currency) =
               (a.position, a.balance, a.last_booked_at, a.currency)
          AND (a.status = 'OPEN' OR NOT EXISTS (
            SELECT FROM added every WHERE every.account_id = a.id
              AND a.status <> CASE WHEN every.amount < 0 THEN 'CREDITS_FROZEN' ELSE 'DEBITS_FROZEN' END))
        FROM bank.accounts a WHERE a.id = e.account_id) IS NOT TRUE
      ELSE e.balance <> next.balance - next.amount OR e.booked_at > next.booked_at OR e.currency <> next.currency
    END
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "entries" violates check constraint "entries_continue_the_chain": '
                       'entry %s of account %s must be followed by the next position, balance and time, '
                       'or else be what the account''s row says, and the account must let it pass', culprit.position, culprit.account_id),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'entries', CONSTRAINT = 'entries_continue_the_chain';
  END LOOP;
  RETURN NULL;
END $$;
--rollback CREATE OR REPLACE FUNCTION bank.entries_continue_the_chain() RETURNS trigger
--rollback   LANGUAGE plpgsql
--rollback   SET search_path = pg_catalog, pg_temp
--rollback   SET enable_seqscan = off
--rollback   SET enable_mergejoin = off
--rollback AS $$
--rollback DECLARE
--rollback   culprit record;
--rollback BEGIN
--rollback   FOR culprit IN
--rollback     SELECT e.account_id, e.position
--rollback     FROM added e
--rollback     FULL JOIN added next ON next.account_id = e.account_id AND next.position = e.position + 1
--rollback     WHERE CASE
--rollback       WHEN e.position IS NULL THEN false
--rollback       WHEN next.position IS NULL THEN (
--rollback         SELECT (e.position, e.balance, e.booked_at, e.currency) =
--rollback                (a.position, a.balance, a.last_booked_at, a.currency)
--rollback         FROM bank.accounts a WHERE a.id = e.account_id) IS NOT TRUE
--rollback       ELSE e.balance <> next.balance - next.amount OR e.booked_at > next.booked_at OR e.currency <> next.currency
--rollback     END
--rollback   LOOP
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "entries" violates check constraint "entries_continue_the_chain": '
--rollback                        'entry %s of account %s must be followed by the next position, balance and time, '
--rollback                        'or else be what the account''s row says', culprit.position, culprit.account_id),
--rollback       HINT = 'Insert transfers and entries and update accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'entries', CONSTRAINT = 'entries_continue_the_chain';
--rollback   END LOOP;
--rollback   RETURN NULL;
--rollback END $$;
