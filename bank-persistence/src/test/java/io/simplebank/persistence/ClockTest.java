package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Stream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** A clock that is wrong: time never goes back on an account, and an impossible time is refused before anything is done. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
@SuppressWarnings("NullAway") // a clock that says nothing is tested
class ClockTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");

    private final TestDatabase database;
    private final ClockByHand clock = new ClockByHand(NOON);
    private final Bank bank;
    private final Scene scene;
    private final UUID world;
    private final UUID alice;

    ClockTest(TestDatabase database) {
        this.database = database;
        bank = Bank.at(database.url()).poolSize(2).clock(clock).open();
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        world = scene.world();
        alice = scene.with(eur("100.00"));
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        clock.set(NOON);
        TheBooks.areRight(database.dataSource());
        assertThat(bank.audit().findings()).isEmpty();
        bank.close();
    }

    static Stream<@Nullable Instant> impossibleTimes() {
        return Stream.of(
                null,
                Instant.MIN,
                Instant.MAX,
                Instant.parse("1582-12-31T23:59:59.999999999Z"),
                Instant.parse("+10000-01-01T00:00:00Z"));
    }

    @ParameterizedTest
    @MethodSource("impossibleTimes")
    void anImpossibleTimeIsRefusedAndNothingIsDone(@Nullable Instant time) {
        Hold hold = scene.transfers().hold(request(), Duration.ofHours(1));
        UUID paid = scene.move(world, alice, eur("1.00")).getId();
        clock.set(time);

        assertRefused(() -> scene.transfers().transfer(request()));
        assertRefused(() -> scene.transfers().transferAll(List.of(request(), request())));
        assertRefused(() -> scene.transfers().transferEach(List.of(request(), request())));
        assertRefused(() -> scene.transfers().hold(request(), Duration.ofHours(1)));
        assertRefused(() -> scene.transfers().capture(hold.getId()));
        assertRefused(() -> scene.transfers().release(hold.getId()));
        assertRefused(() -> scene.transfers().reverse(paid));
        assertRefused(() -> scene.accounts().adjustBalance(alice, eur("7.00"), world));
        assertRefused(() -> scene.accounts().open(OpenAccount.of("bob", CurrencyUnit.EUR)));

        clock.set(NOON);
        scene.transfers().transfer(request());
    }

    @Test
    void noTimeAtAllIsRefusedWhereverTheClockIsAsked() {
        clock.set(null);

        assertRefused(() -> scene.transfers().expireHolds(10));
        assertRefused(() -> bank.audit());
    }

    @ParameterizedTest
    @MethodSource("timesBeforeAndAfterAllOthers")
    void holdsExpireWhenTheirTimeIsOver(Instant time, boolean over) {
        Hold hold = scene.transfers().hold(request(), Duration.ofHours(1));
        clock.set(time);

        if (over) {
            assertRefused(() -> scene.transfers().expireHolds(10)); // when it ended cannot be written down
        } else {
            assertThat(scene.transfers().expireHolds(10)).isZero();
        }
        assertThat(bank.audit().takenAt()).isEqualTo(time);

        clock.set(NOON.plus(Duration.ofHours(1)));
        assertThat(scene.transfers().expireHolds(1_000)).isPositive();
        assertThat(scene.transfers().findHold(hold.getId()).orElseThrow().getStatus())
                .isEqualTo(HoldStatus.EXPIRED);
    }

    static Stream<Arguments> timesBeforeAndAfterAllOthers() {
        return Stream.of(arguments(Instant.MIN, false), arguments(Instant.MAX, true));
    }

    private void assertRefused(ThrowingCallable call) {
        assertThat(scene.impossible(call)).hasMessageStartingWith("the clock's time must");
    }

    @ParameterizedTest
    @MethodSource("possibleTimes")
    void anyOtherTimeIsKeptToTheMicrosecond(Instant time) {
        clock.set(time);
        UUID carol = scene.with(eur("10.00"));
        UUID dave = scene.empty();
        TransferRequest request = TransferRequest.of(carol, dave, eur("1.00"));

        assertThat(scene.transfers().transfer(request).getBookedAt()).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        assertThat(scene.transfers().find(request.id()).orElseThrow().getBookedAt())
                .isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        assertThat(scene.accounts().get(dave).getOpenedAt()).isEqualTo(time.truncatedTo(ChronoUnit.MICROS));
        assertThat(scene.accounts().balanceAt(dave, time)).isEqualTo(eur("1.00"));
        assertThat(scene.accounts().balanceAt(dave, time.minusNanos(1_000))).isEqualTo(eur("0.00"));
    }

    static Stream<Instant> possibleTimes() {
        return Stream.of(
                Instant.parse("1583-01-01T00:00:00Z"),
                Instant.parse("1899-12-31T23:59:59.000000999Z"),
                Instant.EPOCH.minusNanos(1),
                Instant.parse("2026-03-29T01:30:00.123456789Z"),
                Instant.parse("9999-12-31T23:59:59.999999999Z"));
    }

    @Test
    void aHoldThatWouldOutliveTheCalendarIsRefused() {
        clock.set(Instant.parse("9999-12-31T00:00:00Z"));

        assertThat(scene.impossible(() -> scene.transfers().hold(request(), Duration.ofDays(1))))
                .hasMessageContaining("the hold expires");
        scene.transfers()
                .release(scene.transfers()
                        .hold(request(), Duration.ofDays(1).minusNanos(1_000))
                        .getId());
    }

    @Test
    void timeNeverGoesBackOnAnAccountWhereverTheClockJumps() {
        Random random = new Random(4711);
        for (int i = 0; i < 200; i++) {
            clock.advance(Duration.ofSeconds(random.nextInt(2 * 86_400) - 86_400, random.nextInt(1_000_000_000)));
            if (random.nextBoolean()) {
                scene.move(world, alice, eur("0.10"));
            } else {
                scene.move(alice, scene.empty(), eur("0.10"));
            }
        }

        for (UUID id : List.of(world, alice)) {
            List<Entry> entries = scene.accounts().entries(id, 0, 1_000);
            assertThat(entries)
                    .isSortedAccordingTo((one, other) -> one.getBookedAt().compareTo(other.getBookedAt()));
            Account account = scene.accounts().get(id);
            assertThat(account.getLastBookedAt())
                    .isEqualTo(entries.get(entries.size() - 1).getBookedAt());
        }
    }

    @Test
    void aHoldEndsThoughTheClockHasGoneBackToBeforeItWasPlaced() {
        Hold captured = scene.transfers().hold(request(), Duration.ofHours(1));
        Hold released = scene.transfers().hold(request(), Duration.ofHours(1));
        clock.advance(Duration.ofHours(-5));

        scene.transfers().capture(captured.getId());
        assertThat(scene.transfers().release(released.getId()).getStatus()).isEqualTo(HoldStatus.RELEASED);
        assertThat(scene.transfers().expireHolds(10)).isZero();
    }

    private TransferRequest request() {
        return TransferRequest.of(alice, world, eur("1.00"));
    }
}
