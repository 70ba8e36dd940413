package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankListener;
import io.simplebank.persistence.micrometer.BankMetrics;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.UUID;
import java.util.concurrent.atomic.LongAdder;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class ObservabilityTest {

    @Test
    void metersABank(TestDatabase database) {
        String url = database.url();
        MeterRegistry registry = new SimpleMeterRegistry();

        Bank bank = Bank.at(url)
                .listener(new BankMetrics(registry))
                .poolMetrics(new MicrometerMetricsTrackerFactory(registry)) // HikariCP's own; Bank.at only
                .open();

        pay(bank);
        assertThat(registry.get("simplebank.transfers").counter().count()).isEqualTo(1);
        assertThat(registry.get("hikaricp.connections.usage").timer().count()).isPositive();
        bank.close(); // which takes the pool's meters away
    }

    @Test
    void listensWithoutAnyDependency(TestDatabase database) {
        String url = database.url();

        LongAdder posted = new LongAdder();
        Bank bank = Bank.at(url)
                .listener(new BankListener() {
                    @Override
                    public void onAnswers(Answers answers) { // on the bank's threads: never block here
                        if (answers.outcome() == Outcome.POSTED) {
                            posted.add(answers.transfers());
                        }
                    }
                })
                .open();

        pay(bank);
        bank.close();
        assertThat(posted.sum()).isEqualTo(1);
    }

    private static void pay(Bank bank) {
        UUID world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        UUID alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        bank.transfers().transfer(TransferRequest.of(world, alice, Money.parse("EUR 1.00")));
    }
}
