package io.simplebank.persistence.torture;

import io.simplebank.persistence.IsolationLevel;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What the command line sets, as {@code -Dtorture.minutes=5}; the defaults stand in the module's profile.
 *
 * @param time how long faults are done to the clients
 * @param seed decides what happens, as far as threads and processes let it
 * @param clients how many processes work at a time
 * @param threads how many tellers each of them has
 * @param faults what may happen
 * @param faultsPerMinute how many at most, on average; each takes its time in addition
 * @param isolation of the banks' own transactions: one client after the other takes one of them
 * @param output an empty folder for histories, logs and the server's files
 */
record TortureSettings(
        Duration time,
        long seed,
        int clients,
        int threads,
        List<Fault> faults,
        int faultsPerMinute,
        List<IsolationLevel> isolation,
        Path output) {

    private static final String ALL = "all";
    private static final String MIXED = "mixed";

    static TortureSettings ofSystemProperties() {
        String seed = value("seed");
        return new TortureSettings(
                Duration.ofMillis((long) (60_000 * Double.parseDouble(value("minutes")))),
                seed.isEmpty() ? System.nanoTime() : Long.parseLong(seed),
                Integer.parseInt(value("clients")),
                Integer.parseInt(value("threads")),
                faults(value("faults")),
                Integer.parseInt(value("faultsPerMinute")),
                isolation(value("isolation")),
                Path.of(value("output")));
    }

    private static List<Fault> faults(String names) {
        return names.equals(ALL)
                ? List.of(Fault.values())
                : Arrays.stream(names.toUpperCase(Locale.ROOT).split(","))
                        .map(Fault::valueOf)
                        .toList();
    }

    private static List<IsolationLevel> isolation(String name) {
        return name.equals(MIXED)
                ? List.of(IsolationLevel.values())
                : List.of(IsolationLevel.valueOf(name.toUpperCase(Locale.ROOT)));
    }

    private static String value(String name) {
        return System.getProperty("torture." + name, "").strip();
    }
}
