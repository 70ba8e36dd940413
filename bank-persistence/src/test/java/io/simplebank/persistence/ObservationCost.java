package io.simplebank.persistence;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.micrometer.BankMetrics;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import jdk.jfr.Recording;
import org.joda.money.Money;

/**
 * What observing a group costs, all that is done for it and nothing else: run by {@code mvn -q -Pbenchmark
 * -Dbenchmark.main=io.simplebank.persistence.ObservationCost}. Finer than the benchmark of transfers can tell.
 */
@SuppressWarnings("SystemOut") // that is where its results go
final class ObservationCost {

    /** Of a lone caller, and what shares a transaction with 128 callers at one account. */
    private static final int[] GROUP_SIZES = {1, 66};

    private static final String[] WAYS = {"nobody listens", "BankMetrics", "flight recording", "both"};

    private static final long MILLISECOND = TimeUnit.MILLISECONDS.toNanos(1);
    private static final int WARM_UPS = 1000;
    private static final int ROUNDS = 501;

    private final GroupQueue queue = new GroupQueue(1, 1);
    private final List<Member<?>> group = new ArrayList<>();
    private final GroupResults results = new GroupResults();

    private ObservationCost(int size) {
        List<Answer<?>> answers = new ArrayList<>();
        for (int i = 0; i < size; i++) {
            TransferRequest request = TransferRequest.of(UUID.randomUUID(), UUID.randomUUID(), Money.parse("EUR 1.00"));
            group.add(new Member<>(new SingleTransfer(request), 0, 0));
            answers.add(new Answer.Accepted<>(request, true));
        }
        results.answer(group, answers);
    }

    /**
     * Prints a line for each size and way.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) {
        System.out.printf("Java %s%n", Runtime.version());
        for (boolean warm : new boolean[] {false, true}) {
            for (int size : GROUP_SIZES) {
                measure(size, warm);
            }
        }
    }

    private static void measure(int size, boolean isToBePrinted) {
        ObservationCost cost = new ObservationCost(size);
        Observations nobody = new Observations(List.of());
        Observations metered = new Observations(List.of(new BankMetrics(new SimpleMeterRegistry())));
        List<Double> nanos = new ArrayList<>(List.of(cost.nanos(nobody), cost.nanos(metered)));
        try (Recording recording = new Recording()) {
            recording.enable("io.simplebank.Group").withThreshold(Duration.ZERO);
            recording.start();
            nanos.addAll(List.of(cost.nanos(nobody), cost.nanos(metered)));
        }
        for (int way = 0; isToBePrinted && way < WAYS.length; way++) {
            print(size, WAYS[way], nanos.get(way));
        }
    }

    private static void print(int size, String way, double nanos) {
        System.out.printf(
                Locale.ROOT,
                "group of %2d  %-16s  %,7.0f ns a group  %,7.1f ns a transfer%n",
                size,
                way,
                nanos,
                nanos / size);
    }

    /** The median of many rounds of a millisecond each. */
    private double nanos(Observations observations) {
        double[] rounds = new double[ROUNDS];
        for (int round = -WARM_UPS; round < ROUNDS; round++) {
            long begun = System.nanoTime();
            long groups = 0;
            while (System.nanoTime() - begun < MILLISECOND) {
                for (int i = 0; i < 100; i++) {
                    observe(observations);
                }
                groups += 100;
            }
            if (round >= 0) {
                rounds[round] = (double) (System.nanoTime() - begun) / groups;
            }
        }
        Arrays.sort(rounds);
        return rounds[ROUNDS / 2];
    }

    private void observe(Observations observations) {
        GroupWatch watch = observations.watch(group, queue);
        Stopwatch stopwatch = watch.stopwatch();
        stopwatch.beginTransaction();
        stopwatch.beginLocking(2);
        stopwatch.endLocking();
        stopwatch.beginWriting();
        stopwatch.endTransaction();
        watch.end(group, results);
    }
}
