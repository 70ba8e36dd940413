--liquibase formatted sql

-- accounts.held is the sum of the account's pending holds. To add them up takes longer the more there are, so a writer may
-- say instead what his statement changes, and the database proves that: held_before is what was held before the
-- statement, held_added what the holds add up to that it places, hold_placed one of these, hold_ended one of those that it
-- ends. The library says so always. For whoever does not, it is added up as before.
--
-- Why what is said cannot lie:
--   accounts_follow_their_entries   takes it from a statement only if held_before is what was held, and the holds that it
--                                   names are there, the one as placed, the other as ended. A hold is placed once and ends
--                                   once. So if a later statement places or ends just these, it is not said of that one.
--   holds_match_the_ledger          takes it for an account only if the hold that is named is one that this statement
--                                   places or ends. So it is said of this statement; and then the sums must be right.
-- The first trigger leaves the sum to the second if the holds that are named are written by this statement. It knows them
-- by xmin and cmin, as in 12-holds-write-both-accounts, and by xmax = 0: a row that was changed and, with a savepoint, is
-- as before can show any cmin, but its xmax is set. Whatever they cannot tell, they add up.

--changeset simplebank:13-running-held-columns splitStatements:false
ALTER TABLE bank.accounts
  ADD COLUMN held_before bigint,
  ADD COLUMN held_added bigint,
  ADD COLUMN hold_placed pg_catalog.uuid,
  ADD COLUMN hold_ended pg_catalog.uuid;
COMMENT ON COLUMN bank.accounts.held_before IS
  'minor units held before the last statement that changed holds; null: it did not say, and they were added up';
COMMENT ON COLUMN bank.accounts.held_added IS 'minor units of the holds that this statement placed';
COMMENT ON COLUMN bank.accounts.hold_placed IS 'one of the holds that this statement placed, null if none';
COMMENT ON COLUMN bank.accounts.hold_ended IS 'one of the holds that this statement ended, null if none';
--rollback ALTER TABLE bank.accounts DROP COLUMN held_before, DROP COLUMN held_added, DROP COLUMN hold_placed, DROP COLUMN hold_ended;

--changeset simplebank:13-accounts-start-without-holds splitStatements:false
-- As in 08-accounts-start-without-holds, and nothing is said about holds of which no trigger would ask.
CREATE OR REPLACE TRIGGER accounts_start_without_holds AFTER INSERT ON bank.accounts
  FOR EACH ROW
  WHEN (NEW.held <> 0 OR NEW.held_before IS NOT NULL OR NEW.held_added IS NOT NULL OR NEW.hold_placed IS NOT NULL
    OR NEW.hold_ended IS NOT NULL)
  EXECUTE FUNCTION bank.refuse();
--rollback CREATE OR REPLACE TRIGGER accounts_start_without_holds AFTER INSERT ON bank.accounts
--rollback   FOR EACH ROW WHEN (NEW.held <> 0) EXECUTE FUNCTION bank.refuse();

--changeset simplebank:13-accounts-say-what-changes splitStatements:false rollbackSplitStatements:false
-- As in 08-accounts-hold-what-is-pending, and with what the row says about its statement. What is asked of few rows is asked
-- row by row: a query costs its preparation even where it is not needed, and a lone transfer would pay for it.
CREATE OR REPLACE FUNCTION bank.accounts_follow_their_entries() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off -- hashing is faster than sorting
AS $$
DECLARE
  changed record;
  is_of_this_statement boolean;
BEGIN
  FOR changed IN
    SELECT * FROM (
      SELECT coalesce(b.id, a.id) AS id, CASE
          WHEN a.position = b.position THEN (a.balance, a.last_booked_at) IS DISTINCT FROM (b.balance, b.last_booked_at)
          WHEN a.position > b.position THEN (
            SELECT e.balance - e.amount = b.balance AND (e.booked_at < b.last_booked_at) IS NOT TRUE
            FROM bank.entries e WHERE e.account_id = b.id AND e.position = b.position + 1) IS NOT TRUE
          ELSE true -- it went back, or took the id of another
        END AS runs_away,
        a.held, b.held AS was_held, a.held_before, a.held_added, a.hold_placed, a.hold_ended,
        a.held_before IS NOT NULL AND (a.held_before, a.held_added, a.hold_placed, a.hold_ended)
          IS DISTINCT FROM (b.held_before, b.held_added, b.hold_placed, b.hold_ended) AS says
      FROM before b
      FULL JOIN after a ON a.id = b.id) account
    WHERE runs_away OR held <> was_held OR says
  LOOP
    IF changed.runs_away THEN
      RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('relation "accounts" violates check constraint "accounts_follow_their_entries": '
                         'account %s must go on from what it was by the entry at its next position', changed.id),
        HINT = 'Insert transfers and entries and update accounts in one statement.',
        SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_follow_their_entries';
    END IF;
    IF changed.says THEN
      SELECT (p.id IS NULL OR p.xmin = a.xmin AND p.cmin = a.cmin AND p.xmax = '0')
        AND (e.id IS NULL OR e.xmin = a.xmin AND e.cmin = a.cmin AND e.xmax = '0')
      INTO is_of_this_statement
      FROM bank.accounts a
      LEFT JOIN bank.holds p ON p.id = changed.hold_placed AND p.from_account_id = a.id
      LEFT JOIN bank.holds e ON e.id = changed.hold_ended AND e.from_account_id = a.id AND e.status <> 'PENDING'
      WHERE a.id = changed.id AND changed.held_before = changed.was_held
        AND CASE WHEN changed.hold_placed IS NULL THEN changed.held_added = 0 ELSE p.id IS NOT NULL END
        AND CASE WHEN changed.hold_ended IS NULL
            THEN changed.held = changed.held_before::numeric + changed.held_added ELSE e.id IS NOT NULL END;
      CONTINUE WHEN is_of_this_statement; -- and holds_match_the_ledger proves the rest
    END IF;
    IF changed.says AND is_of_this_statement IS NULL OR changed.held <> (
      SELECT coalesce(sum(h.amount), 0) FROM bank.holds h WHERE h.from_account_id = changed.id AND h.status = 'PENDING')
    THEN
      RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('relation "accounts" violates check constraint "accounts_hold_what_is_pending": '
                         'account %s says that %s are held, which is not what its pending holds add up to',
                         changed.id, changed.held),
        HINT = 'Change holds and accounts in one statement.',
        SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_hold_what_is_pending';
    END IF;
  END LOOP;
  RETURN NULL;
END $$;
--rollback CREATE OR REPLACE FUNCTION bank.accounts_follow_their_entries() RETURNS trigger
--rollback   LANGUAGE plpgsql
--rollback   SET search_path = pg_catalog, pg_temp
--rollback   SET enable_seqscan = off
--rollback   SET enable_mergejoin = off
--rollback AS $$
--rollback DECLARE
--rollback   culprit record;
--rollback BEGIN
--rollback   FOR culprit IN
--rollback     SELECT * FROM (
--rollback       SELECT coalesce(b.id, a.id) AS id, a.held, CASE
--rollback           WHEN a.position = b.position THEN (a.balance, a.last_booked_at) IS DISTINCT FROM (b.balance, b.last_booked_at)
--rollback           WHEN a.position > b.position THEN (
--rollback             SELECT e.balance - e.amount = b.balance AND (e.booked_at < b.last_booked_at) IS NOT TRUE
--rollback             FROM bank.entries e WHERE e.account_id = b.id AND e.position = b.position + 1) IS NOT TRUE
--rollback           ELSE true
--rollback         END AS runs_away,
--rollback         CASE WHEN a.held <> b.held THEN a.held <> (
--rollback             SELECT coalesce(sum(h.amount), 0) FROM bank.holds h
--rollback             WHERE h.from_account_id = a.id AND h.status = 'PENDING')
--rollback           ELSE false END AS holds_something_else
--rollback       FROM before b
--rollback       FULL JOIN after a ON a.id = b.id) account
--rollback     WHERE runs_away OR holds_something_else
--rollback   LOOP
--rollback     IF NOT culprit.runs_away THEN
--rollback       RAISE EXCEPTION USING
--rollback         ERRCODE = 'check_violation',
--rollback         MESSAGE = format('relation "accounts" violates check constraint "accounts_hold_what_is_pending": '
--rollback                          'account %s says that %s are held, which is not what its pending holds add up to',
--rollback                          culprit.id, culprit.held),
--rollback         HINT = 'Change holds and accounts in one statement.',
--rollback         SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_hold_what_is_pending';
--rollback     END IF;
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "accounts" violates check constraint "accounts_follow_their_entries": '
--rollback                        'account %s must go on from what it was by the entry at its next position', culprit.id),
--rollback       HINT = 'Insert transfers and entries and update accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_follow_their_entries';
--rollback   END LOOP;
--rollback   RETURN NULL;
--rollback END $$;

--changeset simplebank:13-holds-prove-what-changes splitStatements:false rollbackSplitStatements:false
-- As in 12-holds-write-both-accounts, and with what the rows of the accounts say about this statement. A statement that
-- places holds and ends others fires this twice, and each time only its own side is looked at. One that changes nothing but
-- references has nothing to prove, unless it writes the account as well, which may name such a hold.
CREATE OR REPLACE FUNCTION bank.holds_match_the_ledger() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  culprit record;
  written_by xid;
  written_at cid;
  unwritten uuid[];
  doubtful uuid[];
BEGIN
  SELECT h.xmin, h.cmin INTO written_by, written_at FROM bank.holds h WHERE h.id = (SELECT c.id FROM changed c LIMIT 1);
  IF TG_OP = 'INSERT' THEN
    unwritten := array(
      SELECT a.id FROM bank.accounts a
      WHERE a.id = ANY (array(SELECT from_account_id FROM changed UNION SELECT to_account_id FROM changed))
        AND (a.xmin = written_by AND a.cmin = written_at) IS NOT TRUE);
    IF cardinality(unwritten) > 0 THEN
      PERFORM FROM bank.accounts a WHERE a.id = ANY (unwritten) ORDER BY a.id FOR NO KEY UPDATE;
      UPDATE bank.accounts a SET version = a.version + 1 WHERE a.id = ANY (unwritten);
    END IF;
  END IF;
  FOR culprit IN
    SELECT * FROM (
      SELECT h.id, h.status = 'CAPTURED' AS is_captured, (
          SELECT (t.from_account_id, t.to_account_id, t.amount, t.currency) =
                 (h.from_account_id, h.to_account_id, h.captured, h.currency)
          FROM bank.transfers t WHERE t.id = h.id) AS is_the_transfer,
        (
          SELECT a.currency = h.currency AND (TG_OP = 'UPDATE' OR a.status IN ('OPEN', 'CREDITS_FROZEN'))
          FROM bank.accounts a WHERE a.id = h.from_account_id) IS TRUE
        AND (
          SELECT a.currency = h.currency AND (TG_OP = 'UPDATE' OR a.status IN ('OPEN', 'DEBITS_FROZEN'))
          FROM bank.accounts a WHERE a.id = h.to_account_id) IS TRUE AS is_between_its_accounts
      FROM changed h) hold
    WHERE NOT is_between_its_accounts
      OR CASE WHEN is_captured THEN is_the_transfer IS NOT TRUE
         ELSE TG_OP = 'INSERT' AND is_the_transfer IS NOT NULL END
  LOOP
    IF culprit.is_between_its_accounts AND NOT culprit.is_captured THEN
      RAISE EXCEPTION USING
        ERRCODE = 'unique_violation',
        MESSAGE = format('relation "holds" violates unique constraint "holds_take_no_ids_of_transfers": '
                         'hold %s has the id of a transfer', culprit.id),
        SCHEMA = 'bank', TABLE = 'holds', CONSTRAINT = 'holds_take_no_ids_of_transfers';
    END IF;
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "holds" violates check constraint "holds_match_the_ledger": '
                       'hold %s must be between open accounts of its currency, and captured by the transfer of its id',
                       culprit.id),
      HINT = 'Change holds, insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'holds', CONSTRAINT = 'holds_match_the_ledger';
  END LOOP;
  IF TG_OP = 'INSERT' THEN
    doubtful := array(
      SELECT c.from_account_id
      FROM (
        SELECT from_account_id, sum(amount) AS added, array_agg(id) AS placed FROM changed
        WHERE status = 'PENDING' GROUP BY from_account_id
        UNION ALL
        SELECT from_account_id, 0, '{}' FROM changed WHERE status <> 'PENDING') c
      WHERE (
        SELECT a.held_before IS NOT NULL AND a.hold_placed = ANY (c.placed) AND a.held_added = c.added
        FROM bank.accounts a WHERE a.id = c.from_account_id) IS NOT TRUE);
  ELSE
    doubtful := array(
      SELECT c.from_account_id
      FROM (
        SELECT from_account_id, sum(less) AS less, array_agg(id) FILTER (WHERE less > 0) AS ended,
          array_agg(id) AS named
        FROM (
          SELECT from_account_id, id, sum(less) AS less
          FROM (
            SELECT from_account_id, id, CASE status WHEN 'PENDING' THEN amount ELSE 0 END AS less FROM before
            UNION ALL
            SELECT from_account_id, id, CASE status WHEN 'PENDING' THEN -amount ELSE 0 END FROM changed) pending
          GROUP BY from_account_id, id) hold
        GROUP BY from_account_id) c
      WHERE (
        SELECT CASE
          WHEN c.ended IS NULL AND c.less = 0 THEN (a.xmin = written_by AND a.cmin = written_at) IS NOT TRUE
          ELSE a.hold_ended = ANY (c.ended) AND (a.hold_placed = ANY (c.named)) IS NOT TRUE -- which are no new ones
            AND a.held_before::numeric + a.held_added - a.held = c.less END
        FROM bank.accounts a WHERE a.id = c.from_account_id) IS NOT TRUE);
  END IF;
  FOR culprit IN
    SELECT d.id AS from_account_id
    FROM unnest(doubtful) AS d (id)
    WHERE (SELECT a.held FROM bank.accounts a WHERE a.id = d.id) IS DISTINCT FROM (
      SELECT coalesce(sum(h.amount), 0) FROM bank.holds h
      WHERE h.from_account_id = d.id AND h.status = 'PENDING')
  LOOP
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "accounts" violates check constraint "accounts_hold_what_is_pending": '
                       'what account %s says is held is not what its pending holds add up to',
                       culprit.from_account_id),
      HINT = 'Change holds and accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_hold_what_is_pending';
  END LOOP;
  RETURN NULL;
END $$;
CREATE OR REPLACE TRIGGER holds_match_the_ledger_when_ended AFTER UPDATE ON bank.holds
  REFERENCING OLD TABLE AS before NEW TABLE AS changed
  FOR EACH STATEMENT EXECUTE FUNCTION bank.holds_match_the_ledger();
--rollback CREATE OR REPLACE TRIGGER holds_match_the_ledger_when_ended AFTER UPDATE ON bank.holds
--rollback   REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bank.holds_match_the_ledger();
--rollback CREATE OR REPLACE FUNCTION bank.holds_match_the_ledger() RETURNS trigger
--rollback   LANGUAGE plpgsql
--rollback   SET search_path = pg_catalog, pg_temp
--rollback   SET enable_seqscan = off
--rollback AS $$
--rollback DECLARE
--rollback   culprit record;
--rollback   written_by xid;
--rollback   written_at cid;
--rollback   unwritten uuid[];
--rollback BEGIN
--rollback   IF TG_OP = 'INSERT' THEN
--rollback     SELECT h.xmin, h.cmin INTO written_by, written_at FROM bank.holds h WHERE h.id = (SELECT c.id FROM changed c LIMIT 1);
--rollback     unwritten := array(
--rollback       SELECT a.id FROM bank.accounts a
--rollback       WHERE a.id = ANY (array(SELECT from_account_id FROM changed UNION SELECT to_account_id FROM changed))
--rollback         AND (a.xmin = written_by AND a.cmin = written_at) IS NOT TRUE);
--rollback     IF cardinality(unwritten) > 0 THEN
--rollback       PERFORM FROM bank.accounts a WHERE a.id = ANY (unwritten) ORDER BY a.id FOR NO KEY UPDATE;
--rollback       UPDATE bank.accounts a SET version = a.version + 1 WHERE a.id = ANY (unwritten);
--rollback     END IF;
--rollback   END IF;
--rollback   FOR culprit IN
--rollback     SELECT * FROM (
--rollback       SELECT h.id, h.status = 'CAPTURED' AS is_captured, (
--rollback           SELECT (t.from_account_id, t.to_account_id, t.amount, t.currency) =
--rollback                  (h.from_account_id, h.to_account_id, h.captured, h.currency)
--rollback           FROM bank.transfers t WHERE t.id = h.id) AS is_the_transfer,
--rollback         (
--rollback           SELECT a.currency = h.currency AND (TG_OP = 'UPDATE' OR a.status IN ('OPEN', 'CREDITS_FROZEN'))
--rollback           FROM bank.accounts a WHERE a.id = h.from_account_id) IS TRUE
--rollback         AND (
--rollback           SELECT a.currency = h.currency AND (TG_OP = 'UPDATE' OR a.status IN ('OPEN', 'DEBITS_FROZEN'))
--rollback           FROM bank.accounts a WHERE a.id = h.to_account_id) IS TRUE AS is_between_its_accounts
--rollback       FROM changed h) hold
--rollback     WHERE NOT is_between_its_accounts
--rollback       OR CASE WHEN is_captured THEN is_the_transfer IS NOT TRUE
--rollback          ELSE TG_OP = 'INSERT' AND is_the_transfer IS NOT NULL END
--rollback   LOOP
--rollback     IF culprit.is_between_its_accounts AND NOT culprit.is_captured THEN
--rollback       RAISE EXCEPTION USING
--rollback         ERRCODE = 'unique_violation',
--rollback         MESSAGE = format('relation "holds" violates unique constraint "holds_take_no_ids_of_transfers": '
--rollback                          'hold %s has the id of a transfer', culprit.id),
--rollback         SCHEMA = 'bank', TABLE = 'holds', CONSTRAINT = 'holds_take_no_ids_of_transfers';
--rollback     END IF;
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "holds" violates check constraint "holds_match_the_ledger": '
--rollback                        'hold %s must be between open accounts of its currency, and captured by the transfer of its id',
--rollback                        culprit.id),
--rollback       HINT = 'Change holds, insert transfers and entries and update accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'holds', CONSTRAINT = 'holds_match_the_ledger';
--rollback   END LOOP;
--rollback   FOR culprit IN
--rollback     SELECT c.from_account_id
--rollback     FROM (SELECT DISTINCT from_account_id FROM changed) c
--rollback     WHERE (SELECT a.held FROM bank.accounts a WHERE a.id = c.from_account_id) IS DISTINCT FROM (
--rollback       SELECT coalesce(sum(h.amount), 0) FROM bank.holds h
--rollback       WHERE h.from_account_id = c.from_account_id AND h.status = 'PENDING')
--rollback   LOOP
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "accounts" violates check constraint "accounts_hold_what_is_pending": '
--rollback                        'what account %s says is held is not what its pending holds add up to',
--rollback                        culprit.from_account_id),
--rollback       HINT = 'Change holds and accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_hold_what_is_pending';
--rollback   END LOOP;
--rollback   RETURN NULL;
--rollback END $$;
