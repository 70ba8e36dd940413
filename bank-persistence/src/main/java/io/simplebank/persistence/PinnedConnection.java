package io.simplebank.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * A connection on which each transaction begins with a {@code search_path} of its own. Whatever others have created in
 * {@code public}, or the session in its temporary schema, is then not what a name in the transaction means. Neither does
 * anything depend on how the host's driver sends statements: a changeset is several in one, some of which want tables that
 * others make, or want no query over them open.
 *
 * <p>It is set for each transaction and never for the session: the connection goes back to a pool, and behind a pooler the
 * next transaction runs in another session. Confined to one thread.
 *
 * @see <a href="https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058">A guide to CVE-2018-1058</a>
 */
final class PinnedConnection implements InvocationHandler {

    /** PostgreSQL's own names first, and of the temporary schema only what is not found there. */
    static final String SEARCH_PATH = "pg_catalog, pg_temp";

    /** Sets up a transaction. */
    static final String PIN = "set local search_path = " + SEARCH_PATH;

    private static final Set<String> BEGIN_A_TRANSACTION = Set.of("setAutoCommit", "commit", "rollback");

    private final Connection connection;
    private final boolean autocommit;
    private final PlainSending.Undo asSent;

    private PinnedConnection(Connection connection) throws SQLException {
        this.connection = connection;
        this.autocommit = connection.getAutoCommit();
        this.asSent = PlainSending.on(connection);
    }

    /** What is done on a connection. */
    interface Work {
        void on(Connection pinned) throws SQLException;
    }

    /**
     * Does work on a connection, in transactions. What the work has not committed is rolled back, and the connection comes
     * back with auto-commit or without, as it was.
     */
    static void run(Connection connection, Work work) throws SQLException {
        PinnedConnection pinned = new PinnedConnection(connection);
        try {
            work.on(pinned.begin());
        } finally {
            pinned.end();
        }
    }

    /** The same until it is closed, which closes the connection. */
    static Connection of(Connection connection) throws SQLException {
        return new PinnedConnection(connection).begin();
    }

    private Connection begin() throws SQLException {
        Connection pinned = (Connection) Proxy.newProxyInstance(
                PinnedConnection.class.getClassLoader(), new Class<?>[] {Connection.class}, this);
        if (!autocommit) {
            connection.rollback(); // what was begun before is nobody's
        }
        pinned.setAutoCommit(false);
        return pinned;
    }

    /**
     * By SQL: the driver's own ROLLBACK is a named statement from the first time on, which a pooler that lends sessions by
     * the transaction mixes up with another client's; the transaction would then stay open.
     */
    private void end() throws SQLException {
        if (!connection.isClosed()) {
            try (Statement statement = connection.createStatement()) {
                statement.execute("rollback");
            }
            connection.setAutoCommit(autocommit);
            asSent.run();
        }
    }

    @Override
    public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
        if (method.getName().equals("equals")) {
            return arguments != null && proxy == arguments[0];
        }
        if (method.getName().equals("hashCode")) {
            return System.identityHashCode(proxy);
        }
        if (method.getName().equals("close")) {
            end();
        }
        Object result = invoke(method, arguments);
        if (BEGIN_A_TRANSACTION.contains(method.getName()) && !connection.getAutoCommit()) {
            pin();
        }
        return result;
    }

    private @Nullable Object invoke(Method method, Object @Nullable [] arguments) throws Throwable {
        try {
            return method.invoke(connection, arguments);
        } catch (InvocationTargetException failure) {
            throw failure.getCause() == null ? failure : failure.getCause();
        }
    }

    private void pin() throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(PIN);
        }
    }
}
