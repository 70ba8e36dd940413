--liquibase formatted sql

-- Three roles without a login, for a DBA to grant to users that have one:
--   simplebank_owner   owns the schema bank and all that is in it, and may write Liquibase's history: it migrates.
--   simplebank_writer  may do what the library does once the schema is there, and no more: whoever has got it cannot
--                      take a trigger away, and cannot change or remove what was posted even if there were none.
--   simplebank_reader  may read everything, through the library or around it.
--
-- The first time, a superuser runs this, or one who may create roles, owns what changelog.xml made (by then migrated as
-- whoever may create a schema in the database and tables in public) and owns the database. An installation that is in use
-- adopts the roles in the same way. From then on, simplebank_owner may run changelog.xml and then this file.
--
-- It always runs, so that it has an effect after a migration too: tables that were added since become the owner's,
-- whoever added them, and each privilege is again what is written here, no less and no more. What it grants belongs to
-- the changesets that it is shipped with: whoever adds a table or a column there, adds here what the library does with
-- it. The suites run as simplebank_writer, and notice.
--
-- All of it runs on a search path of its own: where others may create in public, theirs would be found in the place of
-- PostgreSQL's own functions and operators, and run with the rights of whoever runs this.
--
-- psql -1 -f can run it as well. Roles are the whole server's: another database has perhaps made them, or is about to.

--changeset simplebank:01-roles runAlways:true splitStatements:false rollbackSplitStatements:false
DO $$
BEGIN
  PERFORM pg_catalog.set_config('simplebank.search_path', pg_catalog.current_setting('search_path'), false);
  PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false);
END $$;

DO $$
DECLARE
  name text;
BEGIN
  FOREACH name IN ARRAY ARRAY['simplebank_owner', 'simplebank_writer', 'simplebank_reader'] LOOP
    BEGIN
      IF to_regrole(name) IS NULL THEN
        EXECUTE format('CREATE ROLE %I NOLOGIN', name);
      END IF;
    EXCEPTION WHEN duplicate_object OR unique_violation THEN
      NULL; -- another database was first, at this moment
    END;
  END LOOP;
  -- Only a superuser can hand things over to a role that he is not in.
  IF NOT pg_has_role('simplebank_owner', 'USAGE') THEN
    BEGIN
      GRANT simplebank_owner TO CURRENT_USER;
    EXCEPTION WHEN unique_violation THEN
      NULL;
    END;
  END IF;
END $$;

DO $$
DECLARE
  object text;
BEGIN
  FOR object IN
    SELECT 'SCHEMA bank' FROM pg_namespace WHERE nspname = 'bank' AND nspowner <> 'simplebank_owner'::regrole
    UNION ALL
    SELECT format('TABLE bank.%I', relname) FROM pg_class
    WHERE relnamespace = 'bank'::regnamespace AND relkind IN ('r', 'p', 'v', 'm') AND relowner <> 'simplebank_owner'::regrole
    UNION ALL
    SELECT format('ROUTINE %s', oid::regprocedure) FROM pg_proc
    WHERE pronamespace = 'bank'::regnamespace AND proowner <> 'simplebank_owner'::regrole
  LOOP
    EXECUTE format('ALTER %s OWNER TO simplebank_owner', object);
  END LOOP;
END $$;

REVOKE ALL ON SCHEMA bank FROM simplebank_writer, simplebank_reader;
REVOKE ALL ON ALL TABLES IN SCHEMA bank FROM simplebank_writer, simplebank_reader;

GRANT USAGE ON SCHEMA bank TO simplebank_writer, simplebank_reader;
GRANT SELECT ON ALL TABLES IN SCHEMA bank TO simplebank_writer, simplebank_reader;

GRANT INSERT ON bank.accounts, bank.entries, bank.holds, bank.currencies TO simplebank_writer;
-- All columns but feed_position: the database numbers transfers, even where OVERRIDING SYSTEM VALUE asks for a number.
GRANT INSERT (id, from_account_id, to_account_id, from_position, to_position, amount, booked_at, reverses_id, currency,
    reference)
  ON bank.transfers TO simplebank_writer;
-- Locking a row, as every posting does, needs the privilege to update any one of its columns.
GRANT UPDATE (balance, held, held_before, held_added, hold_placed, hold_ended, position, version, last_booked_at,
    minimum_balance, maximum_balance, status)
  ON bank.accounts TO simplebank_writer;
GRANT UPDATE (reference) ON bank.transfers TO simplebank_writer;
GRANT UPDATE (captured, ended_at, status, reference) ON bank.holds TO simplebank_writer;
-- accounts_with_entries_are_never_deleted and the keys of bank.holds leave the ones without a history only.
GRANT DELETE ON bank.accounts TO simplebank_writer;

-- No one needs EXECUTE: all functions are those of triggers, which fire without it, and cannot be called with it.

-- The library looks up which changesets were run.
GRANT USAGE ON SCHEMA public TO simplebank_owner, simplebank_writer, simplebank_reader;
GRANT SELECT ON public.simplebank_changelog TO simplebank_writer, simplebank_reader;
GRANT SELECT, INSERT, UPDATE, DELETE ON public.simplebank_changelog, public.simplebank_changelog_lock TO simplebank_owner;

-- The session goes on as it was: it may be a pool's.
DO $$
BEGIN
  PERFORM pg_catalog.set_config('search_path', pg_catalog.current_setting('simplebank.search_path'), false);
END $$;
-- What the owner owned is then the property of whoever rolls back. A role stays as long as another database or a user
-- has it, and is of no use here.
--rollback DO $$
--rollback BEGIN
--rollback   PERFORM pg_catalog.set_config('simplebank.search_path', pg_catalog.current_setting('search_path'), false);
--rollback   PERFORM pg_catalog.set_config('search_path', 'pg_catalog, pg_temp', false);
--rollback END $$;
--rollback DO $$
--rollback DECLARE
--rollback   name text;
--rollback BEGIN
--rollback   FOREACH name IN ARRAY ARRAY['simplebank_owner', 'simplebank_writer', 'simplebank_reader'] LOOP
--rollback     IF NOT pg_has_role(name, 'USAGE') THEN
--rollback       EXECUTE format('GRANT %I TO CURRENT_USER', name);
--rollback     END IF;
--rollback     EXECUTE format('REASSIGN OWNED BY %I TO CURRENT_USER', name);
--rollback     EXECUTE format('DROP OWNED BY %I', name);
--rollback     IF NOT EXISTS (SELECT FROM pg_auth_members
--rollback                    WHERE roleid = name::regrole AND member <> CURRENT_USER::regrole) THEN
--rollback       BEGIN
--rollback         EXECUTE format('DROP ROLE %I', name);
--rollback       EXCEPTION WHEN dependent_objects_still_exist THEN
--rollback         NULL;
--rollback       END;
--rollback     END IF;
--rollback   END LOOP;
--rollback END $$;
--rollback DO $$
--rollback BEGIN
--rollback   PERFORM pg_catalog.set_config('search_path', pg_catalog.current_setting('simplebank.search_path'), false);
--rollback END $$;
