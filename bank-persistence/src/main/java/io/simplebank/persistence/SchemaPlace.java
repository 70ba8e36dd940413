package io.simplebank.persistence;

import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/** Whether there is room for the ledger in a database, in which others may have been before. */
final class SchemaPlace {

    private static final String NOTHING = "nothing";

    private static final String NO_HISTORY_SCHEMA =
            "select not exists (select from pg_catalog.pg_namespace where nspname = '" + Changelog.HISTORY_SCHEMA
                    + "')";

    private static final String TAKEN = "select exists (select from pg_catalog.pg_namespace where nspname = 'bank')"
            + " and not exists (select from " + Changelog.HISTORY_SCHEMA + "." + Changelog.HISTORY
            + " where filename like '" + Changelog.CHANGES + "%')";

    private static final String WHAT_IS_THERE = """
            select pg_catalog.string_agg(c.relname, ', ' order by c.relname)
            from pg_catalog.pg_class c join pg_catalog.pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'bank' and c.relkind in ('r', 'p', 'v', 'm', 'f')""";

    /**
     * Where others may create in that schema, one of them may have made a table of that name, with a trigger or a default
     * that runs with the rights of whoever writes to it, or a view. Only who could have made the schema {@code bank} as well
     * may own one: it adds nothing to what he can do.
     */
    private static final String PLANTED = """
            select string_agg(c.relname || case
                when c.relkind <> 'r' then ' is no table'
                when t.tgname is not null then ' has the trigger ' || t.tgname
                else ' belongs to ' || pg_get_userbyid(c.relowner) end, ', ' order by c.relname)
            from pg_class c
            join pg_namespace n on n.oid = c.relnamespace
            left join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
            where n.nspname = '%s' and c.relname in ('%s', '%s')
              and (c.relkind <> 'r' or t.tgname is not null
                or not has_database_privilege(c.relowner, current_database(), 'create')
                  and c.relowner is distinct from (select b.nspowner from pg_namespace b where b.nspname = 'bank'))""".formatted(Changelog.HISTORY_SCHEMA, Changelog.HISTORY, Changelog.LOCK);

    private SchemaPlace() {}

    /**
     * Refuses tables of Liquibase's that somebody else has made, before anything is read from them or written to them; in a
     * transaction that {@link PinnedConnection} has set up.
     */
    static void requireOwnHistory(Connection connection) throws SQLException {
        String planted = text(connection, PLANTED);
        if (!NOTHING.equals(planted)) {
            throw new SchemaMismatchException(
                    "somebody else than who migrates has been at the history of the ledger's changesets in the schema "
                            + Changelog.HISTORY_SCHEMA + ": " + planted
                            + ". Find out who may create there, and drop what he"
                            + " has made; a table that is right is to belong to the owner of the schema bank",
                    null);
        }
    }

    /** Refuses a database without the schema for the history of changesets. */
    static void requireHistorySchema(Connection connection) throws SQLException {
        if (isSo(connection, NO_HISTORY_SCHEMA)) {
            throw new SchemaMismatchException(
                    "the schema could not be migrated: the database has no schema " + Changelog.HISTORY_SCHEMA
                            + ", where Liquibase keeps the history of the"
                            + " ledger's changesets: create schema " + Changelog.HISTORY_SCHEMA
                            + ", and grant create on it to the user who migrates",
                    null);
        }
    }

    /** Refuses a schema {@code bank} that no changeset of ours has made; under Liquibase's lock, as nobody else migrates. */
    static void requireFree(Connection connection) throws SQLException {
        if (isSo(connection, TAKEN)) {
            throw new SchemaMismatchException(
                    "the schema could not be migrated: the database has a schema bank that Simple Bank has not made: it holds "
                            + text(connection, WHAT_IS_THERE) + ", and " + Changelog.HISTORY_SCHEMA + "."
                            + Changelog.HISTORY + " knows of no changeset. If it is yours, rename it or give the ledger"
                            + " another database; if it is the ledger's, restore that table with it; if it is empty, drop it",
                    null);
        }
    }

    private static boolean isSo(Connection connection, String question) throws SQLException {
        return "t".equals(text(connection, question));
    }

    private static String text(Connection connection, String question) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(question)) {
            row.next();
            String text = row.getString(1);
            return text == null ? NOTHING : text;
        }
    }
}
