BEGIN;
LOCK TABLE bank.accounts, bank.transfers, bank.entries IN ACCESS EXCLUSIVE MODE; -- nobody posts meanwhile
DO $$
DECLARE
  name text; key text; part text; statement text; afterwards text[];
BEGIN
  FOR name, key IN VALUES ('transfers', 'id'), ('entries', 'account_id') LOOP
    afterwards := array( -- everything that the table has beside its rows, to be made again
        SELECT format('ALTER TABLE bank.%I ADD CONSTRAINT %I %s', name, conname, pg_get_constraintdef(oid))
        FROM pg_constraint WHERE conrelid = ('bank.' || name)::regclass AND contype = 'p')
      || array(SELECT pg_get_indexdef(indexrelid)
        FROM pg_index WHERE indrelid = ('bank.' || name)::regclass AND NOT indisprimary)
      || array(SELECT pg_get_triggerdef(oid)
        FROM pg_trigger WHERE tgrelid = ('bank.' || name)::regclass AND NOT tgisinternal)
      || format('COMMENT ON TABLE bank.%I IS %L', name, obj_description(('bank.' || name)::regclass));
    EXECUTE format('ALTER TABLE bank.%I RENAME TO old', name);
    EXECUTE format(
        'CREATE TABLE bank.%I (LIKE bank.old INCLUDING ALL EXCLUDING INDEXES) PARTITION BY HASH (%I)', name, key);
    FOR number IN 0..15 LOOP
      part := name || '_' || number;
      EXECUTE format('CREATE TABLE bank.%I PARTITION OF bank.%I FOR VALUES WITH (MODULUS 16, REMAINDER %s)',
          part, name, number);
      EXECUTE format('CREATE TRIGGER %I BEFORE TRUNCATE ON bank.%I EXECUTE FUNCTION bank.refuse()',
          part || '_are_never_truncated', part); -- the table's own does not see what happens to a partition
    END LOOP;
    EXECUTE format('INSERT INTO bank.%I SELECT * FROM bank.old', name);
    DROP TABLE bank.old;
    FOREACH statement IN ARRAY afterwards LOOP
      EXECUTE statement;
    END LOOP;
  END LOOP;
END $$;
COMMIT;
ANALYZE bank.transfers, bank.entries;
