package io.simplebank.persistence.micrometer;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.simplebank.persistence.Bank;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The open banks whose queues one gauge shows, because they report to one registry with the same tags. A registry has one
 * gauge of a name and tags, the first one's: that alone would show, and go with, the first bank's queue. Thread-safe.
 */
final class Queues {

    private static final Map<MeterRegistry, Map<Tags, Queues>> ALL = new WeakHashMap<>();

    private final Set<Bank> banks = new HashSet<>();
    private @Nullable Gauge gauge;

    private Queues() {}

    static Queues of(MeterRegistry registry, Tags tags) {
        synchronized (ALL) {
            return ALL.computeIfAbsent(registry, itsFirst -> new ConcurrentHashMap<>())
                    .computeIfAbsent(tags, theirFirst -> new Queues());
        }
    }

    /** The first bank's coming registers the gauge. */
    synchronized void add(Bank bank, Function<Queues, Gauge> register) {
        banks.add(bank);
        if (gauge == null) {
            gauge = register.apply(this);
        }
    }

    /** With the last bank goes the gauge. */
    synchronized void remove(Bank bank, Consumer<Gauge> unregister) {
        banks.remove(bank);
        if (banks.isEmpty() && gauge != null) {
            unregister.accept(gauge);
            gauge = null;
        }
    }

    synchronized double waitingCalls() {
        return banks.stream().mapToInt(Bank::waitingCalls).sum();
    }
}
