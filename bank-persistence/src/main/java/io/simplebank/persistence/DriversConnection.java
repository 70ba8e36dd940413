package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The connection of PostgreSQL's own driver that a pool's connection stands for. It is one session of the server, or of a
 * pooler before it, from its beginning to its end.
 *
 * @param type the driver's interface
 * @param connection the driver's connection, which is the same object as long as it lives
 */
record DriversConnection(Class<?> type, Object connection) {

    /** By name, because the driver is there at run time only. */
    private static final String TYPE = "org.postgresql.PGConnection";

    /** Which interface a class of connections is asked for; looked up once for each. Several, where drivers are there twice. */
    private static final ClassValue<Set<Class<?>>> TYPES = new ClassValue<>() {
        @Override
        protected Set<Class<?>> computeValue(Class<?> pools) {
            Set<Class<?>> types = new LinkedHashSet<>();
            add(types, pools.getClassLoader());
            add(types, DriversConnection.class.getClassLoader());
            add(types, Thread.currentThread().getContextClassLoader());
            return types;
        }
    };

    private static void add(Set<Class<?>> types, @Nullable ClassLoader loader) {
        try {
            types.add(Class.forName(TYPE, false, loader));
        } catch (ClassNotFoundException | LinkageError notThere) {
            return;
        }
    }

    /** Finds it; {@code null} where the driver is another one, or the pool does not tell. */
    static @Nullable DriversConnection of(Connection connection) {
        for (Class<?> type : TYPES.get(connection.getClass())) {
            try {
                if (connection.isWrapperFor(type)) {
                    return new DriversConnection(type, connection.unwrap(type));
                }
            } catch (SQLException | RuntimeException | AbstractMethodError untold) {
                return null;
            }
        }
        return null;
    }

    /** Whether the driver was told this process of the server's when it connected: a pooler tells another one. */
    boolean isTo(int processId) {
        try {
            return Integer.valueOf(processId)
                    .equals(type.getMethod("getBackendPID").invoke(connection));
        } catch (ReflectiveOperationException untold) {
            return false;
        }
    }
}
