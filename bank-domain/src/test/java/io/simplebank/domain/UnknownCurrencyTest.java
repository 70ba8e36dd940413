package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.math.BigInteger;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A currency that Joda-Money does not know is data: only what needs a {@link Money} of it fails, and says of what. */
class UnknownCurrencyTest {

    private static final Instant NOW = Instant.parse("2026-11-25T12:00:00Z");
    private static final UUID TRANSFER = UUID.randomUUID();
    private static final Money ONE = Money.parse("EUR 1.00");

    private final Account alice = account();
    private final Account bob = account();
    private final Transfer transfer =
            Transfer.restore(TRANSFER, alice.getId(), bob.getId(), "ZZZ", 7, "rent", null, NOW);
    private final Hold hold = Hold.restore(
            TRANSFER,
            alice.getId(),
            bob.getId(),
            7,
            0,
            "ZZZ",
            null,
            HoldStatus.PENDING,
            NOW,
            NOW.plusSeconds(60),
            null);
    private final Entry entry = Entry.restore(alice.getId(), 1, TRANSFER, "ZZZ", 7, 7, NOW);

    private static Account account() {
        return Account.restore(UUID.randomUUID(), "somebody", "ZZZ", 7, 7, 0L, 9L, AccountStatus.OPEN, 1, 3, NOW, NOW);
    }

    private static void assertUnknown(UUID id, ThrowingCallable... calls) {
        for (ThrowingCallable call : calls) {
            assertThatThrownBy(call).isInstanceOfSatisfying(UnknownCurrencyException.class, unknown -> {
                assertThat(unknown.getId()).isEqualTo(id);
                assertThat(unknown.getCurrencyCode()).isEqualTo("ZZZ");
            });
        }
    }

    @Test
    void whatIsNoMoneyCanBeRead() {
        assertThat(alice.getCurrencyCode()).isEqualTo("ZZZ");
        assertThat(alice.getBalanceMinor()).isEqualTo(7);
        assertThat(alice.getHeldMinor()).isEqualTo(7);
        assertThat(alice.getMinimumBalanceMinor()).isZero();
        assertThat(alice.getMaximumBalanceMinor()).isEqualTo(9);
        assertThat(alice.copy()).usingRecursiveComparison().isEqualTo(alice);
        assertThat(transfer.getCurrencyCode()).isEqualTo("ZZZ");
        assertThat(transfer.getAmountMinor()).isEqualTo(7);
        assertThat(hold.getCurrencyCode()).isEqualTo("ZZZ");
        assertThat(hold.getAmountMinor()).isEqualTo(7);
        assertThat(hold.getCapturedAmountMinor()).isZero();
        assertThat(entry.getCurrencyCode()).isEqualTo("ZZZ");
        assertThat(entry.getAmountMinor()).isEqualTo(7);
        assertThat(entry.getBalanceMinor()).isEqualTo(7);
    }

    @Test
    void eachHasWordsForIt() {
        assertThat(alice).hasToString("Account " + alice.getId() + ": ZZZ 7 minor units, OPEN");
        assertThat(entry)
                .hasToString("Entry 1 of account " + alice.getId() + ": ZZZ 7 minor units, then ZZZ 7 minor units");
        assertThat(transfer.toString()).startsWith("Transfer " + TRANSFER + ": ZZZ 7 minor units from ");
        assertThat(hold.toString()).startsWith("Hold " + TRANSFER + ": ZZZ 7 minor units from ");
        assertThat(new TransferEvent(1, transfer).toString()).contains("ZZZ 7 minor units");
        assertThat(new Posting(transfer, entry, entry).toString()).contains("ZZZ 7 minor units");
        assertThat(transfer).isEqualTo(transfer).hasSameHashCodeAs(transfer).isNotEqualTo(hold);
    }

    @Test
    void whatIsMoneyIsRefusedAndNamesTheRecord() {
        assertUnknown(
                alice.getId(),
                alice::getCurrency,
                alice::getBalance,
                alice::getHeld,
                alice::getAvailable,
                alice::getMinimumBalance,
                alice::getMaximumBalance,
                entry::getAmount,
                entry::getBalance);
        assertUnknown(TRANSFER, transfer::getAmount, hold::getAmount, hold::getCapturedAmount);
    }

    @Test
    void nothingElseIsPostedOnSuchAnAccount() {
        TransferRequest request = TransferRequest.of(alice.getId(), bob.getId(), ONE);

        assertUnknown(
                alice.getId(),
                () -> Transfer.post(request, alice, bob, NOW),
                () -> Hold.place(request, alice, bob, null, Duration.ofDays(1), NOW),
                () -> hold.capture(ONE, alice, bob, NOW));
        assertUnknown(
                bob.getId(),
                () -> transfer.reverse(UUID.randomUUID(), ONE, Money.zero(ONE.getCurrencyUnit()), bob, alice, NOW));
        assertThatThrownBy(() -> Transfer.post(request, alice, bob, NOW))
                .isInstanceOfSatisfying(
                        UnknownCurrencyException.class,
                        unknown -> assertThat(unknown.getRequestId()).isEqualTo(request.id()));
    }

    @Test
    void anAmountOfAnotherCurrencyIsNoReplay() {
        TransferRequest request = TransferRequest.of(alice.getId(), bob.getId(), Money.parse("EUR 0.07"));

        assertThat(transfer.differenceTo(request)).isEqualTo("amount");
        assertThat(hold.differenceTo(request)).isEqualTo("amount");
        assertThat(transfer.differenceTo(TransferRequest.upTo(alice.getId(), bob.getId(), ONE)))
                .isEqualTo("amount");
    }

    @Test
    void aHoldIsReleased() {
        Hold released = hold.release(alice, NOW);

        assertThat(released.getStatus()).isEqualTo(HoldStatus.RELEASED);
        assertThat(alice.getHeldMinor()).isZero();
        assertThatThrownBy(() -> hold.release(alice, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("ZZZ 7 minor units");
    }

    @Test
    void aStatementAddsUpInMinorUnits() {
        Instant to = NOW.plusSeconds(1);
        Statement statement = Statement.of(alice.getId(), NOW, to, "ZZZ", 0, List.of(entry), 7);

        assertThat(statement.currencyCode()).isEqualTo("ZZZ");
        assertThat(statement.openingBalanceMinor()).isZero();
        assertThat(statement.closingBalanceMinor()).isEqualTo(7);
        assertThat(statement.totalCreditsMinor()).isEqualTo(BigInteger.valueOf(7));
        assertThat(statement.totalDebitsMinor()).isZero();
        assertThat(statement.toString()).contains("ZZZ");
        assertUnknown(
                alice.getId(),
                statement::openingBalance,
                statement::closingBalance,
                statement::totalDebits,
                statement::totalCredits);
        assertThatThrownBy(() -> Statement.of(alice.getId(), NOW, to, "ZZZ", 0, List.of(entry), 8))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("closingBalance");
        assertThatThrownBy(() -> Statement.of(alice.getId(), NOW, to, "ZZY", 0, List.of(entry), 7))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("continue");
    }
}
