package io.simplebank.persistence;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Map;
import java.util.function.Supplier;
import javax.sql.DataSource;

/** Pools that choose the database by a tenant, as hosts with many tenants have them. */
final class RoutedByThread {

    static final ThreadLocal<String> TENANT = ThreadLocal.withInitial(() -> "a");

    private RoutedByThread() {}

    /** Shows the pools that it chooses among, as Spring's {@code AbstractRoutingDataSource} does. */
    public interface Open extends DataSource {
        Map<Object, DataSource> getResolvedDataSources();
    }

    /** Shows what it wraps, as Spring's {@code DelegatingDataSource} does. */
    public interface Wrapper extends DataSource {
        DataSource getTargetDataSource();
    }

    /** Does not show the pools. */
    static DataSource over(Map<?, DataSource> pools) {
        return pool(DataSource.class, () -> pools.get(TENANT.get()), null);
    }

    static DataSource openOver(Map<Object, DataSource> pools) {
        return pool(Open.class, () -> pools.get(TENANT.get()), pools);
    }

    static DataSource around(DataSource pool) {
        return pool(Wrapper.class, () -> pool, pool);
    }

    /** Answers by whichever pool it is at the moment. */
    static DataSource pool(Supplier<DataSource> chosen) {
        return pool(DataSource.class, chosen, null);
    }

    private static DataSource pool(Class<? extends DataSource> type, Supplier<DataSource> chosen, Object shown) {
        return (DataSource) Proxy.newProxyInstance(
                type.getClassLoader(), new Class<?>[] {type}, (proxy, method, arguments) -> {
                    if (method.getDeclaringClass() == type && type != DataSource.class) {
                        return shown;
                    }
                    if (method.getDeclaringClass() == Object.class) {
                        return method.invoke(shown == null ? type : shown, arguments);
                    }
                    try {
                        return method.invoke(chosen.get(), arguments);
                    } catch (InvocationTargetException failure) {
                        throw failure.getCause();
                    }
                });
    }
}
