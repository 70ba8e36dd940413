package io.simplebank.persistence;

import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.UUID;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * What a user without any rights on the ledger has made in {@code public}, where everybody could before PostgreSQL 15:
 * functions, operators and types with the names of PostgreSQL's own. Each function raises an error when it runs.
 */
final class Planted {

    /** For each pair of types an operator of each name, and functions of the names that the ledger's SQL calls. */
    private static final String PLANT = """
            do $$
            declare
              types text[] := '{bool, int4, int8, numeric, text, varchar, name, uuid, timestamptz, oid, regclass,
                "uuid[]"}';
              operators text[] := '{=, <>, <, >, <=, >=, +, -, *, /, ||, ~, ~~}';
              functions text[] := '{isfinite, char_length, format, concat, sum, count, max, min, unnest, setval, set_config,
                current_setting, pg_has_role, to_regrole, to_regclass, split_part, generate_series, now, lag, array_agg,
                cardinality, abs, length, coalesce, pg_describe_object, pg_blocking_pids, pg_backend_pid, aclexplode}';
              one text; other text; name text;
            begin
              foreach one in array types loop
                foreach other in array types loop
                  execute format('create function public.gotcha(%1$s, %2$s) returns bool language plpgsql as
                    $f$ begin raise exception ''gotcha: %1$s, %2$s''; end $f$', one, other);
                  foreach name in array operators loop
                    execute format('create operator public.%s (function = public.gotcha, leftarg = %s, rightarg = %s)',
                      name, one, other);
                  end loop;
                end loop;
                foreach name in array functions loop
                  execute format('create function public.%I(%2$s) returns bool language plpgsql as
                    $f$ begin raise exception ''gotcha: %1$s(%2$s)''; end $f$', name, one);
                end loop;
              end loop;
              foreach one in array '{text, varchar, name, int4, int8, numeric, oid, bool}'::text[] loop
                foreach other in array '{text, varchar, name, int4, int8, numeric, oid, bool}'::text[] loop
                  foreach name in array functions loop
                    execute format('create function public.%I(%2$s, %3$s) returns bool language plpgsql as
                      $f$ begin raise exception ''gotcha: %1$s(%2$s, %3$s)''; end $f$', name, one, other);
                  end loop;
                end loop;
              end loop;
              foreach name in array '{bool, int4, int8, numeric, text, varchar, uuid, timestamptz, regclass, name, oid}'::text[]
              loop
                execute format('create type public.%I as enum (''gotcha'')', name);
              end loop;
            end $$;
            create cast (public.uuid as text) with inout as implicit;
            create cast (public.int8 as text) with inout as implicit""";

    /** Whatever the ledger's schema has taken into what it keeps. */
    private static final String TAKEN_IN = """
            select pg_describe_object(classid, objid, objsubid) || ': ' || pg_describe_object(refclassid, refobjid, 0)
            from pg_depend
            where refobjid in (
                select oid from pg_proc where pronamespace = 'public'::regnamespace
                union all select oid from pg_operator where oprnamespace = 'public'::regnamespace
                union all select oid from pg_type where typnamespace = 'public'::regnamespace and typtype = 'e')
              and pg_describe_object(classid, objid, objsubid) ~ 'bank'""";

    private static final List<String> TEMPORARY =
            List.of("uuid", "text", "timestamptz", "regclass", "name", "oid", "pg_class", "pg_proc", "pg_namespace");

    private static final String PLANTER =
            "planter_" + UUID.randomUUID().toString().replace('-', '_');

    private Planted() {}

    /** Has somebody plant all of it, or what is given. */
    static void in(TestDatabase database, String... sql) throws SQLException {
        try (Connection superuser = superuser(database);
                Statement statement = superuser.createStatement()) {
            statement.execute("do $$ begin create role " + PLANTER + "; exception when duplicate_object then end $$");
            statement.execute("grant create on schema public to " + PLANTER);
            statement.execute("set role " + PLANTER);
            statement.execute(sql.length == 0 ? PLANT : String.join(";", sql));
        }
    }

    /** What a session does to itself: tables, and so types, in its temporary schema. */
    static String inItsOwnSession() {
        StringBuilder sql = new StringBuilder();
        TEMPORARY.forEach(name ->
                sql.append("create temporary table if not exists ").append(name).append(" (gotcha int); "));
        return sql.toString();
    }

    static List<String> takenIn(TestDatabase database) throws SQLException {
        try (Connection superuser = superuser(database)) {
            return Catalog.column(superuser, TAKEN_IN);
        }
    }

    /** A session to which all of it means nothing. */
    private static Connection superuser(TestDatabase database) throws SQLException {
        PGSimpleDataSource dataSource = (PGSimpleDataSource) database.superuser();
        dataSource.setOptions("-c search_path=pg_catalog,pg_temp");
        return dataSource.getConnection();
    }
}
