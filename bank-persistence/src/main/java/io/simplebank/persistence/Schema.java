package io.simplebank.persistence;

import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.LinkedHashSet;
import java.util.Set;

/** Whether a database is one that this version of the library works on. */
final class Schema {

    /** The oldest major version of PostgreSQL that the library runs on. */
    static final int OLDEST_POSTGRESQL = 15;

    private static final String HISTORY = "select filename || '::' || id from " + Changelog.HISTORY_SCHEMA + "."
            + Changelog.HISTORY + " where filename like '" + Changelog.CHANGES + "%' order by orderexecuted";

    private Schema() {}

    /** Refuses what is no PostgreSQL, or one too old. */
    static void requirePostgreSql(Connection connection) throws SQLException {
        String product = connection.getMetaData().getDatabaseProductName();
        if (!"PostgreSQL".equals(product)) {
            throw new SchemaMismatchException(
                    "the database is " + product + ", but Simple Bank runs on PostgreSQL " + OLDEST_POSTGRESQL
                            + " or newer only",
                    null);
        }
        int major = connection.getMetaData().getDatabaseMajorVersion();
        if (major < OLDEST_POSTGRESQL) {
            throw new SchemaMismatchException(
                    "the database is PostgreSQL " + major + ", but Simple Bank needs " + OLDEST_POSTGRESQL
                            + " or newer: upgrade the server",
                    null);
        }
    }

    /**
     * Refuses a database whose schema is missing, behind the library, ahead of it, or no longer what was migrated; in a
     * transaction that {@link PinnedConnection} has set up.
     */
    static void requireUpToDate(Connection connection) throws SQLException {
        SchemaPlace.requireOwnHistory(connection);
        Set<String> applied = applied(connection);
        Set<String> missing = new LinkedHashSet<>(Changelog.shipped());
        Set<String> unknown = new LinkedHashSet<>(applied);
        unknown.removeAll(missing);
        missing.removeAll(applied);
        if (!unknown.isEmpty()) {
            throw new SchemaMismatchException(
                    "the schema is newer than this version of Simple Bank, which does not know the changesets "
                            + unknown + ": upgrade the library",
                    null);
        }
        if (!missing.isEmpty()) {
            throw new SchemaMismatchException(
                    (applied.isEmpty() ? "the database has not been migrated" : "the schema is behind the library")
                            + ": call migrate() before open(), or run the changelog with Liquibase; missing are "
                            + missing,
                    null);
        }
        Guards.require(connection);
    }

    private static Set<String> applied(Connection connection) throws SQLException {
        Set<String> identities = new LinkedHashSet<>();
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(HISTORY)) {
            while (rows.next()) {
                identities.add(rows.getString(1));
            }
        } catch (SQLException failure) {
            if (SqlState.INSUFFICIENT_PRIVILEGE.equals(failure.getSQLState())) {
                throw new SchemaMismatchException(
                        "the user may not read " + Changelog.HISTORY_SCHEMA + "." + Changelog.HISTORY
                                + ", which tells how far the schema is: grant it the role simplebank_writer, which"
                                + " META-INF/simplebank/roles.xml makes, or select there, usage on the schema bank,"
                                + " and select, insert, update and delete on the tables in it",
                        failure);
            }
            if (!SqlState.UNDEFINED_TABLE.equals(failure.getSQLState())) {
                throw failure;
            }
        }
        return identities;
    }
}
