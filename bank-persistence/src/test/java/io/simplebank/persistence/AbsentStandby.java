package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashSet;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** A server whose synchronous standby is away: each COMMIT waits, until somebody ends the wait. Used by one thread. */
final class AbsentStandby implements AutoCloseable {

    private static final long BOUND_NANOS = TimeUnit.SECONDS.toNanos(60);

    /** Sessions that wait in COMMIT, each time they do under another name. */
    private static final String WAITING = """
            select pid, pid || ' ' || xact_start from pg_stat_activity
            where wait_event = 'SyncRep' and datname = current_database()""";

    private final DataSource dataSource;
    private final Connection observer;
    private final Set<String> ended = new HashSet<>();

    /**
     * @param dataSource of the superuser's connections
     */
    AbsentStandby(DataSource dataSource) throws SQLException {
        this.dataSource = dataSource;
        this.observer = dataSource.getConnection();
    }

    /** Returns when each COMMIT waits. */
    void goAway() throws SQLException {
        execute("alter system set synchronous_standby_names = 'nobody'");
        execute("select pg_reload_conf()");
        boolean away = false;
        while (!away) { // the server's processes hear of it one after the other
            CompletableFuture<Void> commit = CompletableFuture.runAsync(this::commitSomething, Together.A_THREAD_EACH);
            while (!away && !commit.isDone()) {
                away = endWaits("cancel") > 0;
            }
            commit.join();
        }
    }

    private void commitSomething() {
        try {
            PlainSql.execute(dataSource, "select pg_logical_emit_message(true, 'test', '')");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }

    /** No COMMIT waits any more. */
    void isNotWanted() throws SQLException {
        execute("alter system reset synchronous_standby_names");
        execute("select pg_reload_conf()");
    }

    /** Ends the wait of a COMMIT, as soon as one waits. */
    void cancelOne() throws SQLException {
        awaitOne("cancel");
    }

    /** Ends a session that waits in COMMIT, as soon as one does. */
    void terminateOne() throws SQLException {
        awaitOne("terminate");
    }

    private void awaitOne(String how) throws SQLException {
        long end = System.nanoTime() + BOUND_NANOS;
        while (endWaits(how) == 0) {
            if (System.nanoTime() > end) {
                throw new AssertionError("nobody waits for the standby");
            }
            Thread.onSpinWait();
        }
    }

    /** Ends each wait that there is until some work is through. */
    void cancelUntil(CompletableFuture<?> work) throws SQLException {
        while (!work.isDone()) {
            endWaits("cancel");
        }
    }

    /** Each wait once: what comes too late would hit the session's next statement. */
    private int endWaits(String how) throws SQLException {
        int number = 0;
        try (Statement statement = observer.createStatement();
                Statement killer = observer.createStatement();
                ResultSet rows = statement.executeQuery(WAITING)) {
            while (rows.next()) {
                if (ended.add(rows.getString(2))) {
                    killer.execute("select pg_" + how + "_backend(" + rows.getInt(1) + ")");
                    number++;
                }
            }
        }
        return number;
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = observer.createStatement()) {
            statement.execute(sql);
        }
    }

    @Override
    public void close() throws SQLException {
        isNotWanted();
        observer.close();
    }
}
