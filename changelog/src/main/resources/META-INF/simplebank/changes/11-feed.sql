--liquibase formatted sql

--changeset simplebank:11-transfers-are-numbered splitStatements:false rollbackSplitStatements:false
-- A number for each transfer, for whoever follows them all. Whoever posts draws it while he holds the rows of both
-- accounts, so that on each account the numbers follow the positions; and after his lock on the table (ROW EXCLUSIVE,
-- which every INSERT takes first and keeps until the transaction has ended), so that pg_locks shows who may have drawn
-- a number that is not to be seen yet. See TransferFeed. Holes mean nothing: what drew the number was rolled back.
--
-- CACHE 1, PostgreSQL's default, is part of that: no session keeps a number to itself for a later transaction.
ALTER TABLE bank.transfers ADD COLUMN feed_position bigint;

-- What is there already is numbered in order of time. Among transfers of one time, none comes before one that it follows
-- on either of its accounts; otherwise they stay as they are stored. depth is the number of times that the stored order
-- must be turned round on the longest way to a transfer.
CREATE TEMPORARY TABLE numbering ON COMMIT DROP AS
  SELECT id, booked_at, row_number() OVER (ORDER BY booked_at, ctid) AS place, 0 AS depth FROM bank.transfers;
ALTER TABLE pg_temp.numbering ADD PRIMARY KEY (id);

DO $$
BEGIN
  CREATE TEMPORARY TABLE neighbours ON COMMIT DROP AS
    SELECT earlier, later FROM (
      SELECT lag(transfer_id) OVER chain AS earlier, transfer_id AS later,
        lag(booked_at) OVER chain = booked_at AS are_simultaneous
      FROM bank.entries WINDOW chain AS (PARTITION BY account_id ORDER BY position)) entry
    WHERE are_simultaneous;
  ANALYZE pg_temp.numbering, pg_temp.neighbours;
  LOOP
    UPDATE pg_temp.numbering n SET depth = deeper.depth
    FROM (
      SELECT l.id, max(e.depth + (e.place > l.place)::int) AS depth
      FROM pg_temp.neighbours
      JOIN pg_temp.numbering e ON e.id = earlier
      JOIN pg_temp.numbering l ON l.id = later
      GROUP BY l.id) deeper
    WHERE deeper.id = n.id AND deeper.depth > n.depth;
    EXIT WHEN NOT FOUND;
  END LOOP;
  DROP TABLE pg_temp.neighbours;
  UPDATE pg_temp.numbering n SET place = final.place
  FROM (SELECT id, row_number() OVER (ORDER BY booked_at, depth, place) AS place FROM pg_temp.numbering) final
  WHERE final.id = n.id AND final.place <> n.place;
END $$;

CREATE FUNCTION pg_temp.place_of(uuid) RETURNS bigint LANGUAGE sql STABLE
  AS 'SELECT place FROM pg_temp.numbering WHERE id OPERATOR(pg_catalog.=) $1';
-- Writes the table anew, as compact as it can be. An UPDATE would leave a dead version of each row.
ALTER TABLE bank.transfers
  ALTER COLUMN feed_position TYPE bigint USING pg_temp.place_of(id),
  ALTER COLUMN feed_position SET NOT NULL;
ALTER TABLE bank.transfers ALTER COLUMN feed_position ADD GENERATED ALWAYS AS IDENTITY;
SELECT setval('bank.transfers_feed_position_seq', max(feed_position)) FROM bank.transfers HAVING max(feed_position) > 0;
CREATE UNIQUE INDEX transfers_feed_position ON bank.transfers (feed_position);
DROP FUNCTION pg_temp.place_of(uuid);
DROP TABLE pg_temp.numbering;
COMMENT ON COLUMN bank.transfers.feed_position IS
  'the order in which transfers are fed to others, drawn under the locks: follows position on every account; with holes';
--rollback ALTER TABLE bank.transfers DROP COLUMN feed_position;

--changeset simplebank:11-transfers-keep-their-number splitStatements:false rollbackSplitStatements:false
-- As in 05-transfers-are-kept, and the number stays too.
CREATE OR REPLACE TRIGGER transfers_change_by_blanking_the_reference_only BEFORE UPDATE ON bank.transfers
  FOR EACH ROW
  WHEN (NEW.reference IS NOT NULL
    OR (OLD.id, OLD.from_account_id, OLD.to_account_id, OLD.from_position, OLD.to_position,
        OLD.amount, OLD.booked_at, OLD.reverses_id, OLD.currency, OLD.feed_position)
      IS DISTINCT FROM
       (NEW.id, NEW.from_account_id, NEW.to_account_id, NEW.from_position, NEW.to_position,
        NEW.amount, NEW.booked_at, NEW.reverses_id, NEW.currency, NEW.feed_position))
  EXECUTE FUNCTION bank.refuse();
--rollback CREATE OR REPLACE TRIGGER transfers_change_by_blanking_the_reference_only BEFORE UPDATE ON bank.transfers
--rollback   FOR EACH ROW
--rollback   WHEN (NEW.reference IS NOT NULL
--rollback     OR (OLD.id, OLD.from_account_id, OLD.to_account_id, OLD.from_position, OLD.to_position,
--rollback         OLD.amount, OLD.booked_at, OLD.reverses_id, OLD.currency)
--rollback       IS DISTINCT FROM
--rollback        (NEW.id, NEW.from_account_id, NEW.to_account_id, NEW.from_position, NEW.to_position,
--rollback         NEW.amount, NEW.booked_at, NEW.reverses_id, NEW.currency))
--rollback   EXECUTE FUNCTION bank.refuse();
