--liquibase formatted sql

--changeset simplebank:13-frozen-accounts-in-one-pass splitStatements:false rollbackSplitStatements:false
-- As in 07-entries-on-open-accounts, which looked through all the entries of its statement for each account that is not
-- open: ten thousand of them took longer than a statement may. Now the first query says whether there is any, and a second
-- one, which groups the entries, is asked only then.
CREATE OR REPLACE FUNCTION bank.entries_continue_the_chain() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off -- hashing is faster than sorting
AS $$
DECLARE
  culprit record;
  all_are_open boolean := true;
BEGIN
  FOR culprit IN
    SELECT * FROM (
      SELECT e.account_id, e.position, CASE
          WHEN e.position IS NULL THEN 'OPEN' -- next is the first one: accounts_follow_their_entries
          WHEN next.position IS NULL THEN (
            SELECT CASE WHEN (e.position, e.balance, e.booked_at, e.currency) =
                             (a.position, a.balance, a.last_booked_at, a.currency) THEN a.status END
            FROM bank.accounts a WHERE a.id = e.account_id)
          WHEN e.balance <> next.balance - next.amount OR e.booked_at > next.booked_at OR e.currency <> next.currency
            THEN NULL
          ELSE 'OPEN'
        END AS status
      FROM added e
      FULL JOIN added next ON next.account_id = e.account_id AND next.position = e.position + 1) entry
    WHERE status IS DISTINCT FROM 'OPEN'
  LOOP
    IF culprit.status IS NOT NULL THEN
      all_are_open := false;
      CONTINUE;
    END IF;
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "entries" violates check constraint "entries_continue_the_chain": '
                       'entry %s of account %s must be followed by the next position, balance and time, '
                       'or else be what the account''s row says', culprit.position, culprit.account_id),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'entries', CONSTRAINT = 'entries_continue_the_chain';
  END LOOP;
  IF all_are_open THEN
    RETURN NULL;
  END IF;
  FOR culprit IN
    SELECT e.account_id
    FROM (
      SELECT account_id, bool_or(amount < 0) AS is_debited, bool_or(amount > 0) AS is_credited
      FROM added GROUP BY account_id) e
    WHERE (
      SELECT CASE a.status WHEN 'OPEN' THEN true
        WHEN 'DEBITS_FROZEN' THEN NOT e.is_debited
        WHEN 'CREDITS_FROZEN' THEN NOT e.is_credited END
      FROM bank.accounts a WHERE a.id = e.account_id) IS NOT TRUE
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "entries" violates check constraint "entries_continue_the_chain": '
                       'account %s must let its entries pass', culprit.account_id),
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
--rollback           AND (a.status = 'OPEN' OR NOT EXISTS (
--rollback             SELECT FROM added every WHERE every.account_id = a.id
--rollback               AND a.status <> CASE WHEN every.amount < 0 THEN 'CREDITS_FROZEN' ELSE 'DEBITS_FROZEN' END))
--rollback         FROM bank.accounts a WHERE a.id = e.account_id) IS NOT TRUE
--rollback       ELSE e.balance <> next.balance - next.amount OR e.booked_at > next.booked_at OR e.currency <> next.currency
--rollback     END
--rollback   LOOP
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "entries" violates check constraint "entries_continue_the_chain": '
--rollback                        'entry %s of account %s must be followed by the next position, balance and time, '
--rollback                        'or else be what the account''s row says, and the account must let it pass', culprit.position, culprit.account_id),
--rollback       HINT = 'Insert transfers and entries and update accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'entries', CONSTRAINT = 'entries_continue_the_chain';
--rollback   END LOOP;
--rollback   RETURN NULL;
--rollback END $$;
