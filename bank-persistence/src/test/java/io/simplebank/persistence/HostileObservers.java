package io.simplebank.persistence;

import com.zaxxer.hikari.metrics.IMetricsTracker;
import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;

/** What a bank is given to be observed by: whatever it is, there is nothing to refuse but {@code null}. */
final class HostileObservers {

    static final Map<Class<?>, Supplier<? extends List<?>>> GENERATORS = Map.of(
            BankListener.class, () -> List.of(new BankListener() {}),
            MetricsTrackerFactory.class, () -> List.of(noMetrics()),
            MeterRegistry.class, () -> List.of(new SimpleMeterRegistry()),
            Iterable.class, () -> List.of(Tags.empty(), Tags.of("bank", "eu")));

    private HostileObservers() {}

    private static MetricsTrackerFactory noMetrics() {
        return (pool, statistics) -> new IMetricsTracker() {};
    }
}
