package io.simplebank.persistence.benchmark;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.logging.LogManager;

/** The ways to move money, side by side: run by {@code mvn -q -Pbenchmark}. */
@SuppressWarnings("SystemOut") // that is where its results go
final class Benchmark {

    private static final Duration COLD_START = Duration.ofSeconds(4);
    private static final int COLD_START_CALLERS = 8;

    private final Settings settings;
    private final BenchmarkServer server;

    private Benchmark(Settings settings, BenchmarkServer server) {
        this.settings = settings;
        this.server = server;
    }

    /**
     * Ends with an error if a call fails or the books are wrong.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws Exception {
        readLoggingConfiguration();
        Settings settings = Settings.ofSystemProperties();
        Files.createDirectories(settings.output());
        try (BenchmarkServer server =
                BenchmarkServer.start(Files.createTempDirectory(settings.output(), "postgres"), settings.preload())) {
            System.out.println(machine());
            System.out.println("PostgreSQL, embedded: " + server.settings());
            System.out.println(settings.inWords());
            report(new Benchmark(settings, server).measureAll(), settings.output());
        }
    }

    /** Of what the libraries log, errors only. */
    private static void readLoggingConfiguration() throws IOException {
        try (InputStream configuration = Benchmark.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(Objects.requireNonNull(configuration));
        }
    }

    private static String machine() {
        Runtime runtime = Runtime.getRuntime();
        return "%d cores for clients and server, %s %s, Java %s, heap of at most %d MB"
                .formatted(
                        runtime.availableProcessors(),
                        System.getProperty("os.name"),
                        System.getProperty("os.arch"),
                        Runtime.version(),
                        runtime.maxMemory() >> 20);
    }

    private Results measureAll() throws Exception {
        for (Variant variant : settings.variants()) {
            // A fresh JVM is half as fast as a warm one: nobody may pay for that in the first round.
            int callers = variant.callers(List.of(COLD_START_CALLERS)).get(0);
            System.out.println("warming up " + variant);
            measure(new Cell(Workload.SPREAD, variant, callers), COLD_START, 0);
        }
        Results results = new Results();
        for (int round = 1; round <= settings.rounds(); round++) {
            for (Cell cell : settings.cells()) {
                Measurement measurement = measure(cell, settings.time(), round);
                results.add(cell, measurement);
                System.out.printf(
                        Locale.ROOT,
                        "round %d of %d  %s  %,7.0f transfers/s  p99 %8.2f ms%n",
                        round,
                        settings.rounds(),
                        cell,
                        measurement.perSecond(),
                        measurement.p99Millis());
            }
        }
        requireNone(server.brokenRulesOfShared(), "all cells together");
        server.ledger().map(ReadRate::of).ifPresent(rates -> rates.forEach(System.out::println));
        return results;
    }

    private static void requireNone(List<String> brokenRules, Object afterWhat) {
        if (!brokenRules.isEmpty()) {
            throw new IllegalStateException("after " + afterWhat + ", the books break these rules: " + brokenRules);
        }
    }

    /** Measures on a database from the server, and checks the books afterwards. */
    private Measurement measure(Cell cell, Duration time, int round)
            throws SQLException, InterruptedException, ExecutionException {
        Schema schema = cell.variant().schema();
        String url = server.take(schema);
        long before = schema.transfers(url);
        Measurement measurement;
        try (Contender contender = cell.variant().open(RoundTrips.counted(url), settings.connections())) {
            measurement = new Load(contender, cell.workload())
                    .measure(
                            cell.callers(),
                            settings.warmUp(),
                            time,
                            cell.workload().ordinal() + 10L * round);
        }
        long stored = schema.transfers(url) - before;
        if (stored != measurement.answered()) {
            throw new IllegalStateException(
                    cell + ": " + measurement.answered() + " transfers were answered, but " + stored + " are stored");
        }
        requireNone(server.giveBack(schema, url), cell);
        return measurement;
    }

    private static void report(Results results, Path output) throws IOException {
        List<Results.Line> lines = results.lines();
        Path csv = Files.writeString(output.resolve("results.csv"), ResultsCsv.of(lines));
        Path chart = Files.writeString(output.resolve("results.svg"), Chart.of(lines));
        System.out.println();
        System.out.println(ResultTable.of(lines));
        System.out.println();
        System.out.println("Medians of the rounds. The books were checked after each of them, and were right.");
        System.out.println(csv);
        System.out.println(chart);
    }
}
