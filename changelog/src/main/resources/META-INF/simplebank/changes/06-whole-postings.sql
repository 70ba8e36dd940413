--liquibase formatted sql

-- A posting is ONE statement that inserts transfers, inserts their entries and updates the accounts (data-modifying
-- WITH). PostgreSQL fires statement triggers when that whole statement is through, so each of the four below sees what
-- all three tables have become. They prove, whatever the number of rows:
--   1. transfers_are_whole: every added transfer has an entry, its debit.
--   2. entries_match_their_transfers: the added entries are pairs of a debit and a credit, each pair the one that its
--      transfer names, with the transfer's amount, time and currency.
--   3. entries_continue_the_chain: on each account the added entries follow on one another in position, balance and
--      time, in one currency, and the account's row says what the last of them says.
--   4. accounts_follow_their_entries: a changed account's row went on from what it said before by the entry at the
--      next position, or neither position nor balance nor time changed.
-- Hence, by induction over statements, books that were right stay right. No third entry can ever join a transfer: the
-- two that it names are there, and entries_pkey forbids them a second time. No account can be left out: its row would
-- not say what the last entry says (3). And no row can run ahead of its entries: the next one would be missing (4).
--
-- What makes it cheap: no foreign key and no further index, and each fact is looked up once, by primary key, from one
-- side only. Rows of one statement find one another in memory. A transition table has no statistics, and a session
-- keeps a function's plan, whether it was made for one row or a thousand and whatever the tables held; so the
-- queries leave the planner no bad choice:
--   (SELECT ... ) IS NOT TRUE  one lookup for each row, never a join that reads a table of the ledger as a whole; and
--                              cheaper than a lateral join by a fifth;
--   enable_seqscan = off       ... by primary key, even if the table was empty when the plan was made;
--   FULL JOIN                  of transition tables, because nested loops cannot do it: they would take a thousand
--                              rows times a thousand where the plan was made for one. It also keeps what has no partner.

--changeset simplebank:06-transfers-are-whole splitStatements:false
CREATE FUNCTION bank.transfers_are_whole() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  culprit uuid;
BEGIN
  FOR culprit IN
    SELECT t.id
    FROM added t
    WHERE (
      SELECT debit.transfer_id = t.id FROM bank.entries debit
      WHERE debit.account_id = t.from_account_id AND debit.position = t.from_position) IS NOT TRUE
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "transfers" violates check constraint "transfers_are_whole": '
                       'transfer %s must come with its entries', culprit),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'transfers', CONSTRAINT = 'transfers_are_whole';
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION bank.transfers_are_whole() IS 'Proves that every added transfer has its debit.';

CREATE TRIGGER transfers_are_whole AFTER INSERT ON bank.transfers
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bank.transfers_are_whole();
--rollback DROP TRIGGER transfers_are_whole ON bank.transfers;
--rollback DROP FUNCTION bank.transfers_are_whole();

--changeset simplebank:06-entries-match-their-transfers splitStatements:false
CREATE FUNCTION bank.entries_match_their_transfers() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off -- hashing is faster than sorting
AS $$
DECLARE
  culprit uuid;
BEGIN
  -- Every added entry is in one of the halves: entries_amount_is_not_zero.
  FOR culprit IN
    SELECT coalesce(debit.transfer_id, credit.transfer_id)
    FROM (SELECT * FROM added WHERE amount < 0) debit
    FULL JOIN (SELECT * FROM added WHERE amount > 0) credit ON credit.transfer_id = debit.transfer_id
    WHERE (
      SELECT (debit.account_id, debit.position, debit.amount, debit.booked_at, debit.currency,
              credit.account_id, credit.position, credit.amount, credit.booked_at, credit.currency) =
             (t.from_account_id, t.from_position, -t.amount, t.booked_at, t.currency,
              t.to_account_id, t.to_position, t.amount, t.booked_at, t.currency)
      FROM bank.transfers t WHERE t.id = debit.transfer_id) IS NOT TRUE
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "entries" violates check constraint "entries_match_their_transfers": '
                       'transfer %s must get the debit and the credit that it names', culprit),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'entries', CONSTRAINT = 'entries_match_their_transfers';
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION bank.entries_match_their_transfers() IS
  'Proves that added entries are the debits and credits that their transfers name.';

CREATE TRIGGER entries_match_their_transfers AFTER INSERT ON bank.entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bank.entries_match_their_transfers();
--rollback DROP TRIGGER entries_match_their_transfers ON bank.entries;
--rollback DROP FUNCTION bank.entries_match_their_transfers();

--changeset simplebank:06-entries-continue-the-chain splitStatements:false
CREATE FUNCTION bank.entries_continue_the_chain() RETURNS trigger
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
        FROM bank.accounts a WHERE a.id = e.account_id) IS NOT TRUE
      ELSE e.balance <> next.balance - next.amount OR e.booked_at > next.booked_at OR e.currency <> next.currency
    END
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "entries" violates check constraint "entries_continue_the_chain": '
                       'entry %s of account %s must be followed by the next position, balance and time, '
                       'or else be what the account''s row says', culprit.position, culprit.account_id),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'entries', CONSTRAINT = 'entries_continue_the_chain';
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION bank.entries_continue_the_chain() IS
  'Proves that added entries follow on one another, up to what the rows of their accounts say.';

CREATE TRIGGER entries_continue_the_chain AFTER INSERT ON bank.entries
  REFERENCING NEW TABLE AS added FOR EACH STATEMENT EXECUTE FUNCTION bank.entries_continue_the_chain();
--rollback DROP TRIGGER entries_continue_the_chain ON bank.entries;
--rollback DROP FUNCTION bank.entries_continue_the_chain();

--changeset simplebank:06-accounts-follow-their-entries splitStatements:false
CREATE FUNCTION bank.accounts_follow_their_entries() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off -- hashing is faster than sorting
AS $$
DECLARE
  culprit uuid;
BEGIN
  FOR culprit IN
    SELECT coalesce(b.id, a.id)
    FROM before b
    FULL JOIN after a ON a.id = b.id
    WHERE CASE
      WHEN a.position = b.position THEN (a.balance, a.last_booked_at) IS DISTINCT FROM (b.balance, b.last_booked_at)
      WHEN a.position > b.position THEN (
        SELECT e.balance - e.amount = b.balance AND (e.booked_at < b.last_booked_at) IS NOT TRUE
        FROM bank.entries e WHERE e.account_id = b.id AND e.position = b.position + 1) IS NOT TRUE
      ELSE true -- it went back, or took the id of another
    END
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "accounts" violates check constraint "accounts_follow_their_entries": '
                       'account %s must go on from what it was by the entry at its next position', culprit),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_follow_their_entries';
  END LOOP;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION bank.accounts_follow_their_entries() IS
  'Proves that changed accounts went on from what they were by added entries.';

CREATE TRIGGER accounts_follow_their_entries AFTER UPDATE ON bank.accounts
  REFERENCING OLD TABLE AS before NEW TABLE AS after
  FOR EACH STATEMENT EXECUTE FUNCTION bank.accounts_follow_their_entries();
--rollback DROP TRIGGER accounts_follow_their_entries ON bank.accounts;
--rollback DROP FUNCTION bank.accounts_follow_their_entries();
