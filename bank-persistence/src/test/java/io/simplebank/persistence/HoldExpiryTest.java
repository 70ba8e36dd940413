package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** When a hold's time is over, to the microsecond. */
@ExtendWith(BankExtension.class)
class HoldExpiryTest {

    private static final Instant NOON = Instant.parse("2030-01-01T12:00:00.123456Z");
    private static final Duration A_MICROSECOND = Duration.ofNanos(1_000);

    private final ClockByHand clock = new ClockByHand(NOON);
    private final Bank bank;
    private final Scene scene;
    private final UUID from;
    private final UUID to;

    HoldExpiryTest(TestDatabase database) {
        bank = Bank.at(database.url()).poolSize(1).clock(clock).open();
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        from = scene.with(eur("10.00"));
        to = scene.empty();
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        clock.set(NOON.plus(Hold.LONGEST_TIME_TO_LIVE)); // nothing is left to the next test
        bank.transfers().expireHolds(1_000);
        bank.close();
        TheBooks.areRight(scene.dataSource());
        HeldMoney.isRight(scene.dataSource());
    }

    private Hold hold(Duration timeToLive) {
        return bank.transfers().hold(TransferRequest.of(from, to, eur("1.00")), timeToLive);
    }

    private HoldStatus status(Hold hold) {
        return bank.transfers().findHold(hold.getId()).orElseThrow().getStatus();
    }

    @Test
    void isCapturedUpToTheLastMicrosecond() {
        Hold hold = hold(Duration.ofHours(1));
        clock.set(hold.getExpiresAt().minus(A_MICROSECOND));

        assertThat(bank.transfers().expireHolds(10)).isZero();
        bank.transfers().capture(hold.getId());

        assertThat(status(hold)).isEqualTo(HoldStatus.CAPTURED);
        assertThat(scene.balance(to)).isEqualTo(eur("1.00"));
    }

    @Test
    void isOverWhenItsTimeIsThere() {
        Hold hold = hold(Duration.ofHours(1));
        clock.set(hold.getExpiresAt());

        HoldNotPendingException refusal = thrownBy(() -> bank.transfers().capture(hold.getId()));

        assertThat(refusal.getStatus()).isEqualTo(HoldStatus.EXPIRED);
        assertThat(refusal.getHoldId()).isEqualTo(hold.getId());
        assertThat(status(hold)).isEqualTo(HoldStatus.EXPIRED);
        assertThat(bank.accounts().get(from).getAvailable()).isEqualTo(eur("10.00"));
    }

    @Test
    void staysWhatItIsWhenTheClockGoesBack() {
        Hold hold = hold(Duration.ofHours(1));
        clock.set(hold.getExpiresAt());
        assertThat(bank.transfers().expireHolds(10)).isOne();
        clock.set(NOON);

        assertThat(thrownBy(() -> bank.transfers().capture(hold.getId())).getStatus())
                .isEqualTo(HoldStatus.EXPIRED);
        assertThat(bank.transfers().expireHolds(10)).isZero();
    }

    @Test
    void canBeEndedByAClockThatIsBehind() {
        Hold hold = hold(Duration.ofHours(1));
        clock.set(NOON.minus(Duration.ofDays(1)));

        assertThat(bank.transfers().release(hold.getId()).getEndedAt()).isEqualTo(clock.instant());
    }

    @Test
    void livesForAMicrosecondAtLeastAndAHundredYearsAtMost() {
        assertThat(hold(A_MICROSECOND).getExpiresAt()).isEqualTo(NOON.plus(A_MICROSECOND));
        assertThat(hold(Duration.ofNanos(1_999)).getExpiresAt()).isEqualTo(NOON.plus(A_MICROSECOND));
        assertThat(hold(Hold.LONGEST_TIME_TO_LIVE).getExpiresAt()).isEqualTo(NOON.plus(Duration.ofDays(36_525)));
    }

    @ParameterizedTest
    @ValueSource(strings = {"PT0S", "PT-1H", "PT0.000000999S", "PT876600H0.000000001S", "P106751991167300D"})
    void cannotLiveForEverOrNotAtAll(Duration timeToLive) {
        scene.impossible(() -> hold(timeToLive));
    }

    @Test
    void isKeptToTheMicrosecond() {
        clock.set(NOON.plusNanos(999));

        Hold hold = hold(Duration.ofSeconds(1));

        assertThat(hold.getPlacedAt()).isEqualTo(NOON);
        assertThat(bank.transfers().findHold(hold.getId()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(hold);
        clock.set(hold.getExpiresAt().minusNanos(1)); // which PostgreSQL rounds up to its time
        assertThat(bank.transfers().expireHolds(10)).isZero();
    }

    @Test
    void thoseThatAreDueTheLongestExpireFirst() {
        Hold third = hold(Duration.ofHours(3));
        Hold first = hold(Duration.ofHours(1));
        Hold second = hold(Duration.ofHours(2));
        Hold fourth = hold(Duration.ofHours(4));
        clock.advance(Duration.ofHours(3));

        assertThat(bank.transfers().expireHolds(2)).isEqualTo(2);
        assertThat(status(first)).isEqualTo(HoldStatus.EXPIRED);
        assertThat(status(second)).isEqualTo(HoldStatus.EXPIRED);
        assertThat(bank.transfers().pendingHolds(from, 0, 10))
                .contains(third, fourth)
                .doesNotContain(first, second);

        assertThat(bank.transfers().expireHolds(2)).isOne();
        assertThat(status(third)).isEqualTo(HoldStatus.EXPIRED);
        assertThat(status(fourth)).isEqualTo(HoldStatus.PENDING);
        assertThat(bank.accounts().get(from).getHeld()).isEqualTo(cents(100));
    }

    @Test
    void theDueMoneyIsNotAvailableUntilSomebodyTouchesTheHold() {
        Hold hold = hold(Duration.ofHours(1));
        clock.set(hold.getExpiresAt());

        assertThat(status(hold)).isEqualTo(HoldStatus.PENDING);
        assertThat(bank.accounts().get(from).getAvailable()).isEqualTo(eur("9.00"));
        assertThat(bank.transfers().pendingHolds(from, 0, 10)).containsExactly(hold);

        assertThat(bank.transfers().release(hold.getId()).getStatus()).isEqualTo(HoldStatus.EXPIRED);
        assertThat(bank.accounts().get(from).getAvailable()).isEqualTo(eur("10.00"));
    }

    @ParameterizedTest
    @ValueSource(ints = {0, -1})
    void refusesToSweepNothing(int limit) {
        scene.impossible(() -> bank.transfers().expireHolds(limit));
    }

    private static HoldNotPendingException thrownBy(ThrowingCallable call) {
        return catchThrowableOfType(HoldNotPendingException.class, call);
    }
}
