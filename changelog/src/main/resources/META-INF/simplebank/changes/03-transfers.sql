--liquibase formatted sql

--changeset simplebank:03-transfers splitStatements:false
CREATE TABLE bank.transfers (
  id uuid NOT NULL,
  from_account_id uuid NOT NULL,
  to_account_id uuid NOT NULL,
  from_position bigint NOT NULL,
  to_position bigint NOT NULL,
  amount bigint NOT NULL,
  booked_at timestamptz NOT NULL,
  reverses_id uuid,
  currency text NOT NULL,
  reference text,
  CONSTRAINT transfers_pkey PRIMARY KEY (id),
  -- Costs nothing where it is null, which it nearly always is. The other keys are proven by 06-whole-postings.
  CONSTRAINT transfers_reverses_id_fkey FOREIGN KEY (reverses_id) REFERENCES bank.transfers (id),
  CONSTRAINT transfers_amount_is_positive CHECK (amount > 0),
  -- After an infinite time nothing could be booked on the accounts any more: times only grow.
  CONSTRAINT transfers_booked_at_is_finite CHECK (isfinite(booked_at)),
  CONSTRAINT transfers_two_accounts CHECK (from_account_id <> to_account_id),
  CONSTRAINT transfers_reverses_another CHECK (reverses_id <> id),
  CONSTRAINT transfers_reference_is_text CHECK (char_length(reference) <= 255)
);

COMMENT ON TABLE bank.transfers IS 'What moved from one account to another. Never changed, but for blanking the reference.';
COMMENT ON COLUMN bank.transfers.id IS 'UUID, the idempotency key';
COMMENT ON COLUMN bank.transfers.from_account_id IS 'the account that was debited';
COMMENT ON COLUMN bank.transfers.to_account_id IS 'the account that was credited';
COMMENT ON COLUMN bank.transfers.from_position IS 'the position of the entry on the debited account';
COMMENT ON COLUMN bank.transfers.to_position IS 'the position of the entry on the credited account';
COMMENT ON COLUMN bank.transfers.amount IS 'minor units, above zero';
COMMENT ON COLUMN bank.transfers.booked_at IS 'assigned under the locks: follows position on every account';
COMMENT ON COLUMN bank.transfers.reverses_id IS 'the transfer that this one takes back, in full or in part';
COMMENT ON COLUMN bank.transfers.currency IS 'the currency of both accounts';
COMMENT ON COLUMN bank.transfers.reference IS 'free text, may hold personal data; can be blanked, nothing else';
--rollback DROP TABLE bank.transfers;
