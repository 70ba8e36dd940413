package io.simplebank.persistence.benchmark;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.Supplier;
import org.HdrHistogram.ConcurrentHistogram;
import org.HdrHistogram.Histogram;
import org.jspecify.annotations.Nullable;

/** Threads that call a contender, each again as soon as it has its answer. Used once. */
final class Load {

    private static final long LONGEST_CALL_MICROS = TimeUnit.MINUTES.toMicros(2);

    private final Contender contender;
    private final Workload workload;
    private final Histogram micros = new ConcurrentHistogram(LONGEST_CALL_MICROS, 3);
    private final LongAdder answered = new LongAdder();
    private final LongAdder measured = new LongAdder();
    private final CountDownLatch failed = new CountDownLatch(1);
    private volatile boolean measuring;
    private volatile boolean over;

    Load(Contender contender, Workload workload) {
        this.contender = contender;
        this.workload = workload;
    }

    /**
     * Measures after a warm-up. Calls count when their answer falls into the measured time.
     *
     * @param seed the same seed makes the same transfers
     * @throws ExecutionException if a call failed: then there is nothing to measure
     */
    Measurement measure(int callers, Duration warmUp, Duration time, long seed)
            throws InterruptedException, ExecutionException {
        ExecutorService threads = Executors.newFixedThreadPool(callers);
        List<Future<?>> calls = new ArrayList<>();
        SplittableRandom seeds = new SplittableRandom(seed);
        for (int caller = 0; caller < callers; caller++) {
            SplittableRandom random = seeds.split();
            calls.add(threads.submit(() -> callUntilOver(() -> workload.next(random))));
        }
        threads.shutdown();

        await(warmUp);
        long tripsBefore = RoundTrips.count();
        long begin = System.nanoTime();
        measuring = true;
        await(time);
        measuring = false;
        double seconds = (System.nanoTime() - begin) / 1e9;
        long trips = RoundTrips.count() - tripsBefore;

        over = true;
        for (Future<?> call : calls) {
            call.get();
        }
        return new Measurement(
                answered.sum(),
                measured.sum() / seconds,
                micros.getValueAtPercentile(50) / 1e3,
                micros.getValueAtPercentile(99) / 1e3,
                (double) trips / measured.sum());
    }

    /** Ends early when a call fails. */
    private void await(Duration time) throws InterruptedException {
        if (failed.await(time.toNanos(), TimeUnit.NANOSECONDS)) {
            over = true;
        }
    }

    private @Nullable Void callUntilOver(Supplier<Move> moves) throws Exception {
        try {
            while (!over) {
                long begin = System.nanoTime();
                int transfers = contender.call(moves);
                long nanos = System.nanoTime() - begin;
                answered.add(transfers);
                if (measuring) {
                    measured.add(transfers);
                    micros.recordValue(Math.min(LONGEST_CALL_MICROS, TimeUnit.NANOSECONDS.toMicros(nanos)));
                }
            }
            return null;
        } catch (Exception failure) {
            over = true;
            failed.countDown();
            throw failure;
        }
    }
}
