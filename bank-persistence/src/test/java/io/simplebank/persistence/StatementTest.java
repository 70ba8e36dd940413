package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** What happened in a period. Two banks post, with clocks of their own; each way of running is asked. */
@Tag("anywhere")
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class StatementTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    private final Scene scene;
    private final AccountService accounts;
    private final EntityManagerFactory factory;
    private final ClockByHand clock = new ClockByHand(NOON);
    private final ClockByHand otherClock = new ClockByHand(NOON);
    private final Bank bank;
    private final Bank other;
    private final UUID world;
    private final UUID id;

    StatementTest(Way way, Bank any, EntityManagerFactory factory, TestDatabase database) {
        scene = Scene.of(way, any, factory, database.dataSource());
        accounts = scene.accounts();
        this.factory = factory;
        bank = Bank.at(database.url()).poolSize(1).clock(clock).open();
        other = Bank.at(database.url()).poolSize(1).clock(otherClock).open();
        world = scene.world();
        id = bank.accounts()
                .open(OpenAccount.of("alice", EUR).withoutMinimumBalance())
                .getId();
    }

    @AfterEach
    void close() {
        bank.close();
        other.close();
    }

    private Transfer receive(Money amount) {
        return bank.transfers().transfer(TransferRequest.of(world, id, amount));
    }

    private Transfer pay(Money amount) {
        return bank.transfers().transfer(TransferRequest.of(id, world, amount));
    }

    @Test
    void saysHowTheAccountStoodAndWhatHappened() {
        receive(eur("100.00"));
        clock.advance(HOUR);
        Transfer rent = pay(eur("30.00"));
        clock.advance(HOUR);
        Transfer refund = receive(eur("5.00"));
        Transfer food = pay(eur("7.00"));
        clock.advance(HOUR);
        pay(eur("1.00"));

        Statement statement = accounts.statement(id, NOON.plus(HOUR), NOON.plus(HOUR.multipliedBy(3)));

        assertThat(statement.accountId()).isEqualTo(id);
        assertThat(statement.openingBalance()).isEqualTo(eur("100.00"));
        assertThat(statement.entries())
                .extracting(Entry::getTransferId)
                .containsExactly(rent.getId(), refund.getId(), food.getId());
        assertThat(statement.entries()).extracting(Entry::getPosition).containsExactly(2L, 3L, 4L);
        assertThat(statement.closingBalance()).isEqualTo(eur("68.00"));
        assertThat(statement.totalDebits()).isEqualTo(eur("37.00"));
        assertThat(statement.totalCredits()).isEqualTo(eur("5.00"));
    }

    @Test
    void itsLinesAreTheAccountsEntries() {
        receive(eur("100.00"));
        pay(eur("30.00"));

        assertThat(accounts.statement(id, NOON, NOON.plus(HOUR)).entries())
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(accounts.entry(id, 1), accounts.entry(id, 2));
        assertThat(accounts.entries(id, 0, 10))
                .usingRecursiveFieldByFieldElementComparator()
                .containsExactly(accounts.entry(id, 1), accounts.entry(id, 2));
    }

    @Test
    void beginsAtAnInstantAndEndsBeforeAnother() {
        receive(eur("1.00"));
        Instant microsecondLater = NOON.plus(1, ChronoUnit.MICROS);

        assertThat(accounts.statement(id, NOON, microsecondLater).entries()).hasSize(1);
        assertThat(accounts.statement(id, NOON, NOON.plusNanos(1)).entries()).hasSize(1);
        assertThat(accounts.statement(id, NOON, NOON).entries()).isEmpty();
        assertThat(accounts.statement(id, NOON.minusNanos(1), NOON).entries()).isEmpty();
        assertThat(accounts.statement(id, NOON.plusNanos(1), microsecondLater).entries())
                .isEmpty();

        Statement before = accounts.statement(id, NOON.minus(HOUR), NOON);
        assertThat(before.openingBalance()).isEqualTo(eur("0.00"));
        assertThat(before.closingBalance()).isEqualTo(eur("0.00"));
        Statement after = accounts.statement(id, microsecondLater, NOON.plus(HOUR));
        assertThat(after.openingBalance()).isEqualTo(eur("1.00"));
        assertThat(after.closingBalance()).isEqualTo(eur("1.00"));
    }

    @Test
    void answersForAnyPeriod() {
        receive(eur("1.00"));

        assertThat(accounts.statement(id, Instant.MIN, Instant.MAX).entries()).hasSize(1);
        assertThat(accounts.statement(id, Instant.MIN, Instant.MIN).entries()).isEmpty();
        assertThat(accounts.statement(id, Instant.MAX, Instant.MAX).openingBalance())
                .isEqualTo(eur("1.00"));
        for (String far : List.of("-4714-01-01T00:00:00Z", "-4713-11-24T00:00:00Z", "+294277-01-01T00:00:00Z")) {
            Instant when = Instant.parse(far);
            boolean future = when.isAfter(NOON);
            assertThat(accounts.balanceAt(id, when)).as(far).isEqualTo(future ? eur("1.00") : eur("0.00"));
            assertThat(accounts.statement(id, when, Instant.MAX).entries())
                    .as(far)
                    .hasSize(future ? 0 : 1);
        }
    }

    @Test
    void knowsAnAccountWithoutEntries() {
        Statement statement = accounts.statement(id, Instant.MIN, Instant.MAX);

        assertThat(statement.entries()).isEmpty();
        assertThat(statement.openingBalance()).isEqualTo(eur("0.00"));
        assertThat(statement.closingBalance()).isEqualTo(eur("0.00"));
    }

    @Test
    void refusesAPeriodThatEndsBeforeItBegins() {
        Instant later = NOON.plusNanos(1);

        assertThat(scene.impossible(() -> accounts.statement(id, later, NOON))).hasMessageContaining("from");
        assertThat(scene.impossible(() -> accounts.entries(id, later, NOON, 0, 1)))
                .hasMessageContaining("from");
        assertThat(scene.impossible(() -> accounts.stream(id, later, NOON))).hasMessageContaining("from");
    }

    @Test
    void refusesAnAccountThatDoesNotExist() {
        UUID nobody = UUID.randomUUID();

        for (var call : List.<ThrowingCallable>of(
                () -> accounts.statement(nobody, NOON, NOON),
                () -> accounts.balanceAt(nobody, NOON),
                () -> accounts.entries(nobody, NOON, NOON, 0, 1),
                () -> accounts.stream(nobody, NOON, NOON),
                () -> accounts.stream(nobody, 0))) {
            assertThat(scene.refused(AccountNotFoundException.class, call).getAccountId())
                    .isEqualTo(nobody);
        }
    }

    @Test
    void statementsOfAdjoiningPeriodsMeetWhicheverNodePostsAndWhateverItsClockSays() {
        long seed = System.nanoTime();
        Random random = new Random(seed);
        for (int i = 0; i < 80; i++) {
            clock.advance(micros(random.nextInt(7) - 2));
            otherClock.advance(micros(random.nextInt(7) - 3));
            TransferService transfers = (random.nextBoolean() ? bank : other).transfers();
            Money amount = cents(1 + random.nextInt(100));
            transfers.transfer(
                    random.nextBoolean()
                            ? TransferRequest.of(world, id, amount)
                            : TransferRequest.of(id, world, amount));
        }
        List<Entry> all = accounts.entries(id, 0, 100);
        assertThat(all).as("seed %d", seed).extracting(Entry::getBookedAt).isSorted();

        List<Entry> seen = new ArrayList<>();
        Instant from = NOON.minus(micros(200));
        Money closing = eur("0.00");
        while (!from.isAfter(NOON.plus(micros(400)))) {
            Instant to = from.plusNanos(random.nextInt(20_000));
            Statement statement = accounts.statement(id, from, to);
            assertThat(statement.openingBalance()).as("seed %d", seed).isEqualTo(closing);
            assertThat(statement.entries()).as("seed %d", seed).isEqualTo(accounts.entries(id, from, to, 0, 100));
            seen.addAll(statement.entries());
            closing = statement.closingBalance();
            from = to;
        }
        assertThat(seen).as("seed %d", seed).isEqualTo(all);
        assertThat(closing).as("seed %d", seed).isEqualTo(scene.balance(id));
    }

    private static Duration micros(long count) {
        return Duration.of(count, ChronoUnit.MICROS);
    }

    @Test
    void pagesOfAPeriodMeetWithoutAGap() {
        receive(eur("1.00"));
        clock.advance(HOUR);
        for (int i = 0; i < 5; i++) {
            receive(eur("1.00"));
        }
        clock.advance(HOUR);
        receive(eur("1.00"));
        Instant from = NOON.plus(HOUR);
        Instant to = NOON.plus(HOUR.multipliedBy(2));

        assertThat(positions(accounts.entries(id, from, to, 0, 2))).containsExactly(2L, 3L);
        assertThat(positions(accounts.entries(id, from, to, 3, 2))).containsExactly(4L, 5L);
        assertThat(positions(accounts.entries(id, from, to, 5, 2))).containsExactly(6L);
        assertThat(positions(accounts.entries(id, from, to, 6, 2))).isEmpty();
        assertThat(positions(accounts.entries(id, from, to, Long.MAX_VALUE, Integer.MAX_VALUE)))
                .isEmpty();
        assertThat(positions(accounts.entries(id, from, to, 0, 0))).isEmpty();
    }

    private static List<Long> positions(List<Entry> entries) {
        return entries.stream().map(Entry::getPosition).toList();
    }

    /** Of a transaction that is under way, nothing is seen, though its time is over. */
    @Test
    void isFinalOnceALineWasBookedAtItsEndOrLater() {
        clock.set(Instant.now()); // as a joining caller's does
        Instant from = clock.instant().minus(HOUR);
        Instant end = clock.instant().plus(HOUR);
        receive(eur("1.00"));
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            Transfer late = TransferService.joining(entityManager).transfer(TransferRequest.of(world, id, eur("2.00")));
            assertThat(late.getBookedAt()).isBefore(end);
            assertThat(AccountService.joining(entityManager)
                            .statement(id, from, end)
                            .entries())
                    .hasSize(2);

            assertThat(accounts.statement(id, from, end).closingBalance()).isEqualTo(eur("1.00"));
            assertThat(accounts.balanceAt(id, end)).isEqualTo(eur("1.00"));
            assertThat(scene.balance(id)).isEqualTo(eur("1.00"));

            entityManager.getTransaction().commit();
        }
        assertThat(accounts.statement(id, from, end).closingBalance()).isEqualTo(eur("3.00"));
        assertThat(accounts.balanceAt(id, end)).isEqualTo(eur("3.00"));

        clock.set(end.plus(HOUR));
        receive(eur("4.00"));
        Statement last = accounts.statement(id, from, end);
        otherClock.set(from); // behind, but what it posts comes after the period all the same
        Transfer behind = other.transfers().transfer(TransferRequest.of(world, id, eur("8.00")));

        assertThat(behind.getBookedAt()).isAfter(end);
        assertThat(accounts.statement(id, from, end)).isEqualTo(last);
        assertThat(last.closingBalance()).isEqualTo(eur("3.00"));
    }

    @Test
    void isRightWhileOthersPost() throws Exception {
        int posters = 3;
        List<Integer> lines = Together.run(posters + 1, thread -> () -> {
            int most = 0;
            for (int i = 0; i < 40; i++) {
                if (thread < posters) {
                    (thread == 0 ? other : bank)
                            .transfers()
                            .transfer(TransferRequest.of(world, id, cents(1 + (long) thread)));
                } else {
                    Statement statement =
                            accounts.statement(id, Instant.MIN, Instant.MAX); // adds up, or it is not made
                    assertThat(statement.openingBalance()).isEqualTo(eur("0.00"));
                    assertThat(statement.entries()).hasSizeGreaterThanOrEqualTo(most);
                    most = statement.entries().size();
                }
            }
            return most;
        });

        assertThat(lines.get(posters)).isLessThanOrEqualTo(posters * 40);
        Statement all = accounts.statement(id, Instant.MIN, Instant.MAX);
        assertThat(all.entries()).hasSize(posters * 40);
        assertThat(all.closingBalance()).isEqualTo(scene.balance(id));
    }
}
