--liquibase formatted sql

--changeset simplebank:12-holds-write-both-accounts splitStatements:false rollbackSplitStatements:false
-- As in 08-holds-match-the-ledger, and: whoever places a hold writes the rows of both accounts. A row that was only locked
-- says nothing to a snapshot that is older than the lock: at REPEATABLE READ and SERIALIZABLE such a session closed the
-- account in spite of the hold, or posted a transfer of the hold's id, and heard of no conflict. The library writes both
-- rows in its statement. For others it is done here: in order of id, where the statement has not done it.
--
-- Written by this statement are the rows that have the xmin and the cmin of a hold that it has added: all parts of one
-- statement write under one subtransaction and one command id. It does not matter if a writer makes a row look like that
-- by savepoints: a row with this xmin was written by this transaction in any case.
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
BEGIN
  IF TG_OP = 'INSERT' THEN
    SELECT h.xmin, h.cmin INTO written_by, written_at FROM bank.holds h WHERE h.id = (SELECT c.id FROM changed c LIMIT 1);
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
--rollback CREATE OR REPLACE FUNCTION bank.holds_match_the_ledger() RETURNS trigger
--rollback   LANGUAGE plpgsql
--rollback   SET search_path = pg_catalog, pg_temp
--rollback   SET enable_seqscan = off
--rollback AS $$
--rollback DECLARE
--rollback   culprit record;
--rollback BEGIN
--rollback   IF TG_OP = 'INSERT' THEN
--rollback     PERFORM FROM bank.accounts a
--rollback     WHERE a.id = ANY (array(SELECT to_account_id FROM changed)) ORDER BY a.id FOR SHARE;
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
