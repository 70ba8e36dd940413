package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A ledger that counts a currency with other decimal places than Joda-Money does here: no amount of it is told as money. */
class CurrencyMismatchTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final UUID TRANSFER = UUID.randomUUID();
    private static final Money ONE = Money.parse("EUR 1.00");

    private final Account alice = account(3);
    private final Account bob = account(3);
    private final Transfer transfer =
            Transfer.restore(TRANSFER, alice.getId(), bob.getId(), "EUR", 3, 100, "rent", null, NOW);
    private final Hold hold = Hold.restore(
            TRANSFER,
            alice.getId(),
            bob.getId(),
            100,
            0,
            "EUR",
            3,
            null,
            HoldStatus.PENDING,
            NOW,
            NOW.plusSeconds(60),
            null);
    private final Entry entry = Entry.restore(alice.getId(), 1, TRANSFER, "EUR", 3, 7, 7, NOW);

    private static Account account(Integer decimalPlaces) {
        return Account.restore(
                        UUID.randomUUID(),
                        "somebody",
                        "EUR",
                        1_000,
                        100,
                        0L,
                        9_000L,
                        AccountStatus.OPEN,
                        1,
                        3,
                        NOW,
                        NOW)
                .copy(decimalPlaces);
    }

    private static void assertRefused(UUID id, ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOfSatisfying(CurrencyMismatchException.class, mismatch -> {
                assertThat(mismatch.getId()).isEqualTo(id);
                assertThat(mismatch.getCurrencyCode()).isEqualTo("EUR");
                assertThat(mismatch.getLedgerDecimalPlaces()).isEqualTo(3);
                assertThat(mismatch.getDecimalPlaces()).isEqualTo(2);
                assertThat(mismatch)
                        .hasMessageContaining("with 3 decimal places")
                        .hasMessageContaining("with 2");
            });
        }
    }

    @Test
    void whatIsMoneyIsRefusedAndNamesBothNumbers() {
        assertRefused(
                alice.getId(),
                alice::getCurrency,
                alice::getBalance,
                alice::getHeld,
                alice::getAvailable,
                alice::getMinimumBalance,
                alice::getMaximumBalance,
                alice.copy()::getBalance,
                entry::getAmount,
                entry::getBalance);
        assertRefused(TRANSFER, transfer::getAmount, hold::getAmount, hold::getCapturedAmount);
        assertRefused(TRANSFER, hold.release(account(), NOW)::getAmount);
    }

    private Account account() {
        return Account.restore(
                alice.getId(), "somebody", "EUR", 1_000, 100, 0L, null, AccountStatus.OPEN, 1, 3, NOW, NOW);
    }

    @Test
    void minorUnitsAreReadAndSoIsWhatTheyAre() {
        assertThat(alice.getBalanceMinor()).isEqualTo(1_000);
        assertThat(alice.getDecimalPlaces()).isEqualTo(3);
        assertThat(alice).hasToString("Account " + alice.getId() + ": EUR 1000 minor units, OPEN");
        assertThat(transfer.toString()).contains("EUR 100 minor units");
        assertThat(hold.toString()).contains("EUR 100 minor units");
        assertThat(entry.toString()).contains("EUR 7 minor units, then EUR 7 minor units");
    }

    @Test
    void nothingIsPosted() {
        TransferRequest request = TransferRequest.of(alice.getId(), bob.getId(), ONE);

        assertRefused(
                alice.getId(),
                () -> Transfer.post(request, alice, bob, NOW),
                () -> Hold.place(request, alice, bob, null, Duration.ofDays(1), NOW),
                () -> hold.capture(ONE, alice, bob, NOW),
                () -> alice.requireCurrency(null, ONE));
        assertRefused(
                bob.getId(),
                () -> transfer.reverse(UUID.randomUUID(), ONE, Money.zero(ONE.getCurrencyUnit()), bob, alice, NOW));
        assertThat(alice.getBalanceMinor()).isEqualTo(1_000);
        assertThat(alice.getHeldMinor()).isEqualTo(100);
    }

    @Test
    void asManyMinorUnitsOfAnotherSizeAreNoReplay() {
        TransferRequest request = new TransferRequest(TRANSFER, alice.getId(), bob.getId(), ONE, "rent");

        assertRefused(TRANSFER, () -> transfer.differenceTo(request), () -> hold.differenceTo(request));
    }

    @Test
    void whereTheLedgerCountsAsJodaMoneyDoesOrDoesNotSayAllIsAsBefore() {
        for (Integer places : new Integer[] {2, null}) {
            Account from = account(places);
            Account to = account(places);
            Posting posting = Transfer.post(TransferRequest.of(from.getId(), to.getId(), ONE), from, to, NOW);

            assertThat(posting.transfer().getAmount()).isEqualTo(ONE);
            assertThat(posting.credit().getBalance()).isEqualTo(Money.parse("EUR 11.00"));
            assertThat(from.getBalance()).isEqualTo(Money.parse("EUR 9.00"));
        }
    }
}
