package io.simplebank.persistence.benchmark;

import io.simplebank.domain.AuditReport;
import io.simplebank.persistence.Bank;
import java.util.Locale;
import java.util.stream.DoubleStream;

/**
 * How fast {@code bank.audit()} reads a ledger.
 *
 * @param entries what there is to read
 * @param seconds the median of {@value #AUDITS} audits
 */
record AuditRate(long entries, double seconds) {

    private static final int AUDITS = 3;

    /** @throws IllegalStateException if the books are not right */
    static AuditRate of(String url) {
        try (Bank bank = Bank.at(url).open()) {
            long entries = require(bank.audit()).entries(); // warms up
            double[] seconds = DoubleStream.generate(() -> secondsOf(bank))
                    .limit(AUDITS)
                    .sorted()
                    .toArray();
            return new AuditRate(entries, seconds[AUDITS / 2]);
        }
    }

    private static double secondsOf(Bank bank) {
        long begin = System.nanoTime();
        require(bank.audit());
        return (System.nanoTime() - begin) / 1e9;
    }

    private static AuditReport require(AuditReport report) {
        if (!report.isClean()) {
            throw new IllegalStateException(report.toString());
        }
        return report;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT, "audit: %,d entries in %.2f s (%,.0f entries/s)", entries, seconds, entries / seconds);
    }
}
