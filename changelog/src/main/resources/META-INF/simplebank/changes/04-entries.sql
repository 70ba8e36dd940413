--liquibase formatted sql

--changeset simplebank:04-entries splitStatements:false
CREATE TABLE bank.entries (
  account_id uuid NOT NULL,
  position bigint NOT NULL,
  transfer_id uuid NOT NULL,
  amount bigint NOT NULL,
  balance bigint NOT NULL,
  booked_at timestamptz NOT NULL,
  currency text NOT NULL,
  CONSTRAINT entries_pkey PRIMARY KEY (account_id, position),
  CONSTRAINT entries_position_is_positive CHECK (position > 0),
  CONSTRAINT entries_amount_is_not_zero CHECK (amount <> 0)
);

COMMENT ON TABLE bank.entries IS 'The history of each account: two entries for every transfer, which cancel out. Never changed.';
COMMENT ON COLUMN bank.entries.account_id IS 'the account whose history this is';
COMMENT ON COLUMN bank.entries.position IS '1, 2, 3 ... on each account, without a gap';
COMMENT ON COLUMN bank.entries.transfer_id IS 'the transfer that left this entry';
COMMENT ON COLUMN bank.entries.amount IS 'minor units: above zero for a credit, below zero for a debit';
COMMENT ON COLUMN bank.entries.balance IS 'minor units: the account''s balance after this entry';
COMMENT ON COLUMN bank.entries.booked_at IS 'the transfer''s booked_at; never before that of the position above';
COMMENT ON COLUMN bank.entries.currency IS 'the transfer''s currency';
--rollback DROP TABLE bank.entries;
