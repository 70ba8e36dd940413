package io.simplebank.persistence.benchmark;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.micrometer.BankMetrics;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import jdk.jfr.Recording;

/** {@code bank.transfers()} as {@link Library}, with Micrometer's meters and perhaps a flight recording of all our events. */
final class Observed implements Contender {

    private final UUID[] accounts;
    private final Bank bank;
    private final Recording recording = new Recording();

    private Observed(String url) {
        accounts = LedgerSchema.accountIds(url);
        bank = Bank.at(url).listener(new BankMetrics(new SimpleMeterRegistry())).open();
    }

    static Observed metered(String url) {
        return new Observed(url);
    }

    /** Events of any length, where the default is to record those of 10 milliseconds and more. */
    static Observed recorded(String url) {
        Observed observed = new Observed(url);
        for (String event : new String[] {"Group", "Retry", "ConnectionLoss"}) {
            observed.recording.enable("io.simplebank." + event).withThreshold(Duration.ZERO);
        }
        observed.recording.start();
        return observed;
    }

    @Override
    public int call(Supplier<Move> moves) {
        bank.transfers().transfer(Library.request(accounts, moves.get()));
        return 1;
    }

    @Override
    public void close() {
        bank.close();
        recording.close();
    }
}
