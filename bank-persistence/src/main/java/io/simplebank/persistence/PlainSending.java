package io.simplebank.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Stream;

/**
 * Has PostgreSQL's driver send statements in the plainest way, whatever the host has set: without names on the server, not
 * described ahead, and to be answered with all rows at once. By name, because the driver is there at run time only.
 */
final class PlainSending {

    private PlainSending() {}

    /** Puts back what the host has set. */
    interface Undo {
        void run() throws SQLException;
    }

    /** On a connection, for all statements to come; another driver's stays as it is. */
    static Undo on(Connection connection) throws SQLException {
        DriversConnection drivers = DriversConnection.of(connection);
        if (drivers == null) {
            return () -> {};
        }
        Object target = drivers.connection();
        Undo threshold = set(drivers.type(), target, "PrepareThreshold", int.class, 0);
        Undo fetchSize = set(drivers.type(), target, "DefaultFetchSize", int.class, 0);
        // Not in the interface: prepareThreshold=-1 in a URL sets it, and nothing else takes it back.
        boolean hasBinary = Stream.of(target.getClass().getMethods())
                .anyMatch(its -> its.getName().equals("setForceBinary"));
        Undo binary = hasBinary ? set(target.getClass(), target, "ForceBinary", boolean.class, false) : () -> {};
        return () -> {
            threshold.run();
            fetchSize.run();
            binary.run();
        };
    }

    private static Undo set(Class<?> where, Object target, String property, Class<?> kind, Object value)
            throws SQLException {
        try {
            Object before = where.getMethod("get" + property).invoke(target);
            Method setter = where.getMethod("set" + property, kind);
            setter.invoke(target, value);
            return () -> {
                try {
                    setter.invoke(target, before);
                } catch (ReflectiveOperationException failure) {
                    throw failure(failure);
                }
            };
        } catch (ReflectiveOperationException failure) {
            throw failure(failure);
        }
    }

    private static SQLException failure(ReflectiveOperationException failure) {
        return failure instanceof InvocationTargetException && failure.getCause() instanceof SQLException its
                ? its
                : new SQLException(failure);
    }
}
