package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** What a database's catalog says, a line for each fact. Liquibase's own tables are left out. */
final class Catalog {

    private static final String FACTS = """
            with schemas as (
              select oid, nspname, nspacl from pg_namespace where %s
            ), relations as (
              select c.*, nspname from pg_class c join schemas s on s.oid = relnamespace
              where relname not like 'simplebank_changelog%%'
            )
            select format('schema %%s %%s: %%s', nspname, nspacl, obj_description(oid, 'pg_namespace')) from schemas
            union all
            select format('%%s %%s.%%s %%s %%s: %%s', relkind, nspname, relname, reloptions, relacl,
              obj_description(oid, 'pg_class'))
            from relations
            union all
            select format('column %%s.%%s %%s %%s %%s not null %%s default %%s: %%s', nspname, relname, attnum, attname,
              format_type(atttypid, atttypmod), attnotnull, pg_get_expr(adbin, adrelid),
              col_description(attrelid, attnum))
            from relations r
            join pg_attribute a on attrelid = r.oid and attnum > 0 and not attisdropped
            left join pg_attrdef d on adrelid = r.oid and adnum = attnum
            union all
            select format('constraint %%s.%%s %%s %%s', nspname, relname, conname, pg_get_constraintdef(k.oid))
            from relations r join pg_constraint k on conrelid = r.oid
            union all
            select pg_get_indexdef(indexrelid) from relations r join pg_index on indrelid = r.oid
            union all
            select format('%%s %%s', pg_get_triggerdef(t.oid), tgenabled) from relations r join pg_trigger t on tgrelid = r.oid and not tgisinternal
            union all
            select format('%%s: %%s', regexp_replace(pg_get_functiondef(p.oid), '\\s*\\n', chr(10), 'g'), obj_description(p.oid, 'pg_proc'))
            from schemas s join pg_proc p on pronamespace = s.oid
            order by 1""";

    private static final String TABLES = """
            select format('%I.%I', nspname, relname) from pg_class c join pg_namespace n on n.oid = relnamespace
            where relkind = 'r' and relname not like 'simplebank_changelog%'
              and nspname not in ('bank', 'pg_catalog', 'information_schema')
            order by 1""";

    private Catalog() {}

    /** The schema of the ledger; nothing if there is none. */
    static List<String> ofTheBank(Connection connection) throws SQLException {
        return column(connection, FACTS.formatted("nspname = 'bank'"));
    }

    /** All other schemas, and every row in their tables. */
    static List<String> ofItsNeighbours(Connection connection) throws SQLException {
        List<String> facts = column(
                connection, FACTS.formatted("nspname not in ('bank', 'information_schema') and nspname !~ '^pg_'"));
        for (String table : column(connection, TABLES)) {
            facts.addAll(column(connection, "select '" + table + ' ' + "' || t::text from " + table + " t order by 1"));
        }
        return facts;
    }

    /** Liquibase's history of the changelog, as it stands. */
    static List<String> history(Connection connection) throws SQLException {
        return column(connection, "select h::text from public.simplebank_changelog h order by orderexecuted");
    }

    /** The only column of a query. */
    static List<String> column(Connection connection, String query) throws SQLException {
        List<String> values = new ArrayList<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(query)) {
            while (rows.next()) {
                values.add(rows.getString(1));
            }
        }
        return values;
    }
}
