package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * The pools behind one that chooses among them, where it shows them: Spring's {@code AbstractRoutingDataSource} does, and
 * Spring's wrappers show what they wrap. By the names of their methods, because Spring may not be there.
 */
final class RoutedPools {

    private static final int MOST_WRAPPERS = 10;

    private RoutedPools() {}

    /** Those behind what was passed in to a bank; none where it does not choose. */
    static List<DataSource> of(HostsPool passedIn) {
        Object of = passedIn.dataSource();
        for (int i = 0; of != null && i < MOST_WRAPPERS; i++) {
            if (ask(of, "getResolvedDataSources") instanceof Map<?, ?> targets) {
                return pools(targets.values());
            }
            of = ask(of, "getTargetDataSource");
        }
        return List.of();
    }

    private static List<DataSource> pools(Collection<?> targets) {
        List<DataSource> pools = new ArrayList<>();
        for (Object target : targets) {
            if (target instanceof DataSource pool) {
                pools.add(pool);
            }
        }
        return pools;
    }

    /** {@code null} where there is no such method, or no answer. */
    private static @Nullable Object ask(Object pool, String method) {
        try {
            return pool.getClass().getMethod(method).invoke(pool);
        } catch (ReflectiveOperationException | RuntimeException none) {
            return null;
        }
    }
}
