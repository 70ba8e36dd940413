package io.simplebank.persistence.micrometer;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.metrics.micrometer.MicrometerMetricsTrackerFactory;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.Meter;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankListener;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class BankMetricsTest {

    private static final Money ONE = Money.parse("EUR 1.00");

    private final MeterRegistry registry = new SimpleMeterRegistry();
    private final String url;
    private final UUID world;
    private final UUID alice;

    BankMetricsTest(TestDatabase database, Bank bank) {
        url = database.url();
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    private double transfers(String outcome, String error) {
        return registry.get("simplebank.transfers")
                .tags("kind", "transfer", "outcome", outcome, "error.type", error)
                .counter()
                .count();
    }

    @Test
    void countsTransfersByOutcome() {
        try (Bank bank = Bank.at(url).listener(new BankMetrics(registry)).open()) {
            TransferRequest payment = TransferRequest.of(world, alice, ONE);
            bank.transfers().transfer(payment);
            bank.transfers().transfer(payment);
            bank.transfers().transfer(TransferRequest.of(world, alice, ONE));
            assertThatThrownBy(() -> bank.transfers().transfer(TransferRequest.of(alice, world, ONE.multipliedBy(9))))
                    .isInstanceOf(InsufficientFundsException.class);
            bank.transfers().hold(TransferRequest.of(world, alice, ONE), Duration.ofDays(1));

            assertThat(transfers("posted", "none")).isEqualTo(2);
            assertThat(transfers("replayed", "none")).isEqualTo(1);
            assertThat(transfers("refused", "InsufficientFundsException")).isEqualTo(1);
            assertThat(registry.get("simplebank.calls")
                            .tag("kind", "hold")
                            .counter()
                            .count())
                    .isEqualTo(1);
            assertThat(registry.get("simplebank.group.size").summary())
                    .returns(5L, size -> size.count())
                    .returns(5.0, size -> size.totalAmount());
            for (String timer : new String[] {"queue.wait", "lock.wait", "commit"}) {
                assertThat(registry.get("simplebank." + timer).timer())
                        .returns(5L, it -> it.count())
                        .matches(it -> it.totalTime(TimeUnit.NANOSECONDS) > 0, timer + " took time");
            }
        }
    }

    @Test
    void countsRetriesAndLostConnectionsBySqlState() {
        BankMetrics metrics = new BankMetrics(registry);

        metrics.onRetry(new BankListener.Retry("40001", 1));
        metrics.onRetry(new BankListener.Retry("40001", 2));
        metrics.onRetry(new BankListener.Retry("40P01", 1));
        metrics.onConnectionLost(new BankListener.ConnectionLoss("08006", true));

        assertThat(bySqlState("simplebank.retries", "40001")).isEqualTo(2);
        assertThat(bySqlState("simplebank.retries", "40P01")).isEqualTo(1);
        assertThat(bySqlState("simplebank.connections.lost", "08006")).isEqualTo(1);
    }

    private double bySqlState(String name, String sqlState) {
        return registry.get(name)
                .tag("db.response.status_code", sqlState)
                .counter()
                .count();
    }

    @Test
    void showsTheQueueOfEachBankAsLongAsItIsOpen() {
        Bank one = openNamed("one");
        Bank other = openNamed("other");
        assertThat(registry.get("simplebank.queue.depth").gauges()).hasSize(2).allMatch(depth -> depth.value() == 0);

        one.close();
        assertThat(registry.get("simplebank.queue.depth").gauges())
                .singleElement()
                .returns("other", depth -> depth.getId().getTag("bank"));

        other.close();
        assertThat(registry.find("simplebank.queue.depth").gauges()).isEmpty();
    }

    /** A registry has one gauge of a name and its tags. */
    @Test
    void addsUpTheQueuesOfBanksThatHaveTheSameTags() {
        Bank one = openNamed("same");
        Bank other = openNamed("same");
        Gauge depth = registry.get("simplebank.queue.depth").gauge();
        assertThat(depth.value()).isZero();

        one.close();
        assertThat(registry.get("simplebank.queue.depth").gauge()).isSameAs(depth);
        assertThat(depth.value()).as("the other's queue").isZero();

        other.close();
        assertThat(registry.find("simplebank.queue.depth").gauges()).isEmpty();
    }

    private Bank openNamed(String name) {
        return Bank.at(url)
                .listener(new BankMetrics(registry, Tags.of("bank", name)))
                .open();
    }

    @Test
    void passesThePoolsOwnMetricsThrough() {
        try (Bank bank = Bank.at(url)
                .poolSize(3)
                .poolMetrics(new MicrometerMetricsTrackerFactory(registry))
                .open()) {
            bank.transfers().transfer(TransferRequest.of(world, alice, ONE));

            assertThat(registry.get("hikaricp.connections.max")
                            .tag("pool", "simple-bank")
                            .gauge()
                            .value())
                    .isEqualTo(3);
            assertThat(registry.get("hikaricp.connections.acquire").timer().count())
                    .isPositive();
        }
    }

    @Test
    void tellsThePoolsOfTwoBanksApart() {
        try (Bank one = openWithPoolMetrics()) {
            openWithPoolMetrics().close();
            try (Bank other = openWithPoolMetrics()) {
                assertThat(poolNames()).containsExactlyInAnyOrder("simple-bank", "simple-bank-2");
                assertThat(other.audit().isClean()).isTrue();
            }
            assertThat(poolNames()).containsExactly("simple-bank");
            assertThat(one.audit().isClean()).isTrue();
        }
    }

    private Bank openWithPoolMetrics() {
        return Bank.at(url)
                .poolMetrics(new MicrometerMetricsTrackerFactory(registry))
                .open();
    }

    private List<String> poolNames() {
        return registry.find("hikaricp.connections.max").gauges().stream()
                .map(gauge -> gauge.getId().getTag("pool"))
                .toList();
    }

    @Test
    void refusesPoolMetricsForAPoolThatIsNotTheBanks(TestDatabase database) {
        assertThatThrownBy(
                        () -> Bank.on(database.dataSource()).poolMetrics(new MicrometerMetricsTrackerFactory(registry)))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("poolMetrics");
    }

    @Test
    void hasTheTagsOfTheTableAndNoOthers() {
        BankMetrics metrics = new BankMetrics(registry);
        metrics.onAnswers(new BankListener.Answers(
                BankListener.Kind.TRANSFER_ALL, BankListener.Outcome.UNKNOWN, IllegalStateException.class, 1, 3));

        Meter.Id transfers = registry.get("simplebank.transfers").meter().getId();
        assertThat(transfers.getTags())
                .isEqualTo(
                        Tags.of("kind", "transfer_all", "outcome", "unknown", "error.type", "IllegalStateException")
                                .stream()
                                .toList());
        assertThat(transfers.getBaseUnit()).isEqualTo("transfers");
        assertThat(registry.get("simplebank.transfers").counter().count()).isEqualTo(3);
    }
}
