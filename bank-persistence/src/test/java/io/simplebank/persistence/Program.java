package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.catchThrowable;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;

/** Another program on the same database, with one session in a transaction that keeps its locks until it is ended. */
final class Program implements AutoCloseable {

    private final DataSource dataSource;
    private final PlainSession session;
    private final int pid;
    private CompletableFuture<?> waiting = CompletableFuture.completedFuture(null);

    Program(DataSource dataSource, String name) throws SQLException {
        this.dataSource = dataSource;
        session = new PlainSession(dataSource);
        pid = Integer.parseInt(session.column("select pg_backend_pid()").get(0));
        session.execute("set application_name = '" + name + "'");
        session.execute("set deadlock_timeout = '10min'");
        session.execute("begin");
    }

    int pid() {
        return pid;
    }

    Program execute(String sql) throws SQLException {
        session.execute(sql);
        return this;
    }

    /** Returns as soon as the statement waits for a lock. */
    Program waitIn(String sql) throws SQLException {
        waiting =
                CompletableFuture.supplyAsync(() -> catchThrowable(() -> session.execute(sql)), Together.A_THREAD_EACH);
        try (ForeignSession observer = new ForeignSession(dataSource)) {
            observer.await("select 1 from pg_locks where not granted and pid = " + pid);
        }
        return this;
    }

    /** Returns when the server has ended the session, and let go of its locks. */
    void end() throws SQLException {
        PlainSql.query(dataSource, "select pg_terminate_backend(" + pid + ", 60000)");
        waiting.orTimeout(1, TimeUnit.MINUTES).join();
        session.close();
    }

    @Override
    public void close() throws SQLException {
        end();
    }
}
