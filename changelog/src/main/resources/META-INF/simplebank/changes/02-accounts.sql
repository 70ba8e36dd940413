--liquibase formatted sql

--changeset simplebank:02-accounts splitStatements:false
CREATE TABLE bank.accounts (
  id uuid NOT NULL,
  balance bigint NOT NULL,
  held bigint NOT NULL,
  minimum_balance bigint,
  position bigint NOT NULL,
  version bigint NOT NULL,
  opened_at timestamptz NOT NULL,
  last_booked_at timestamptz,
  currency text NOT NULL,
  status text NOT NULL,
  owner text NOT NULL,
  CONSTRAINT accounts_pkey PRIMARY KEY (id),
  -- an instant that Java and everyone else can read
  CONSTRAINT accounts_opened_at_is_finite CHECK (isfinite(opened_at)),
  CONSTRAINT accounts_owner_is_text CHECK (char_length(owner) BETWEEN 1 AND 255),
  CONSTRAINT accounts_currency_is_a_code CHECK (currency ~ '^[A-Z]{3}$'),
  CONSTRAINT accounts_status_is_known CHECK (status IN ('OPEN', 'FROZEN', 'CLOSED')),
  CONSTRAINT accounts_held_is_not_negative CHECK (held >= 0),
  -- numeric, because the difference of two bigints can overflow
  CONSTRAINT accounts_minimum_remains CHECK (balance::numeric - held >= minimum_balance),
  CONSTRAINT accounts_closed_is_empty CHECK (status <> 'CLOSED' OR (balance = 0 AND held = 0)),
  CONSTRAINT accounts_position_is_not_negative CHECK (position >= 0),
  CONSTRAINT accounts_new_is_empty CHECK (
    CASE WHEN position = 0 THEN balance = 0 AND last_booked_at IS NULL ELSE last_booked_at IS NOT NULL END)
)
-- Room on every page for the next version of its rows, so that a new balance touches no index (HOT).
WITH (fillfactor = 50);

CREATE INDEX accounts_owner ON bank.accounts (owner, id);

COMMENT ON TABLE bank.accounts IS 'Where money stands. A row agrees with the last entry of its account.';
COMMENT ON COLUMN bank.accounts.id IS 'UUID, of version 7 unless the caller chose one';
COMMENT ON COLUMN bank.accounts.balance IS 'minor units; the sum of the account''s entries';
COMMENT ON COLUMN bank.accounts.held IS 'minor units reserved for later; balance minus held is available';
COMMENT ON COLUMN bank.accounts.minimum_balance IS 'minor units that must remain available; null: no limit';
COMMENT ON COLUMN bank.accounts.position IS 'the last entry''s position, 0 before the first';
COMMENT ON COLUMN bank.accounts.version IS 'incremented by every change of the row';
COMMENT ON COLUMN bank.accounts.opened_at IS 'when the account was opened';
COMMENT ON COLUMN bank.accounts.last_booked_at IS 'the last entry''s booked_at, null before the first';
COMMENT ON COLUMN bank.accounts.currency IS 'the code of the only currency that the account holds';
COMMENT ON COLUMN bank.accounts.status IS 'OPEN, FROZEN or CLOSED';
COMMENT ON COLUMN bank.accounts.owner IS 'whom the account belongs to';
--rollback DROP TABLE bank.accounts;
