package io.simplebank.domain;

import static io.simplebank.domain.AccountStatus.CLOSED;
import static io.simplebank.domain.AccountStatus.FROZEN;
import static io.simplebank.domain.TestAccount.NOW;
import static io.simplebank.domain.TestAccount.request;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.JPY;
import static org.junit.jupiter.params.provider.Arguments.argumentSet;

import java.util.stream.Stream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Which refusal a posting meets first, and that none leaves a trace. */
class RefusalTest {

    @ParameterizedTest
    @EnumSource(names = {"DEBITS_FROZEN", "FROZEN", "CLOSED"})
    void refusesToDebitAnAccountThatIsNotOpen(AccountStatus status) {
        Account from = TestAccount.with(100).status(status).build();

        AccountNotOpenException refusal = refusal(AccountNotOpenException.class, from, TestAccount.empty(), EUR, 1);

        assertThat(refusal.getAccountId()).isEqualTo(from.getId());
        assertThat(refusal.getStatus()).isEqualTo(status);
    }

    @ParameterizedTest
    @EnumSource(names = {"CREDITS_FROZEN", "FROZEN", "CLOSED"})
    void refusesToCreditAnAccountThatIsNotOpen(AccountStatus status) {
        Account to = TestAccount.with(0).status(status).build();

        AccountNotOpenException refusal =
                refusal(AccountNotOpenException.class, TestAccount.with(100).build(), to, EUR, 1);

        assertThat(refusal.getAccountId()).isEqualTo(to.getId());
        assertThat(refusal.getStatus()).isEqualTo(status);
    }

    @Test
    void refusesToDebitAnAccountOfAnotherCurrency() {
        Account from = TestAccount.with(100).in(JPY).build();

        WrongCurrencyException refusal = refusal(WrongCurrencyException.class, from, TestAccount.empty(), EUR, 1);

        assertThat(refusal.getAccountId()).isEqualTo(from.getId());
        assertThat(refusal.getExpected()).isEqualTo(JPY);
        assertThat(refusal.getRequested()).isEqualTo(EUR);
    }

    @Test
    void refusesToCreditAnAccountOfAnotherCurrency() {
        Account to = TestAccount.with(0).in(JPY).build();

        WrongCurrencyException refusal =
                refusal(WrongCurrencyException.class, TestAccount.with(100).build(), to, EUR, 1);

        assertThat(refusal.getAccountId()).isEqualTo(to.getId());
        assertThat(refusal.getExpected()).isEqualTo(JPY);
        assertThat(refusal.getRequested()).isEqualTo(EUR);
    }

    /** Not open, then currency, then funds, then room: each wins over all that come after it, on either account. */
    @ParameterizedTest
    @MethodSource
    void namesTheFirstReason(Class<? extends BankException> first, TestAccount from, TestAccount to) {
        refusal(first, from.build(), to.build(), EUR, 101);
    }

    static Stream<Arguments> namesTheFirstReason() {
        return Stream.of(
                argumentSet(
                        "from is frozen, in another currency, and poor; to has no room",
                        AccountNotOpenException.class,
                        TestAccount.with(100).status(FROZEN).in(JPY),
                        TestAccount.with(Long.MAX_VALUE).in(JPY)),
                argumentSet(
                        "to is closed; from is in another currency, and poor",
                        AccountNotOpenException.class,
                        TestAccount.with(100).in(JPY),
                        TestAccount.with(0).status(CLOSED)),
                argumentSet(
                        "from is in another currency, and poor; to has no room",
                        WrongCurrencyException.class,
                        TestAccount.with(100).in(JPY),
                        TestAccount.with(Long.MAX_VALUE)),
                argumentSet(
                        "to is in another currency, and has no room; from is poor",
                        WrongCurrencyException.class,
                        TestAccount.with(100),
                        TestAccount.with(Long.MAX_VALUE).in(JPY)),
                argumentSet(
                        "from is poor; to has no room",
                        InsufficientFundsException.class,
                        TestAccount.with(100),
                        TestAccount.with(Long.MAX_VALUE)),
                argumentSet(
                        "to has no room",
                        BalanceOverflowException.class,
                        TestAccount.with(101),
                        TestAccount.with(Long.MAX_VALUE)));
    }

    /** Posts what must be refused, and sees to it that the refusal names the request and changes nothing. */
    private static <T extends BankException> T refusal(
            Class<T> type, Account from, Account to, CurrencyUnit currency, long minorUnits) {
        Account fromBefore = from.copy();
        Account toBefore = to.copy();
        TransferRequest request = request(from, to, currency, minorUnits);

        T refusal = catchThrowableOfType(type, () -> Transfer.post(request, from, to, NOW));

        assertThat(refusal).isNotNull();
        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getOutcome()).isEqualTo(BankException.Outcome.NOT_DONE);
        assertThat(from).usingRecursiveComparison().isEqualTo(fromBefore);
        assertThat(to).usingRecursiveComparison().isEqualTo(toBefore);
        return refusal;
    }
}
