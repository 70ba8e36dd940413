package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.NOW;
import static io.simplebank.domain.TestAccount.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.JPY;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Money is reserved, and then moves, or is free again. */
class HoldTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);
    private static final Instant LATER = NOW.plusSeconds(60);

    private final Account alice = TestAccount.with(1_000).build();
    private final Account bob = TestAccount.empty();

    private static Hold place(Account from, Account to, long minorUnits) {
        return Hold.place(request(from, to, minorUnits), from, to, null, AN_HOUR, NOW);
    }

    private static Money cents(long minorUnits) {
        return Money.ofMinor(EUR, minorUnits);
    }

    /** What is refused leaves the accounts as they were, and names the request or the hold. */
    private <E extends BankException> E refused(Class<E> kind, Account from, Account to, ThrowingCallable call) {
        Account fromBefore = from.copy();
        Account toBefore = to.copy();

        E refusal = catchThrowableOfType(kind, call);

        assertThat((Throwable) refusal).isExactlyInstanceOf(kind);
        assertThat(refusal.getRequestId()).isNotNull();
        assertThat(from).usingRecursiveComparison().isEqualTo(fromBefore);
        assertThat(to).usingRecursiveComparison().isEqualTo(toBefore);
        return refusal;
    }

    @Test
    void reservesWithoutMovingAnything() {
        TransferRequest request = request(alice, bob, 400).withReference("order 4711");

        Hold hold = Hold.place(request, alice, bob, null, AN_HOUR, NOW.plusNanos(999));

        assertThat(hold.getId()).isEqualTo(request.id());
        assertThat(hold.getFromAccountId()).isEqualTo(alice.getId());
        assertThat(hold.getToAccountId()).isEqualTo(bob.getId());
        assertThat(hold.getAmount()).isEqualTo(cents(400));
        assertThat(hold.getCapturedAmount()).isEqualTo(cents(0));
        assertThat(hold.getReference()).isEqualTo("order 4711");
        assertThat(hold.getStatus()).isEqualTo(HoldStatus.PENDING);
        assertThat(hold.getPlacedAt()).isEqualTo(NOW);
        assertThat(hold.getExpiresAt()).isEqualTo(NOW.plus(AN_HOUR));
        assertThat(hold.getEndedAt()).isNull();
        assertThat(alice.getBalance()).isEqualTo(cents(1_000));
        assertThat(alice.getHeld()).isEqualTo(cents(400));
        assertThat(alice.getAvailable()).isEqualTo(cents(600));
        assertThat(alice.getPosition()).isEqualTo(7);
        assertThat(bob.getHeld()).isEqualTo(cents(0));
    }

    @Test
    void isCapturedInFull() {
        Hold hold = place(alice, bob, 400);

        Hold.Capture capture = hold.capture(cents(400), alice, bob, LATER);

        assertThat(capture.posting().transfer().getId()).isEqualTo(hold.getId());
        assertThat(capture.posting().transfer().getAmount()).isEqualTo(cents(400));
        assertThat(capture.posting().transfer().getReversesId()).isNull();
        assertThat(capture.hold().getStatus()).isEqualTo(HoldStatus.CAPTURED);
        assertThat(capture.hold().getCapturedAmount()).isEqualTo(cents(400));
        assertThat(capture.hold().getEndedAt()).isEqualTo(LATER);
        assertThat(hold.getStatus()).as("an instance never changes").isEqualTo(HoldStatus.PENDING);
        assertThat(alice.getAvailable()).isEqualTo(alice.getBalance()).isEqualTo(cents(600));
        assertThat(bob.getBalance()).isEqualTo(cents(400));
    }

    @Test
    void setsFreeWhatACaptureLeavesOver() {
        TransferRequest request = request(alice, bob, 400).withReference("order 4711");
        Hold hold = Hold.place(request, alice, bob, null, AN_HOUR, NOW);

        Hold.Capture capture = hold.capture(cents(1), alice, bob, LATER);

        assertThat(capture.hold().getAmount()).isEqualTo(cents(400));
        assertThat(capture.hold().getCapturedAmount()).isEqualTo(cents(1));
        assertThat(capture.posting().transfer().getReference()).isEqualTo("order 4711");
        assertThat(alice.getAvailable()).isEqualTo(cents(999));
    }

    @Test
    void capturesTheLastCentThatIsAvailableToNobodyElse() {
        Hold hold = place(alice, bob, 1_000);
        assertThatThrownBy(() -> TestAccount.post(alice, bob, 1)).isInstanceOf(InsufficientFundsException.class);

        hold.capture(cents(1_000), alice, bob, LATER);

        assertThat(alice.getBalance()).isEqualTo(cents(0));
    }

    @Test
    void isReleased() {
        Hold released = place(alice, bob, 400).release(alice, LATER);

        assertThat(released.getStatus()).isEqualTo(HoldStatus.RELEASED);
        assertThat(released.getEndedAt()).isEqualTo(LATER);
        assertThat(released.getCapturedAmount()).isEqualTo(cents(0));
        assertThat(alice.getAvailable()).isEqualTo(cents(1_000));
    }

    @Test
    void expiresInsteadOfBeingReleasedWhenItsTimeIsOver() {
        Hold hold = place(alice, bob, 400);
        Instant end = hold.getExpiresAt();
        assertThat(hold.isDue(end.minusNanos(1))).isFalse();
        assertThat(hold.isDue(end)).isTrue();

        Hold expired = hold.release(alice, end);

        assertThat(expired.getStatus()).isEqualTo(HoldStatus.EXPIRED);
        assertThat(expired.isDue(end)).as("due is what is pending").isFalse();
        assertThat(alice.getAvailable()).isEqualTo(cents(1_000));
    }

    @Test
    void endsOnce() {
        Hold captured =
                place(alice, bob, 400).capture(cents(400), alice, bob, LATER).hold();
        Hold released = place(alice, bob, 400).release(alice, LATER);
        Hold expired = place(alice, bob, 400).release(alice, NOW.plus(AN_HOUR));

        for (Hold ended : new Hold[] {captured, released, expired}) {
            HoldNotPendingException refusal = refused(
                    HoldNotPendingException.class, alice, bob, () -> ended.capture(cents(400), alice, bob, LATER));
            assertThat(refusal.getHoldId()).isEqualTo(ended.getId());
            assertThat(refusal.getStatus()).isEqualTo(ended.getStatus());
            refused(HoldNotPendingException.class, alice, bob, () -> ended.release(alice, LATER));
        }
    }

    /** Not pending, then not open, then currency, then more than is held, then the maximum. */
    @Test
    void namesTheFirstReasonNotToBeCaptured() {
        Money dollars = Money.parse("USD 5.00");
        Account full = TestAccount.with(100).maximum(100).build();
        Hold hold = place(alice, full, 400);
        Account frozen = as(alice, AccountStatus.DEBITS_FROZEN);
        Account frozenTo = as(full, AccountStatus.CREDITS_FROZEN);

        HoldNotPendingException over = refused(
                HoldNotPendingException.class,
                frozen,
                frozenTo,
                () -> hold.capture(dollars, frozen, frozenTo, NOW.plus(AN_HOUR)));
        assertThat(over.getStatus()).isEqualTo(HoldStatus.EXPIRED);
        AccountNotOpenException first = refused(
                AccountNotOpenException.class, frozen, frozenTo, () -> hold.capture(dollars, frozen, frozenTo, NOW));
        assertThat(first.getAccountId()).isEqualTo(alice.getId());
        refused(AccountNotOpenException.class, alice, frozenTo, () -> hold.capture(dollars, alice, frozenTo, NOW));
        refused(WrongCurrencyException.class, alice, full, () -> hold.capture(dollars, alice, full, NOW));
        HoldExceededException exceeded =
                refused(HoldExceededException.class, alice, full, () -> hold.capture(cents(401), alice, full, NOW));
        assertThat(exceeded.getHeld()).isEqualTo(cents(400));
        assertThat(exceeded.getRequested()).isEqualTo(cents(401));
        refused(MaximumBalanceException.class, alice, full, () -> hold.capture(cents(1), alice, full, NOW));
    }

    private static Account as(Account account, AccountStatus status) {
        return Account.restore(
                account.getId(),
                account.getOwner(),
                "EUR",
                account.getBalance().getAmountMinorLong(),
                account.getHeld().getAmountMinorLong(),
                0L,
                account.getMaximumBalance() == null
                        ? null
                        : account.getMaximumBalance().getAmountMinorLong(),
                status,
                account.getPosition(),
                account.getVersion(),
                account.getOpenedAt(),
                account.getLastBookedAt());
    }

    @ParameterizedTest
    @CsvSource({"OPEN, true, true", "DEBITS_FROZEN, false, true", "CREDITS_FROZEN, true, false", "FROZEN, false, false"
    })
    void isPlacedWhereMoneyMayLeaveTheOneAndEnterTheOther(AccountStatus status, boolean leave, boolean enter) {
        Account account = TestAccount.with(1_000).status(status).build();
        if (leave) {
            place(account, bob, 400);
        } else {
            refused(AccountNotOpenException.class, account, bob, () -> place(account, bob, 400));
        }
        if (enter) {
            place(alice, account, 400);
        } else {
            refused(AccountNotOpenException.class, alice, account, () -> place(alice, account, 400));
        }
    }

    @Test
    void isReleasedWhateverIsFrozen() {
        Hold hold = place(alice, bob, 400);
        Account frozen = as(alice, AccountStatus.FROZEN);

        assertThat(hold.release(frozen, LATER).getStatus()).isEqualTo(HoldStatus.RELEASED);
        assertThat(frozen.getHeld()).isEqualTo(cents(0));
    }

    @Test
    void isRefusedAsATransferIs() {
        Account yen = TestAccount.with(1_000).in(JPY).build();
        refused(WrongCurrencyException.class, yen, bob, () -> place(yen, bob, 400));
        refused(WrongCurrencyException.class, alice, yen, () -> place(alice, yen, 400));
        TransferRequest demanding = request(alice, bob, 400).withLeastBalance(alice.getId(), cents(1_001));
        refused(LeastBalanceException.class, alice, bob, () -> Hold.place(demanding, alice, bob, alice, AN_HOUR, NOW));
        place(alice, bob, 999);
        InsufficientFundsException refusal =
                refused(InsufficientFundsException.class, alice, bob, () -> place(alice, bob, 2));
        assertThat(refusal.getAvailable()).isEqualTo(cents(1));
    }

    @Test
    void reservesAsMuchAsThereIsWhereTheRequestSaysSo() {
        TransferRequest upTo = TransferRequest.upTo(alice.getId(), bob.getId(), cents(5_000));

        assertThat(Hold.place(upTo, alice, bob, null, AN_HOUR, NOW).getAmount()).isEqualTo(cents(1_000));
        refused(InsufficientFundsException.class, alice, bob, () -> Hold.place(upTo, alice, bob, null, AN_HOUR, NOW));
    }

    @Test
    void holdsUpToTheLargestLongAndNotACentMore() {
        Account world = TestAccount.with(Long.MAX_VALUE).minimum(null).build();
        Hold all = place(world, bob, Long.MAX_VALUE);

        BalanceOverflowException refusal =
                refused(BalanceOverflowException.class, world, bob, () -> place(world, bob, 1));

        assertThat(refusal.getAccountId()).isEqualTo(world.getId());
        all.release(world, LATER);
        assertThat(world.getHeld()).isEqualTo(cents(0));
    }

    /** The account has 2^64 - 1 cents to spend, which no number of 64 bits of held money can be. */
    @Test
    void holdsUpToTheLargestLongAboveTheLowestMinimum() {
        Account deep = TestAccount.with(Long.MAX_VALUE).minimum(Long.MIN_VALUE).build();
        place(deep, bob, Long.MAX_VALUE);

        refused(BalanceOverflowException.class, deep, bob, () -> place(deep, bob, 1));
    }

    @Test
    void doesNotKeepATransferFromWhatIsAvailable() {
        Account world = TestAccount.with(Long.MAX_VALUE).minimum(null).build();
        place(world, bob, Long.MAX_VALUE);

        TestAccount.post(world, bob, 1);

        assertThat(world.getAvailable()).isEqualTo(cents(-1));
    }

    @ParameterizedTest
    @ValueSource(longs = {-1, 0, 999})
    void livesForAMicrosecondAtLeast(long nanos) {
        TransferRequest request = request(alice, bob, 1);

        assertThatThrownBy(() -> Hold.place(request, alice, bob, null, Duration.ofNanos(nanos), NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("a microsecond and 36525 days");
        assertThat(alice.getHeld()).isEqualTo(cents(0));
        assertThat(Hold.requireTimeToLive(Duration.ofNanos(1_000))).isEqualTo(Duration.ofNanos(1_000));
    }

    @Test
    void livesForAHundredYearsAtMost() {
        Duration longest = Hold.LONGEST_TIME_TO_LIVE;

        assertThat(Hold.requireTimeToLive(longest)).isEqualTo(longest);
        assertThatThrownBy(() -> Hold.requireTimeToLive(longest.plusNanos(1)))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hold.requireTimeToLive(null)).hasMessage("timeToLive must not be null");
    }

    @Test
    void refusesAccountsThatAreNotItsOwn() {
        Hold hold = place(alice, bob, 400);
        Account stranger = TestAccount.with(1_000).build();

        assertThatThrownBy(() -> hold.capture(cents(1), stranger, bob, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold.capture(cents(1), alice, stranger, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> hold.release(bob, NOW)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> Hold.place(request(alice, bob, 1), stranger, bob, null, AN_HOUR, NOW))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(alice.getHeld()).isEqualTo(cents(400));
    }

    @Test
    void isEqualByIdOnlyAndSaysWhatItIs() {
        Hold hold = place(alice, bob, 400);
        Hold released = hold.release(alice, LATER);
        Hold proxy = new Hold() {
            @Override
            public UUID getId() {
                return hold.getId();
            }
        };

        assertThat(released).isEqualTo(hold).hasSameHashCodeAs(hold);
        assertThat(proxy.equals(hold)).isTrue();
        assertThat(hold.equals(proxy)).isTrue();
        assertThat(place(alice, bob, 400)).isNotEqualTo(hold);
        assertThat(hold).isNotEqualTo(alice);
        assertThat(released)
                .hasToString("Hold " + hold.getId() + ": EUR 4.00 from " + alice.getId() + " to " + bob.getId()
                        + ", RELEASED");
    }

    @Test
    void anEqualRequestIsAReplayHoweverLongItIsToLive() {
        TransferRequest request = request(alice, bob, 400);
        Hold hold = Hold.place(request, alice, bob, null, AN_HOUR, NOW);

        assertThat(hold.differenceTo(request)).isNull();
        assertThat(hold.release(alice, LATER).differenceTo(request)).isNull();
        assertThat(hold.differenceTo(request.withReference("another"))).isEqualTo("reference");
        assertThat(hold.differenceTo(request(alice, bob, 401).withId(hold.getId())))
                .isEqualTo("amount");
        assertThat(hold.differenceTo(request(bob, alice, 400).withId(hold.getId())))
                .isEqualTo("fromAccountId");
    }

    @ParameterizedTest
    @ValueSource(strings = {"-1000000000-01-01T00:00:00Z", "1582-12-31T23:59:59Z", "+10000-01-01T00:00:00Z"})
    void refusesATimeThatCannotBeWrittenDownAndLeavesTheAccountsAsTheyWere(Instant impossible) {
        Hold hold = place(alice, bob, 400);
        Account before = alice.copy();

        assertThatThrownBy(() -> hold.release(alice, impossible)).hasMessageContaining("the clock's time");
        assertThatThrownBy(() -> hold.capture(cents(400), alice, bob, impossible))
                .isInstanceOfAny(
                        IllegalArgumentException.class, HoldNotPendingException.class); // if it is over by then
        assertThatThrownBy(() -> Hold.place(request(alice, bob, 1), alice, bob, null, AN_HOUR, impossible))
                .hasMessageContaining("the clock's time");

        assertThat(alice).usingRecursiveComparison().isEqualTo(before);
    }

    @Test
    void refusesToCaptureNothingOrLess() {
        Hold hold = place(alice, bob, 400);
        Account before = alice.copy();

        assertThatThrownBy(() -> hold.capture(cents(0), alice, bob, LATER)).hasMessageStartingWith("part");
        assertThatThrownBy(() -> hold.capture(cents(-1), alice, bob, LATER)).hasMessageStartingWith("part");

        assertThat(alice).usingRecursiveComparison().isEqualTo(before);
    }
}
