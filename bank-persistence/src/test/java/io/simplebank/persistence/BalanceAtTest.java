package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What stood on an account at a moment. A bank with a clock of its own posts; each way of running is asked. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class BalanceAtTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);
    private static final Duration NANOSECOND = Duration.ofNanos(1);

    private final AccountService accounts;
    private final ClockByHand clock = new ClockByHand(NOON);
    private final Bank bank;
    private final UUID world;
    private final UUID id;

    BalanceAtTest(Way way, Bank any, EntityManagerFactory factory, TestDatabase database) {
        accounts = way.accounts(any, factory);
        bank = Bank.at(database.url()).poolSize(1).clock(clock).open();
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        id = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private Transfer pay(Money amount) {
        return bank.transfers().transfer(TransferRequest.of(world, id, amount));
    }

    @Test
    void isTheBalanceAfterTheLastEntryThatWasBookedByThen() {
        pay(eur("1.00"));
        clock.advance(HOUR);
        pay(eur("2.00"));
        clock.advance(HOUR);
        pay(eur("4.00"));

        assertThat(accounts.balanceAt(id, NOON.minus(HOUR))).isEqualTo(eur("0.00"));
        assertThat(accounts.balanceAt(id, NOON)).isEqualTo(eur("1.00"));
        assertThat(accounts.balanceAt(id, NOON.plusSeconds(1))).isEqualTo(eur("1.00"));
        assertThat(accounts.balanceAt(id, NOON.plus(HOUR))).isEqualTo(eur("3.00"));
        assertThat(accounts.balanceAt(id, NOON.plus(HOUR.multipliedBy(2)))).isEqualTo(eur("7.00"));
        assertThat(accounts.balanceAt(id, NOON.plus(HOUR.multipliedBy(3)))).isEqualTo(eur("7.00"));
    }

    @Test
    void doesNotAnticipateABookingByANanosecond() {
        pay(eur("1.00"));

        assertThat(accounts.balanceAt(id, NOON.minus(NANOSECOND))).isEqualTo(eur("0.00"));
        assertThat(accounts.balanceAt(id, NOON.plus(NANOSECOND))).isEqualTo(eur("1.00"));
    }

    @Test
    void knowsAnAccountWithoutEntries() {
        assertThat(accounts.balanceAt(id, NOON.plus(HOUR))).isEqualTo(eur("0.00"));
    }

    @Test
    void answersForAnyInstant() {
        pay(eur("1.00"));

        assertThat(accounts.balanceAt(id, Instant.MIN)).isEqualTo(eur("0.00"));
        assertThat(accounts.balanceAt(id, Instant.EPOCH)).isEqualTo(eur("0.00"));
        assertThat(accounts.balanceAt(id, Instant.MAX)).isEqualTo(eur("1.00"));
    }

    @Test
    void ofManyEntriesWithEqualTimesTheLastCounts() {
        for (int i = 0; i < 10; i++) {
            pay(eur("1.00"));
        }

        assertThat(accounts.balanceAt(id, NOON.minus(1, ChronoUnit.MICROS))).isEqualTo(eur("0.00"));
        assertThat(accounts.balanceAt(id, NOON)).isEqualTo(eur("10.00"));
    }

    @Test
    void bookingsFollowPositionsThoughTheClockGoesBackwards() {
        clock.advance(HOUR);
        pay(eur("1.00"));
        clock.set(NOON);
        Transfer late = pay(eur("2.00"));

        assertThat(late.getBookedAt()).isEqualTo(NOON.plus(HOUR));
        assertThat(accounts.entries(id, 0, 10))
                .extracting(Entry::getBookedAt)
                .containsExactly(NOON.plus(HOUR), NOON.plus(HOUR));
        assertThat(accounts.balanceAt(id, NOON)).isEqualTo(eur("0.00"));
        assertThat(accounts.balanceAt(id, NOON.plus(HOUR))).isEqualTo(eur("3.00"));

        // Of two accounts, the one that is further on gives the time to both.
        UUID fresh = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
        Transfer third = bank.transfers().transfer(TransferRequest.of(id, fresh, eur("1.00")));
        assertThat(third.getBookedAt()).isEqualTo(NOON.plus(HOUR));
        assertThat(accounts.entry(fresh, 1).getBookedAt()).isEqualTo(NOON.plus(HOUR));
    }

    @Test
    void timesAreKeptToTheMicrosecondAsPostgreSqlDoes() {
        clock.set(NOON.plusNanos(1_999));
        Transfer transfer = pay(eur("1.00"));
        Account opened = bank.accounts().open(OpenAccount.of("bob", EUR));

        assertThat(transfer.getBookedAt()).isEqualTo(NOON.plusNanos(1_000));
        assertThat(opened.getOpenedAt()).isEqualTo(NOON.plusNanos(1_000));
        assertThat(accounts.entry(id, 1).getBookedAt()).isEqualTo(NOON.plusNanos(1_000));
        assertThat(accounts.get(opened.getId()).getOpenedAt()).isEqualTo(NOON.plusNanos(1_000));
    }

    @Test
    void agreesWithALookThroughAllEntries() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 60; i++) {
            clock.advance(ChronoUnit.MICROS.getDuration().multipliedBy(random.nextInt(4) - 1));
            pay(cents(1 + random.nextInt(100)));
        }
        List<Entry> entries = accounts.entries(id, 0, 100);

        for (int micros = -70; micros < 200; micros++) {
            Instant when = NOON.plus(micros, ChronoUnit.MICROS);
            Money expected = entries.stream()
                    .filter(entry -> !entry.getBookedAt().isAfter(when))
                    .reduce((one, other) -> other)
                    .map(Entry::getBalance)
                    .orElse(eur("0.00"));
            assertThat(accounts.balanceAt(id, when))
                    .as("seed %d, %d µs", seed, micros)
                    .isEqualTo(expected);
        }
    }
}
