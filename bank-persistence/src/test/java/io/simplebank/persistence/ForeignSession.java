package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Another program on the same database, which locks accounts and looks at who waits for it. */
final class ForeignSession implements AutoCloseable {

    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

    private final Connection connection;
    private final Connection observer;

    ForeignSession(DataSource dataSource) throws SQLException {
        connection = dataSource.getConnection();
        connection.setAutoCommit(false);
        observer = dataSource.getConnection();
    }

    /** Locks an account until {@link #release}; fails at once where another session has it. */
    ForeignSession hold(UUID accountId) throws SQLException {
        return lock(accountId, "for update nowait");
    }

    /** Locks an account until {@link #release}, as soon as another session lets go of it. */
    ForeignSession holdNext(UUID accountId) throws SQLException {
        return lock(accountId, "for update");
    }

    private ForeignSession lock(UUID accountId, String how) throws SQLException {
        try (PreparedStatement lock = connection.prepareStatement("select 1 from bank.accounts where id = ? " + how)) {
            lock.setObject(1, accountId);
            lock.execute();
        }
        return this;
    }

    /** Locks a table until {@link #release}, in a mode such as {@code share}, which CREATE INDEX takes. */
    ForeignSession lockTable(String table, String mode) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute("lock table " + table + " in " + mode + " mode");
        }
        return this;
    }

    void release() throws SQLException {
        connection.rollback();
    }

    /** Returns once somebody waits for a lock. */
    void awaitAWaiter() throws SQLException {
        awaitAWaiter(observer);
    }

    /** Returns once somebody waits for a lock in the database that a connection looks at. */
    static void awaitAWaiter(Connection observer) throws SQLException {
        await(
                observer,
                "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()");
    }

    /** Returns once so many calls wait for a bank. */
    static void awaitWaitingCalls(Bank bank, int calls) {
        long end = System.nanoTime() + BOUND_NANOS;
        while (bank.waitingCalls() < calls) {
            if (System.nanoTime() > end) {
                throw new AssertionError("in vain: " + calls + " waiting calls");
            }
            Thread.onSpinWait();
        }
    }

    /** Returns once a query has a row. */
    void await(String query) throws SQLException {
        await(observer, query);
    }

    private static void await(Connection observer, String query) throws SQLException {
        long end = System.nanoTime() + BOUND_NANOS;
        try (Statement statement = observer.createStatement()) {
            while (System.nanoTime() < end) {
                try (ResultSet rows = statement.executeQuery(query)) {
                    if (rows.next()) {
                        return;
                    }
                }
                Thread.onSpinWait();
            }
        }
        throw new AssertionError("in vain: " + query);
    }

    @Override
    public void close() throws SQLException {
        release(); // of which the server hears before the caller goes on; of the end it hears later
        connection.close();
        observer.close();
    }
}
