package io.simplebank.persistence.torture;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayDeque;
import java.util.Deque;
import javax.sql.DataSource;

/**
 * A pool that knows nothing of PostgreSQL: it keeps connections for ever, and gives out the one that has come back last. Only
 * one that is closed it does not give out again. Thread-safe.
 */
final class PlainPool implements AutoCloseable {

    private final DataSource source;
    private final Deque<Connection> idle = new ArrayDeque<>();

    PlainPool(DataSource source) {
        this.source = source;
    }

    DataSource dataSource() {
        return (DataSource) Proxy.newProxyInstance(
                DataSource.class.getClassLoader(), new Class<?>[] {DataSource.class}, (proxy, method, arguments) -> {
                    return switch (method.getName()) {
                        case "getConnection" -> lent(take());
                        case "isWrapperFor" -> false;
                        default -> throw new UnsupportedOperationException(method.getName());
                    };
                });
    }

    private synchronized Connection take() throws SQLException {
        while (!idle.isEmpty()) {
            Connection connection = idle.pop();
            if (!connection.isClosed()) {
                return connection;
            }
        }
        return source.getConnection();
    }

    private synchronized void giveBack(Connection connection) {
        idle.push(connection);
    }

    private Connection lent(Connection connection) {
        return (Connection) Proxy.newProxyInstance(
                Connection.class.getClassLoader(), new Class<?>[] {Connection.class}, (proxy, method, arguments) -> {
                    if (method.getName().equals("close")) {
                        giveBack(connection);
                        return null;
                    }
                    try {
                        return method.invoke(connection, arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }

    @Override
    public synchronized void close() throws SQLException {
        for (Connection connection : idle) {
            connection.close();
        }
    }
}
