BEGIN;
LOCK TABLE bank.accounts, bank.transfers, bank.entries IN ACCESS EXCLUSIVE MODE; -- nobody posts meanwhile
DO $$
DECLARE
  part text; statement text; afterwards text[];
BEGIN
  afterwards := array( -- everything that the table has beside its rows, to be made again
      SELECT format('ALTER TABLE bank.entries ADD CONSTRAINT %I %s', conname, pg_get_constraintdef(oid))
      FROM pg_constraint WHERE conrelid = 'bank.entries'::regclass AND contype = 'p')
    || array(SELECT pg_get_indexdef(indexrelid)
      FROM pg_index WHERE indrelid = 'bank.entries'::regclass AND NOT indisprimary)
    || array(SELECT pg_get_triggerdef(oid)
      FROM pg_trigger WHERE tgrelid = 'bank.entries'::regclass AND NOT tgisinternal)
    || format('COMMENT ON TABLE bank.entries IS %L', obj_description('bank.entries'::regclass));
  ALTER TABLE bank.entries RENAME TO old;
  CREATE TABLE bank.entries (LIKE bank.old INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH (account_id);
  FOR number IN 0..15 LOOP
    part := 'entries_' || number;
    EXECUTE format('CREATE TABLE bank.%I PARTITION OF bank.entries FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
        part, number);
    EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON bank.%I EXECUTE FUNCTION bank.refuse()',
        part || '_are_never_truncated', part); -- the table's own does not see what happens to a partition
  END LOOP;
  INSERT INTO bank.entries SELECT * FROM bank.old;
  DROP TABLE bank.old;
  FOREACH statement IN ARRAY afterwards LOOP
    EXECUTE statement;
  END LOOP;
END $$;
COMMIT;
ANALYZE bank.entries;
