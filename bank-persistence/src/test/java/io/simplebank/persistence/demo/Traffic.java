package io.simplebank.persistence.demo;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.LongAdder;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** Threads that move random amounts between random accounts, each waiting for its answer before it goes on. */
final class Traffic {

    private static final long LARGEST_AMOUNT = 500_00;

    private final TransferService transfers;
    private final List<UUID> accounts;
    private final CurrencyUnit currency;
    private final LongAdder booked = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private volatile boolean over;

    Traffic(TransferService transfers, List<UUID> accounts, CurrencyUnit currency) {
        this.transfers = transfers;
        this.accounts = accounts;
        this.currency = currency;
    }

    /**
     * Runs once, until the time is over and every thread has its last answer, or until one of them fails.
     *
     * @return transfers booked a second
     */
    double run(int threads, Duration duration, Screen screen) throws InterruptedException, ExecutionException {
        ExecutorService callers = Executors.newFixedThreadPool(threads);
        List<Future<?>> calls = new ArrayList<>();
        long begin = System.nanoTime();
        for (int seed = 0; seed < threads; seed++) {
            SplittableRandom random = new SplittableRandom(seed);
            calls.add(callers.submit(() -> moveMoney(random)));
        }
        callers.shutdown();
        while (!callers.awaitTermination(100, TimeUnit.MILLISECONDS)) {
            double fraction = Math.min(1, (System.nanoTime() - begin) / (double) duration.toNanos());
            over |= fraction == 1;
            screen.progress(fraction, "%,7d booked  %,6d refused", booked.sum(), refused.sum());
        }
        double seconds = (System.nanoTime() - begin) / 1e9;
        screen.progressEnds();
        for (Future<?> call : calls) {
            call.get();
        }
        return booked.sum() / seconds;
    }

    long booked() {
        return booked.sum();
    }

    private void moveMoney(SplittableRandom random) {
        try {
            while (!over) {
                int from = random.nextInt(accounts.size());
                int to = (from + random.nextInt(1, accounts.size())) % accounts.size();
                Money amount = Money.ofMinor(currency, random.nextLong(1, LARGEST_AMOUNT));
                try {
                    transfers.transfer(TransferRequest.of(accounts.get(from), accounts.get(to), amount));
                    booked.increment();
                } catch (InsufficientFundsException notEnough) {
                    refused.increment();
                }
            }
        } finally {
            over = true;
        }
    }
}
