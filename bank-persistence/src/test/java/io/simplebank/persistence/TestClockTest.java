package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.Account;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestClock;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class TestClockTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void standsUntilItIsAdvanced() {
        TestClock clock = TestClock.startingAt(NOON);

        assertThat(clock.instant()).isEqualTo(NOON);
        assertThat(clock.advance(HOUR)).isEqualTo(NOON.plus(HOUR)).isEqualTo(clock.instant());
        assertThat(clock.advanceTo(NOON.plus(HOUR))).isEqualTo(NOON.plus(HOUR));
        assertThat(clock.advanceTo(NOON.plus(HOUR).plusNanos(1))).isEqualTo(clock.instant());
        assertThat(clock).hasToString("TestClock at 2026-03-01T13:00:00.000000001Z");
    }

    @Test
    void goesWithTheSystemsClockAheadOfItByWhatItWasAdvanced() {
        Instant before = Instant.now();
        TestClock clock = TestClock.startingNow();
        assertThat(clock.instant()).isBetween(before, Instant.now());

        clock.advance(HOUR);
        assertThat(clock.instant()).isBetween(before.plus(HOUR), Instant.now().plus(HOUR));
        clock.advanceTo(before.plus(HOUR).plus(HOUR));
        assertThat(clock.instant())
                .isBetween(
                        before.plus(HOUR).plus(HOUR), Instant.now().plus(HOUR).plus(HOUR));
    }

    @Test
    void goesBackOnlyWhereThatIsSaid() {
        TestClock clock = TestClock.startingAt(NOON);

        assertThatThrownBy(() -> clock.advance(Duration.ofNanos(-1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("PT-0.000000001S");
        assertThatThrownBy(() -> clock.advanceTo(NOON.minusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("shows 2026-03-01T12:00:00Z already")
                .hasMessageContaining("2026-03-01T11:59:59.999999999Z");
        assertThatThrownBy(() -> clock.turnBackTo(NOON)).isInstanceOf(IllegalArgumentException.class);
        assertThat(clock.instant()).isEqualTo(NOON);

        assertThat(clock.turnBackTo(NOON.minus(HOUR)))
                .isEqualTo(clock.instant())
                .isEqualTo(NOON.minus(HOUR));
        assertThat(clock.advance(HOUR)).isEqualTo(NOON);
    }

    @Test
    void showsTheSameTimeElsewhere() {
        TestClock clock = TestClock.startingAt(NOON);
        Clock inTokyo = clock.withZone(ZoneId.of("Asia/Tokyo"));
        clock.advance(HOUR);

        assertThat(inTokyo.instant()).isEqualTo(NOON.plus(HOUR));
        assertThat(inTokyo.getZone()).isEqualTo(ZoneId.of("Asia/Tokyo"));
        assertThat(inTokyo.withZone(ZoneOffset.UTC)).isSameAs(clock);
        assertThat(clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Nested
    @BankTest(startingAt = "2026-03-01T12:00:00Z")
    class OfABankThatStartsAtATime {

        @Test
        void theBankRunsOnIt(Bank bank, TestAccounts accounts, TestClock clock) {
            Account alice = accounts.open("alice", "EUR 1.00");
            assertThat(alice.getOpenedAt()).isEqualTo(NOON);

            clock.advance(HOUR);
            assertThat(accounts.deposit(alice.getId(), "EUR 1.00").getLastBookedAt())
                    .isEqualTo(NOON.plus(HOUR));
            assertThat(bank.audit().takenAt()).isEqualTo(NOON.plus(HOUR));
        }
    }

    @Nested
    @BankTest
    class OfABankThatStartsNow {

        @Test
        void theBankRunsOnIt(TestAccounts accounts) {
            Instant before = Instant.now().truncatedTo(ChronoUnit.MICROS);

            assertThat(accounts.open("alice", "EUR 1.00").getOpenedAt()).isBetween(before, Instant.now());
        }
    }
}
