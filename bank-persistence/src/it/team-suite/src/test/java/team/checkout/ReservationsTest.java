package team.checkout;

import static io.simplebank.persistence.testing.BankAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestClock;
import java.time.Duration;
import java.time.Instant;
import org.joda.money.Money;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

@BankTest(value = DatabasePer.METHOD, startingAt = "2026-03-01T12:00:00Z")
class ReservationsTest {

    private final Account alice;
    private final Account till;
    private final Reservations reservations;

    ReservationsTest(TestAccounts accounts, TransferService transfers) {
        alice = accounts.open("alice", "EUR 100.00");
        till = accounts.open("till", "EUR 0.00");
        reservations = new Reservations(transfers, till.getId());
    }

    @Test
    void takesTheMoneyWhenTheGoodsAreShipped(Bank bank) {
        Hold reservation = reservations.reserve(alice.getId(), Money.parse("EUR 40.00"));
        assertThat(reservation).isPending().hasAmount("EUR 40.00");
        assertThat(bank)
                .account(alice)
                .hasBalance("EUR 100.00")
                .hasHeld("EUR 40.00")
                .hasAvailable("EUR 60.00");

        assertThat(reservations.ship(reservation)).isTo(till).hasAmount("EUR 40.00");
        assertThat(bank).hold(reservation).isCaptured();
    }

    @Nested
    class AfterAWeek {

        private final Hold reservation = reservations.reserve(alice.getId(), Money.parse("EUR 40.00"));

        @Test
        void theMoneyIsFreeAgain(Bank bank, TestClock clock) {
            clock.advance(Duration.ofDays(7));
            reservations.cleanUp();

            assertThat(bank).hold(reservation).isExpired();
            assertThat(bank).account(alice).hasAvailable("EUR 100.00");
        }

        @Test
        void nothingIsShipped(Bank bank, TestClock clock) {
            clock.advanceTo(Instant.parse("2026-03-08T12:00:00Z"));

            assertThatThrownBy(() -> reservations.ship(reservation)).isInstanceOf(HoldNotPendingException.class);
            assertThat(bank).account(till).hasBalance("EUR 0.00");
        }
    }
}
