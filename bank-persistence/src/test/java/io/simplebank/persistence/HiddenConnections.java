package io.simplebank.persistence;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** A pool whose connections do not show the driver's behind them. */
final class HiddenConnections {

    private HiddenConnections() {}

    /** Connections of whichever pool it is at the moment. */
    static DataSource of(Supplier<DataSource> chosen) {
        return proxy(
                DataSource.class,
                (proxy, method, arguments) -> hidden(chosen.get().getConnection()));
    }

    private static Connection hidden(Connection connection) {
        return proxy(Connection.class, (proxy, method, arguments) -> {
            if (method.getName().equals("isWrapperFor")) {
                return false;
            }
            try {
                return method.invoke(connection, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause();
            }
        });
    }

    private static <T> T proxy(Class<T> type, InvocationHandler handler) {
        return type.cast(
                Proxy.newProxyInstance(HiddenConnections.class.getClassLoader(), new Class<?>[] {type}, handler));
    }
}
