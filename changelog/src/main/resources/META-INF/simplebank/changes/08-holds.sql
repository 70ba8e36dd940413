--liquibase formatted sql

-- A hold reserves money on the account that it is to leave: accounts.held is the sum of the account's pending holds.
-- It ends once: captured, by the transfer of the same id, or released, or expired. Holds are a table of their own, so
-- that transfers stay immutable.

--changeset simplebank:08-holds splitStatements:false
CREATE TABLE bank.holds (
  id uuid NOT NULL,
  from_account_id uuid NOT NULL,
  to_account_id uuid NOT NULL,
  amount bigint NOT NULL,
  captured bigint NOT NULL,
  placed_at timestamptz NOT NULL,
  expires_at timestamptz NOT NULL,
  ended_at timestamptz,
  currency text NOT NULL,
  status text NOT NULL,
  reference text,
  CONSTRAINT holds_pkey PRIMARY KEY (id),
  -- An account with a hold has perhaps no entry yet, which would keep it. Only deleting an account reads all the holds.
  CONSTRAINT holds_from_account_id_fkey FOREIGN KEY (from_account_id) REFERENCES bank.accounts (id),
  CONSTRAINT holds_to_account_id_fkey FOREIGN KEY (to_account_id) REFERENCES bank.accounts (id),
  CONSTRAINT holds_amount_is_positive CHECK (amount > 0),
  CONSTRAINT holds_two_accounts CHECK (from_account_id <> to_account_id),
  CONSTRAINT holds_status_is_known CHECK (status IN ('PENDING', 'CAPTURED', 'RELEASED', 'EXPIRED')),
  CONSTRAINT holds_captured_is_part_of_the_amount CHECK (
    CASE status WHEN 'CAPTURED' THEN captured BETWEEN 1 AND amount ELSE captured = 0 END),
  CONSTRAINT holds_end_unless_pending CHECK ((ended_at IS NULL) = (status = 'PENDING')),
  CONSTRAINT holds_times_are_finite CHECK (isfinite(placed_at) AND isfinite(expires_at) AND isfinite(ended_at)),
  CONSTRAINT holds_expire_after_they_are_placed CHECK (expires_at > placed_at),
  CONSTRAINT holds_reference_is_text CHECK (char_length(reference) <= 255)
)
-- Every row is changed once.
WITH (fillfactor = 70);

-- Small: they know the pending ones only.
CREATE INDEX holds_pending_from ON bank.holds (from_account_id, id) INCLUDE (amount) WHERE status = 'PENDING';
CREATE INDEX holds_pending_to ON bank.holds (to_account_id) WHERE status = 'PENDING';
CREATE INDEX holds_pending_expiry ON bank.holds (expires_at) WHERE status = 'PENDING';

COMMENT ON TABLE bank.holds IS 'Money reserved for a transfer to come. Changed once: when the hold ends.';
COMMENT ON COLUMN bank.holds.id IS 'UUID, the idempotency key; the transfer that captures the hold has the same';
COMMENT ON COLUMN bank.holds.from_account_id IS 'the account on which the money is reserved';
COMMENT ON COLUMN bank.holds.to_account_id IS 'the account that a capture credits';
COMMENT ON COLUMN bank.holds.amount IS 'minor units reserved, above zero';
COMMENT ON COLUMN bank.holds.captured IS 'minor units that were captured; the rest was released';
COMMENT ON COLUMN bank.holds.placed_at IS 'when the money was reserved';
COMMENT ON COLUMN bank.holds.expires_at IS 'from when on the hold cannot be captured any more';
COMMENT ON COLUMN bank.holds.ended_at IS 'when it was captured, released or expired; null while it is pending';
COMMENT ON COLUMN bank.holds.currency IS 'the currency of both accounts';
COMMENT ON COLUMN bank.holds.status IS 'PENDING, then for ever CAPTURED, RELEASED or EXPIRED';
COMMENT ON COLUMN bank.holds.reference IS 'free text, may hold personal data; can be blanked, nothing else';
--rollback DROP TABLE bank.holds;

--changeset simplebank:08-holds-are-kept splitStatements:false
CREATE TRIGGER holds_are_never_deleted BEFORE DELETE ON bank.holds
  FOR EACH ROW EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER holds_are_never_truncated BEFORE TRUNCATE ON bank.holds
  FOR EACH STATEMENT EXECUTE FUNCTION bank.refuse();
CREATE TRIGGER holds_change_by_ending_once AFTER UPDATE ON bank.holds
  FOR EACH ROW
  WHEN ((OLD.id, OLD.from_account_id, OLD.to_account_id, OLD.amount, OLD.placed_at, OLD.expires_at, OLD.currency)
      IS DISTINCT FROM
        (NEW.id, NEW.from_account_id, NEW.to_account_id, NEW.amount, NEW.placed_at, NEW.expires_at, NEW.currency)
    OR OLD.status <> 'PENDING'
      AND (OLD.status, OLD.captured, OLD.ended_at) IS DISTINCT FROM (NEW.status, NEW.captured, NEW.ended_at)
    OR NEW.reference IS NOT NULL AND NEW.reference IS DISTINCT FROM OLD.reference)
  EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER holds_change_by_ending_once ON bank.holds;
--rollback DROP TRIGGER holds_are_never_truncated ON bank.holds;
--rollback DROP TRIGGER holds_are_never_deleted ON bank.holds;

--changeset simplebank:08-accounts-hold-what-is-pending splitStatements:false rollbackSplitStatements:false
-- accounts.held is the sum of the account's pending holds. It is proven from both sides, because either may change alone:
-- here, and in holds_match_the_ledger. Two sessions that change holds of one account meet at the account's row, unless
-- what they change there is nothing.
-- As in 06-accounts-follow-their-entries, and: an account whose held amount changed holds what is pending. A trigger of
-- its own for each row took 85 microseconds of it, most of them for its SET; one for each statement, every posting's time.
CREATE OR REPLACE FUNCTION bank.accounts_follow_their_entries() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
  SET enable_mergejoin = off -- hashing is faster than sorting
AS $$
DECLARE
  culprit record;
BEGIN
  FOR culprit IN
    SELECT * FROM (
      SELECT coalesce(b.id, a.id) AS id, a.held, CASE
          WHEN a.position = b.position THEN (a.balance, a.last_booked_at) IS DISTINCT FROM (b.balance, b.last_booked_at)
          WHEN a.position > b.position THEN (
            SELECT e.balance - e.amount = b.balance AND (e.booked_at < b.last_booked_at) IS NOT TRUE
            FROM bank.entries e WHERE e.account_id = b.id AND e.position = b.position + 1) IS NOT TRUE
          ELSE true -- it went back, or took the id of another
        END AS runs_away,
        CASE WHEN a.held <> b.held THEN a.held <> (
            SELECT coalesce(sum(h.amount), 0) FROM bank.holds h
            WHERE h.from_account_id = a.id AND h.status = 'PENDING')
          ELSE false END AS holds_something_else
      FROM before b
      FULL JOIN after a ON a.id = b.id) account
    WHERE runs_away OR holds_something_else
  LOOP
    IF NOT culprit.runs_away THEN
      RAISE EXCEPTION USING
        ERRCODE = 'check_violation',
        MESSAGE = format('relation "accounts" violates check constraint "accounts_hold_what_is_pending": '
                         'account %s says that %s are held, which is not what its pending holds add up to',
                         culprit.id, culprit.held),
        HINT = 'Change holds and accounts in one statement.',
        SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_hold_what_is_pending';
    END IF;
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "accounts" violates check constraint "accounts_follow_their_entries": '
                       'account %s must go on from what it was by the entry at its next position', culprit.id),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_follow_their_entries';
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
--rollback   culprit uuid;
--rollback BEGIN
--rollback   FOR culprit IN
--rollback     SELECT coalesce(b.id, a.id)
--rollback     FROM before b
--rollback     FULL JOIN after a ON a.id = b.id
--rollback     WHERE CASE
--rollback       WHEN a.position = b.position THEN (a.balance, a.last_booked_at) IS DISTINCT FROM (b.balance, b.last_booked_at)
--rollback       WHEN a.position > b.position THEN (
--rollback         SELECT e.balance - e.amount = b.balance AND (e.booked_at < b.last_booked_at) IS NOT TRUE
--rollback         FROM bank.entries e WHERE e.account_id = b.id AND e.position = b.position + 1) IS NOT TRUE
--rollback       ELSE true
--rollback     END
--rollback   LOOP
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "accounts" violates check constraint "accounts_follow_their_entries": '
--rollback                        'account %s must go on from what it was by the entry at its next position', culprit),
--rollback       HINT = 'Insert transfers and entries and update accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_follow_their_entries';
--rollback   END LOOP;
--rollback   RETURN NULL;
--rollback END $$;

--changeset simplebank:08-accounts-start-without-holds splitStatements:false
CREATE TRIGGER accounts_start_without_holds AFTER INSERT ON bank.accounts
  FOR EACH ROW WHEN (NEW.held <> 0) EXECUTE FUNCTION bank.refuse();
--rollback DROP TRIGGER accounts_start_without_holds ON bank.accounts;

--changeset simplebank:08-holds-match-the-ledger splitStatements:false
-- For every hold that a statement adds or changes: its account holds it; both accounts are of its currency, and let the
-- money pass when the hold is placed; a captured one has the transfer of its id, which moved just what was captured; a
-- new one has none. That is said as a unique key says it, because that is what it means: the id was used by another
-- session, first. It is not asked again of one that is released or expires. Two sessions that use one id over different
-- accounts at the same moment do not see each other, and what they leave must not keep the money held for ever.
CREATE FUNCTION bank.holds_match_the_ledger() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  culprit record;
BEGIN
  IF TG_OP = 'INSERT' THEN
    -- So that no other session closes or freezes them at this moment. The accounts that the money is to leave are locked
    -- already: what they hold has changed. The library has the locks of both.
    PERFORM FROM bank.accounts a
    WHERE a.id = ANY (array(SELECT to_account_id FROM changed)) ORDER BY a.id FOR SHARE;
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
  FOR culprit IN
    SELECT c.from_account_id
    FROM (SELECT DISTINCT from_account_id FROM changed) c
    WHERE (SELECT a.held FROM bank.accounts a WHERE a.id = c.from_account_id) IS DISTINCT FROM (
      SELECT coalesce(sum(h.amount), 0) FROM bank.holds h
      WHERE h.from_account_id = c.from_account_id AND h.status = 'PENDING')
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
COMMENT ON FUNCTION bank.holds_match_the_ledger() IS
  'Proves that holds agree with their accounts and with the transfers of their ids.';

CREATE TRIGGER holds_match_the_ledger_when_placed AFTER INSERT ON bank.holds
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bank.holds_match_the_ledger();
CREATE TRIGGER holds_match_the_ledger_when_ended AFTER UPDATE ON bank.holds
  REFERENCING NEW TABLE AS changed FOR EACH STATEMENT EXECUTE FUNCTION bank.holds_match_the_ledger();
--rollback DROP TRIGGER holds_match_the_ledger_when_ended ON bank.holds;
--rollback DROP TRIGGER holds_match_the_ledger_when_placed ON bank.holds;
--rollback DROP FUNCTION bank.holds_match_the_ledger();

--changeset simplebank:08-accounts-close-without-holds splitStatements:false
-- accounts_closed_is_empty sees to the money that is reserved on the account; this, to the money on its way to it.
CREATE FUNCTION bank.accounts_close_without_holds() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
AS $$
BEGIN
  IF EXISTS (SELECT FROM bank.holds h WHERE h.to_account_id = NEW.id AND h.status = 'PENDING') THEN
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "accounts" violates check constraint "accounts_close_without_holds": '
                       'holds in favour of account %s are pending', NEW.id),
      SCHEMA = 'bank', TABLE = 'accounts', CONSTRAINT = 'accounts_close_without_holds';
  END IF;
  RETURN NULL;
END $$;
COMMENT ON FUNCTION bank.accounts_close_without_holds() IS
  'Proves that no hold in favour of a closed account is pending.';

CREATE TRIGGER accounts_close_without_holds AFTER UPDATE OF status ON bank.accounts
  FOR EACH ROW WHEN (NEW.status = 'CLOSED') EXECUTE FUNCTION bank.accounts_close_without_holds();
--rollback DROP TRIGGER accounts_close_without_holds ON bank.accounts;
--rollback DROP FUNCTION bank.accounts_close_without_holds();

--changeset simplebank:08-transfers-of-holds splitStatements:false rollbackSplitStatements:false
-- As in 06-transfers-are-whole, and: a transfer with the id of a hold is its capture. Said as a unique key says it,
-- because that is what it means: the id was used by another session, first.
CREATE OR REPLACE FUNCTION bank.transfers_are_whole() RETURNS trigger
  LANGUAGE plpgsql
  SET search_path = pg_catalog, pg_temp
  SET enable_seqscan = off
AS $$
DECLARE
  culprit record;
BEGIN
  FOR culprit IN
    SELECT * FROM (
      SELECT t.id, (
          SELECT debit.transfer_id = t.id FROM bank.entries debit
          WHERE debit.account_id = t.from_account_id AND debit.position = t.from_position) AS is_whole,
        (SELECT h.status <> 'CAPTURED' FROM bank.holds h WHERE h.id = t.id) AS takes_the_id_of_a_hold
      FROM added t) transfer
    WHERE is_whole IS NOT TRUE OR takes_the_id_of_a_hold
  LOOP
    IF culprit.is_whole THEN
      RAISE EXCEPTION USING
        ERRCODE = 'unique_violation',
        MESSAGE = format('relation "transfers" violates unique constraint "transfers_take_no_ids_of_holds": '
                         'transfer %s has the id of a hold that it does not capture', culprit.id),
        SCHEMA = 'bank', TABLE = 'transfers', CONSTRAINT = 'transfers_take_no_ids_of_holds';
    END IF;
    RAISE EXCEPTION USING
      ERRCODE = 'check_violation',
      MESSAGE = format('relation "transfers" violates check constraint "transfers_are_whole": '
                       'transfer %s must come with its entries', culprit.id),
      HINT = 'Insert transfers and entries and update accounts in one statement.',
      SCHEMA = 'bank', TABLE = 'transfers', CONSTRAINT = 'transfers_are_whole';
  END LOOP;
  RETURN NULL;
END $$;
--rollback CREATE OR REPLACE FUNCTION bank.transfers_are_whole() RETURNS trigger
--rollback   LANGUAGE plpgsql
--rollback   SET search_path = pg_catalog, pg_temp
--rollback   SET enable_seqscan = off
--rollback AS $$
--rollback DECLARE
--rollback   culprit uuid;
--rollback BEGIN
--rollback   FOR culprit IN
--rollback     SELECT t.id
--rollback     FROM added t
--rollback     WHERE (
--rollback       SELECT debit.transfer_id = t.id FROM bank.entries debit
--rollback       WHERE debit.account_id = t.from_account_id AND debit.position = t.from_position) IS NOT TRUE
--rollback   LOOP
--rollback     RAISE EXCEPTION USING
--rollback       ERRCODE = 'check_violation',
--rollback       MESSAGE = format('relation "transfers" violates check constraint "transfers_are_whole": '
--rollback                        'transfer %s must come with its entries', culprit),
--rollback       HINT = 'Insert transfers and entries and update accounts in one statement.',
--rollback       SCHEMA = 'bank', TABLE = 'transfers', CONSTRAINT = 'transfers_are_whole';
--rollback   END LOOP;
--rollback   RETURN NULL;
--rollback END $$;
