package io.simplebank.persistence.benchmark;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;

/**
 * What the command line sets, as {@code -Dbenchmark.callers=1,8,128}; the defaults stand in the module's profile.
 *
 * @param callers how many threads call at a time
 * @param time how long each round of a cell is measured
 * @param rounds how often each cell is measured, in turn with the others
 * @param variants what is measured
 * @param preload how many transfers the library's schema holds before the first round
 * @param connections the most that the contenders hold which do not decide themselves
 * @param output the folder for the results
 */
record Settings(
        List<Integer> callers,
        Duration time,
        int rounds,
        List<Variant> variants,
        long preload,
        int connections,
        Path output) {

    private static final String ALL = "all";

    Settings {
        if (callers.stream().anyMatch(count -> count < 1) || time.isNegative() || time.isZero() || rounds < 1) {
            throw new IllegalArgumentException("callers, seconds and rounds must be above zero");
        }
    }

    static Settings ofSystemProperties() {
        return new Settings(
                Arrays.stream(list("callers")).map(Integer::valueOf).toList(),
                Duration.ofMillis((long) (1000 * Double.parseDouble(value("seconds")))),
                Integer.parseInt(value("rounds")),
                value("variants").equals(ALL)
                        ? Variant.all()
                        : Arrays.stream(list("variants")).map(Variant::of).toList(),
                Long.parseLong(value("preload")),
                Integer.parseInt(value("connections")),
                Path.of(value("output")));
    }

    /** A contender needs some calls to open its connections and plan its statements. */
    Duration warmUp() {
        return time.dividedBy(4);
    }

    String inWords() {
        return "%d rounds of %s seconds a cell, pools of %d connections, %,d transfers in the ledger beforehand"
                .formatted(rounds, time.toMillis() / 1e3, connections, preload);
    }

    /** A round of all cells: those next to each other that are compared with each other, for a machine has its moods. */
    List<Cell> cells() {
        return Arrays.stream(Workload.values())
                .flatMap(workload -> variants.stream()
                        .flatMap(variant ->
                                variant.callers(callers).stream().map(count -> new Cell(workload, variant, count))))
                .sorted(Comparator.comparing(Cell::workload).thenComparing(Cell::callers))
                .toList();
    }

    private static String[] list(String name) {
        return value(name).split(",");
    }

    private static String value(String name) {
        String value = System.getProperty("benchmark." + name);
        if (value == null || value.isBlank()) {
            throw new IllegalArgumentException("-Dbenchmark." + name + " is not set");
        }
        return value.strip();
    }
}
