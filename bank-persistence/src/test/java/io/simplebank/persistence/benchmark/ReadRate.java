package io.simplebank.persistence.benchmark;

import io.simplebank.domain.AuditReport;
import io.simplebank.domain.TransferEvent;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferFeed;
import java.util.List;
import java.util.Locale;
import java.util.function.ToLongFunction;
import java.util.stream.DoubleStream;

/**
 * How fast a whole ledger is read.
 *
 * @param reader by what
 * @param count how many rows
 * @param rows of what
 * @param seconds the median of {@value #READINGS} readings
 */
record ReadRate(String reader, long count, String rows, double seconds) {

    private static final int READINGS = 3;
    private static final int PAGE = 1_000;

    /**
     * By the audit and by the feed, in pages of {@value #PAGE}.
     *
     * @throws IllegalStateException if the books are not right
     */
    static List<ReadRate> of(String url) {
        try (Bank bank = Bank.at(url).open()) {
            return List.of(
                    of("audit", "entries", bank, ReadRate::auditedEntries),
                    of("feed", "transfers", bank, ReadRate::fedTransfers));
        }
    }

    private static ReadRate of(String reader, String rows, Bank bank, ToLongFunction<Bank> reading) {
        long count = reading.applyAsLong(bank); // warms up
        double[] seconds = DoubleStream.generate(() -> secondsOf(bank, reading))
                .limit(READINGS)
                .sorted()
                .toArray();
        return new ReadRate(reader, count, rows, seconds[READINGS / 2]);
    }

    private static double secondsOf(Bank bank, ToLongFunction<Bank> reading) {
        long begin = System.nanoTime();
        reading.applyAsLong(bank);
        return (System.nanoTime() - begin) / 1e9;
    }

    private static long auditedEntries(Bank bank) {
        AuditReport report = bank.audit();
        if (!report.isClean()) {
            throw new IllegalStateException(report.toString());
        }
        return report.entries();
    }

    private static long fedTransfers(Bank bank) {
        TransferFeed feed = bank.feed();
        long count = 0;
        long position = 0;
        while (true) {
            List<TransferEvent> events = feed.read(position, PAGE);
            if (events.isEmpty()) {
                return count;
            }
            count += events.size();
            position = events.get(events.size() - 1).position();
        }
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "%s: %,d %s in %.2f s (%,.0f %s/s)", reader, count, rows, seconds, count / seconds, rows);
    }
}
