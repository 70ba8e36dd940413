package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.NOW;
import static io.simplebank.domain.TestAccount.post;
import static io.simplebank.domain.TestAccount.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.JPY;

import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** As much as there is, no less than is demanded, no more than is allowed, and not in a direction that is frozen. */
class LimitsTest {

    private final Account alice = TestAccount.with(1_000).build();
    private final Account bob = TestAccount.empty();

    private static Money cents(long minorUnits) {
        return Money.ofMinor(EUR, minorUnits);
    }

    private static TransferRequest upTo(Account from, Account to, long most) {
        return TransferRequest.upTo(from.getId(), to.getId(), cents(most));
    }

    @ParameterizedTest
    @CsvSource({"1000, 0, 0, 400, 400", "1000, 0, 0, 5000, 1000", "1000, 300, -50, 5000, 750", "-40, 0, -50, 5000, 10"})
    void movesAsMuchAsIsAvailableAtMostTheAmount(long balance, long held, long minimum, long most, long moved) {
        Account from = TestAccount.with(balance).held(held).minimum(minimum).build();

        Posting posting = Transfer.post(upTo(from, bob, most), from, bob, NOW);

        assertThat(posting.transfer().getAmount()).isEqualTo(cents(moved));
        assertThat(bob.getBalance()).isEqualTo(cents(moved));
    }

    @ParameterizedTest
    @ValueSource(longs = {0, -1, Long.MIN_VALUE})
    void refusesToMoveNothing(long balance) {
        Account from = TestAccount.with(balance).build();

        assertThatThrownBy(() -> Transfer.post(upTo(from, bob, 1), from, bob, NOW))
                .isInstanceOf(InsufficientFundsException.class);
        assertThat(bob.getPosition()).isEqualTo(7);
    }

    @Test
    void movesTheWholeAmountWhereThereIsNoMinimum() {
        Account world = TestAccount.with(0).minimum(null).build();

        Transfer.post(upTo(world, bob, 5_000), world, bob, NOW);

        assertThat(world.getBalance()).isEqualTo(cents(-5_000));
    }

    @Test
    void aReplayOfAsMuchAsThereIsIsOneWhateverItMoved() {
        TransferRequest upTo = upTo(alice, bob, 5_000);
        Transfer stored = Transfer.post(upTo, alice, bob, NOW).transfer();

        assertThat(stored.differenceTo(upTo)).isNull();
        assertThat(stored.differenceTo(request(alice, bob, 1_000))).isNull();
        assertThat(stored.differenceTo(request(alice, bob, 5_000))).isEqualTo("amount");
        assertThat(stored.differenceTo(upTo(alice, bob, 999))).isEqualTo("amount");
        assertThat(stored.differenceTo(TransferRequest.upTo(alice.getId(), bob.getId(), Money.parse("USD 99.00"))))
                .isEqualTo("amount");
    }

    @Test
    void demandsALeastBalanceOfEitherAccountOrAThird() {
        Account carol = TestAccount.with(500).held(100).build();
        TransferRequest request = request(alice, bob, 1);

        Transfer.post(request.withLeastBalance(alice.getId(), cents(1_000)), alice, bob, NOW);
        Transfer.post(request.withLeastBalance(bob.getId(), cents(1)), alice, bob, NOW);
        Transfer.post(request.withLeastBalance(carol.getId(), cents(400)), alice, bob, carol, NOW);

        LeastBalanceException refusal = catchThrowableOfType(
                LeastBalanceException.class,
                () -> Transfer.post(request.withLeastBalance(carol.getId(), cents(401)), alice, bob, carol, NOW));
        assertThat(refusal.getAccountId()).isEqualTo(carol.getId());
        assertThat(refusal.getAvailable()).isEqualTo(cents(400));
        assertThat(refusal.getLeast()).isEqualTo(cents(401));
        assertThat(alice.getBalance()).isEqualTo(cents(997));
        assertThatThrownBy(() -> Transfer.post(
                        request.withLeastBalance(carol.getId(), Money.ofMinor(JPY, 1)), alice, bob, carol, NOW))
                .isInstanceOf(WrongCurrencyException.class);
        assertThatThrownBy(() -> Transfer.post(request.withLeastBalance(carol.getId(), cents(1)), alice, bob, NOW))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining(carol.getId().toString());
    }

    @Test
    void namesTheLeastBalanceBeforeTheFunds() {
        TransferRequest request = request(alice, bob, 5_000).withLeastBalance(bob.getId(), cents(1));

        assertThatThrownBy(() -> Transfer.post(request, alice, bob, NOW)).isInstanceOf(LeastBalanceException.class);
    }

    @Test
    void creditsUpToTheMaximumAndNotACentMore() {
        Account to = TestAccount.with(600).maximum(1_000).build();

        MaximumBalanceException refusal =
                catchThrowableOfType(MaximumBalanceException.class, () -> post(alice, to, 401));
        assertThat(refusal.getAccountId()).isEqualTo(to.getId());
        assertThat(refusal.getBalance()).isEqualTo(cents(600));
        assertThat(refusal.getRequested()).isEqualTo(cents(401));
        assertThat(refusal.getMaximum()).isEqualTo(cents(1_000));
        assertThat(alice.getBalance()).isEqualTo(cents(1_000));

        post(alice, to, 400);
        assertThat(to.getBalance()).isEqualTo(to.getMaximumBalance());
    }

    /** A maximum may be below zero, for an account that is to stay overdrawn. */
    @ParameterizedTest
    @CsvSource({
        "-100, -50, 50, 51",
        "-9223372036854775808, -1, 9223372036854775807, 0",
        "-100, -50, 50, 9223372036854775807",
        "-9223372036854775808, -9223372036854775807, 1, 9223372036854775807",
        "0, 9223372036854775807, 9223372036854775807, 0"
    })
    void comparesTheMaximumWithoutOverflow(long balance, long maximum, long right, long tooMuch) {
        Account rich = TestAccount.with(Long.MAX_VALUE).build();
        Account to = TestAccount.with(balance).minimum(null).maximum(maximum).build();
        if (tooMuch > 0) {
            assertThatThrownBy(() -> post(rich, to, tooMuch)).isInstanceOf(MaximumBalanceException.class);
        }

        post(rich, to, right);

        assertThat(to.getBalance()).isEqualTo(cents(maximum));
    }

    @ParameterizedTest
    @CsvSource({
        "OPEN, true, true",
        "DEBITS_FROZEN, false, true",
        "CREDITS_FROZEN, true, false",
        "FROZEN, false, false",
        "CLOSED, false, false"
    })
    void letsPassWhatTheStatusLeavesFree(AccountStatus status, boolean debits, boolean credits) {
        Account account = TestAccount.with(1_000).status(status).build();

        assertThat(status.allowsDebits()).isEqualTo(debits);
        assertThat(status.allowsCredits()).isEqualTo(credits);
        assertPosts(debits, account, bob, account);
        assertPosts(credits, alice, account, account);
    }

    private static void assertPosts(boolean accepted, Account from, Account to, Account culprit) {
        AccountNotOpenException refusal =
                accepted ? null : catchThrowableOfType(AccountNotOpenException.class, () -> post(from, to, 1));
        if (accepted) {
            post(from, to, 1);
        } else {
            assertThat(refusal.getAccountId()).isEqualTo(culprit.getId());
            assertThat(refusal.getStatus()).isEqualTo(culprit.getStatus());
        }
    }
}
