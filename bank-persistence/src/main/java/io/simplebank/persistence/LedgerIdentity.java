package io.simplebank.persistence;

import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Which ledger it is, and where.
 *
 * @param id what {@code bank.ledger} says; {@code null} if there is no ledger, or the user may not read that
 * @param database the name of the database
 * @param databaseOid PostgreSQL's number of the database
 * @param cluster PostgreSQL's number of the cluster, {@code null} if the user may not ask for it
 * @param question how another connection is asked, in the columns that {@link #read} reads and the process id behind them
 */
record LedgerIdentity(
        @Nullable UUID id,
        String database,
        long databaseOid,
        @Nullable String cluster,
        String question) {

    /** Every call and operator is qualified: it may be asked on a search path of the host's. */
    private static final String QUESTION = """
            select l.id, d.datname, d.oid, %s, pg_catalog.pg_backend_pid()
            from pg_catalog.pg_database d left join %s l on true
            where d.datname operator(pg_catalog.=) pg_catalog.current_database()""";

    private static final String CLUSTER = "(select c.system_identifier from pg_catalog.pg_control_system() c)";
    private static final String NO_CLUSTER = "null::bigint";
    private static final String LEDGER = "bank.ledger";
    private static final String NO_LEDGER = "(select null::pg_catalog.uuid as id)";

    /** What the user may ask. One who may not read the ledger's id has been granted little, to look at locks, say. */
    private static final String PRIVILEGES = """
            select has_function_privilege('pg_catalog.pg_control_system()', 'execute'),
              has_schema_privilege(n.oid, 'usage') and has_table_privilege(c.oid, 'select')
            from pg_class c join pg_namespace n on n.oid = c.relnamespace
            where n.nspname = 'bank' and c.relname = 'ledger'""";

    /** Looks at the ledger that a bank is about to open; in a transaction that {@link PinnedConnection} has set up. */
    static LedgerIdentity of(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            boolean mayReadId;
            String question;
            try (ResultSet row = statement.executeQuery(PRIVILEGES)) {
                row.next();
                mayReadId = row.getBoolean(2);
                question = QUESTION.formatted(row.getBoolean(1) ? CLUSTER : NO_CLUSTER, mayReadId ? LEDGER : NO_LEDGER);
            }
            try (ResultSet row = statement.executeQuery(question)) {
                row.next();
                LedgerIdentity identity = read(row, question);
                if (mayReadId && identity.id == null) {
                    throw new SchemaMismatchException(
                            "bank.ledger has no row, which says which ledger it is: restore it from the backup that the"
                                    + " other tables come from",
                            null);
                }
                return identity;
            }
        }
    }

    /** What a connection has answered to a question. */
    static LedgerIdentity read(ResultSet row, String question) throws SQLException {
        return new LedgerIdentity(
                row.getObject(1, UUID.class), row.getString(2), row.getLong(3), row.getString(4), question);
    }

    static int processId(ResultSet row) throws SQLException {
        return row.getInt(5);
    }

    /**
     * Whether it is the same ledger. A standby that took over is: nothing tells it from its primary. So is a backup that was
     * restored into a database of the same name, and a database that was renamed. A copy in another database is not, nor is
     * one in another cluster, whatever its name.
     */
    boolean isSame(LedgerIdentity other) {
        return Objects.equals(id, other.id)
                && Objects.equals(cluster, other.cluster)
                && (database.equals(other.database) || databaseOid == other.databaseOid);
    }
}
