package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.NOW;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** A reversal is the opposite of a transfer, in full or in part. */
class ReversalTest {

    private static final UUID ID = UUID.randomUUID();

    private final Account alice = TestAccount.with(1_000).build();
    private final Account bob = TestAccount.empty();
    private final Transfer original = TestAccount.post(alice, bob, 700).transfer();

    private static Money cents(long minorUnits) {
        return Money.ofMinor(EUR, minorUnits);
    }

    private Posting reverse(long part, long before) {
        return original.reverse(ID, cents(part), cents(before), bob, alice, NOW);
    }

    private <E extends BankException> E refused(Class<E> kind, ThrowingCallable call) {
        Account aliceBefore = alice.copy();
        Account bobBefore = bob.copy();
        E refusal = catchThrowableOfType(kind, call);
        assertThat((Throwable) refusal).isExactlyInstanceOf(kind);
        assertThat(refusal.getRequestId()).isEqualTo(ID);
        assertThat(alice).usingRecursiveComparison().isEqualTo(aliceBefore);
        assertThat(bob).usingRecursiveComparison().isEqualTo(bobBefore);
        return refusal;
    }

    @Test
    void goesTheOppositeWayAndNamesWhatItReverses() {
        Posting posting = reverse(700, 0);

        Transfer reversal = posting.transfer();
        assertThat(reversal.getId()).isEqualTo(ID);
        assertThat(reversal.getReversesId()).isEqualTo(original.getId());
        assertThat(reversal.getFromAccountId()).isEqualTo(bob.getId());
        assertThat(reversal.getToAccountId()).isEqualTo(alice.getId());
        assertThat(reversal.getReference()).isNull();
        assertThat(posting.debit().getAmount()).isEqualTo(cents(-700));
        assertThat(alice.getBalance()).isEqualTo(cents(1_000));
    }

    @Test
    void takesBackWhatIsLeftAndNotACentMore() {
        AlreadyReversedException refusal = refused(AlreadyReversedException.class, () -> reverse(301, 400));
        assertThat(refusal.getTransferId()).isEqualTo(original.getId());
        assertThat(refusal.getRemaining()).isEqualTo(cents(300));
        assertThat(refusal.getRequested()).isEqualTo(cents(301));

        reverse(300, 400);
        refused(AlreadyReversedException.class, () -> reverse(1, 700));
    }

    @Test
    void isItselfNeverReversed() {
        Transfer reversal = reverse(300, 0).transfer();

        AlreadyReversedException refusal = refused(
                AlreadyReversedException.class, () -> reversal.reverse(ID, cents(1), cents(0), alice, bob, NOW));

        assertThat(refusal.getRemaining()).isEqualTo(cents(0));
    }

    @Test
    void refusesAnotherCurrencyBeforeTheRest() {
        refused(
                WrongCurrencyException.class,
                () -> original.reverse(ID, Money.parse("USD 99.00"), cents(0), bob, alice, NOW));
    }

    @Test
    void namesTooMuchBeforeTheFunds() {
        TestAccount.post(bob, alice, 700);

        refused(AlreadyReversedException.class, () -> reverse(701, 0));
        refused(InsufficientFundsException.class, () -> reverse(700, 0));
    }

    @Test
    void refusesAccountsInTheOrderOfTheTransfer() {
        assertThatThrownBy(() -> original.reverse(ID, cents(1), cents(0), alice, bob, NOW))
                .isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void isTheSameIfTransferAndPartAre() {
        Transfer reversal = reverse(300, 0).transfer();

        assertThat(reversal.differenceToReversal(original.getId(), cents(300))).isNull();
        assertThat(reversal.differenceToReversal(original.getId(), cents(301))).isEqualTo("amount");
        assertThat(reversal.differenceToReversal(original.getId(), Money.parse("USD 3.00")))
                .isEqualTo("amount");
        assertThat(reversal.differenceToReversal(ID, cents(300))).isEqualTo("reversesId");
        assertThat(original.differenceToReversal(original.getId(), cents(700))).isEqualTo("reversesId");
        assertThat(reversal.differenceTo(TestAccount.request(bob, alice, 300))).isEqualTo("reversesId");
    }

    @Test
    void refusesToTakeBackNothingOrLess() {
        assertThatThrownBy(() -> reverse(0, 0)).hasMessageStartingWith("part");
        assertThatThrownBy(() -> reverse(-1, 0)).hasMessageStartingWith("part");
    }
}
