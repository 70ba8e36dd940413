package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collections;
import java.util.Set;
import java.util.WeakHashMap;
import org.jspecify.annotations.Nullable;

/**
 * The connections that are known to lead to the ledger that the bank has opened. Thread-safe.
 *
 * <p>A pool that was passed in may lead elsewhere: one that routes by a tenant that it finds in the caller's thread leads
 * to one database for what the bank reads on that thread, and to another for what its own threads post. So each connection
 * of the driver's is asked once, in the round trip that sets up its first transaction, before anything is read or written.
 * A connection behind a pooler, and one that the pool does not show, is asked in each transaction: what it leads to may
 * change, or nobody knows whether it was asked before.
 *
 * <p>A pool that was passed in and has led to another ledger once is not trusted any more: nobody knows for which of them a
 * call was meant whose connection leads to the right one.
 */
final class CheckedConnections {

    private final LedgerIdentity opened;
    private final boolean passedIn;
    private final Set<Object> checked = Collections.newSetFromMap(Collections.synchronizedMap(new WeakHashMap<>()));

    /** Whether the driver cannot send the preface and the question together. */
    private volatile boolean separately;

    /** The pool has led to it. */
    private volatile @Nullable OtherLedgerException other;

    /**
     * @param passedIn whether the pool is the application's
     */
    CheckedConnections(LedgerIdentity opened, boolean passedIn) {
        this.opened = opened;
        this.passedIn = passedIn;
    }

    /**
     * Sets up a transaction, in one round trip or none.
     *
     * @param preface SQL that does so, {@code null} where the connections come set up
     * @throws OtherLedgerException if it would be another ledger's
     */
    void setUp(Connection connection, @Nullable String preface) throws SQLException {
        OtherLedgerException known = other;
        if (known != null) {
            throw known;
        }
        DriversConnection drivers = DriversConnection.of(connection);
        if (drivers != null && checked.contains(drivers.connection())) {
            execute(connection, preface);
        } else if (preface == null || separately) {
            execute(connection, preface);
            check(connection, drivers, opened.question());
        } else {
            checkInOneGo(connection, drivers, preface);
        }
    }

    /**
     * With {@code prepareThreshold=-1} in the host's URL, the driver has the question described before the preface runs: too
     * late then for an isolation level.
     */
    private void checkInOneGo(Connection connection, @Nullable DriversConnection drivers, String preface)
            throws SQLException {
        try {
            check(connection, drivers, preface + "; " + opened.question());
        } catch (SQLException failure) {
            if (!SqlState.ACTIVE_SQL_TRANSACTION.equals(failure.getSQLState())) {
                throw failure;
            }
            separately = true;
            connection.rollback();
            execute(connection, preface);
            check(connection, drivers, opened.question());
        }
    }

    private static void execute(Connection connection, @Nullable String preface) throws SQLException {
        if (preface != null) {
            try (Statement statement = connection.createStatement()) {
                statement.execute(preface);
            }
        }
    }

    /** Asks a connection that is in no transaction yet. */
    void check(Connection connection) throws SQLException {
        check(connection, DriversConnection.of(connection), opened.question());
    }

    private void check(Connection connection, @Nullable DriversConnection drivers, String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            try (ResultSet row = last(statement)) {
                row.next();
                LedgerIdentity found = LedgerIdentity.read(row, opened.question());
                if (!opened.isSame(found)) {
                    throw remembered(new OtherLedgerException(opened.id(), found.id()));
                }
                if (drivers != null && drivers.isTo(LedgerIdentity.processId(row))) {
                    checked.add(drivers.connection());
                }
            }
        } catch (SQLException failure) {
            if (SqlState.UNDEFINED_TABLE.equals(failure.getSQLState())) {
                throw new OtherLedgerException(opened.id(), null); // none is there yet, or again: somebody restores it
            }
            throw failure;
        }
    }

    private OtherLedgerException remembered(OtherLedgerException found) {
        if (passedIn) {
            other = found;
        }
        return found;
    }

    /** What the last of several statements answers: others of them may have answers, too. */
    private static ResultSet last(Statement statement) throws SQLException {
        ResultSet last = statement.getResultSet();
        while (true) {
            if (statement.getMoreResults(Statement.KEEP_CURRENT_RESULT)) {
                last = statement.getResultSet();
            } else if (statement.getUpdateCount() == -1) {
                return last;
            }
        }
    }
}
