package io.simplebank.persistence.torture;

import java.io.PrintStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** How often each fault was done, and how long it took after its end until everybody was served again. Not thread-safe. */
final class Damages {

    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final List<Restore> restores = new ArrayList<>();
    private final Map<Fault, Duration> longestOfOwnPools = new EnumMap<>(Fault.class);
    private final Map<Fault, Duration> longestOfPassedInPools = new EnumMap<>(Fault.class);

    void done(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    void restored(Restore restore) {
        restores.add(restore);
    }

    List<Restore> restores() {
        return List.copyOf(restores);
    }

    /** A client has heard of the next transfer. */
    void overcome(Fault fault, boolean ownPool, Duration time) {
        (ownPool ? longestOfOwnPools : longestOfPassedInPools)
                .merge(fault, time, (one, other) -> one.compareTo(other) > 0 ? one : other);
    }

    boolean isEachDone(Collection<Fault> faults) {
        return counts.keySet().containsAll(faults);
    }

    int total() {
        return counts.values().stream().mapToInt(Integer::intValue).sum();
    }

    void print(PrintStream out) {
        out.println("fault                   times   longest time until all clients were served: own pools, passed in");
        counts.forEach((fault, count) -> out.printf(
                "%-22s %6d   %6s %6s%n",
                fault.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                count,
                seconds(longestOfOwnPools.get(fault)),
                seconds(longestOfPassedInPools.get(fault))));
    }

    private static String seconds(Duration time) {
        return time == null ? "-" : String.format(Locale.ROOT, "%.2f s", time.toMillis() / 1e3);
    }
}
