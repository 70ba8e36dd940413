package io.simplebank.domain;

import static io.simplebank.domain.TestAccount.post;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A balance is 64 bits of minor units: it reaches both ends of them and never wraps. */
class BalanceRangeTest {

    private static final Money LARGEST = Money.parse("EUR 92233720368547758.07");
    private static final Money SMALLEST = Money.parse("EUR -92233720368547758.08");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_000_000, Long.MAX_VALUE - 1, Long.MAX_VALUE})
    void creditsUpToTheLargestLongAndNotACentMore(long amount) {
        Account world = TestAccount.with(0).minimum(null).build();
        Account to = TestAccount.with(Long.MAX_VALUE - amount).build();

        post(world, to, amount);
        assertThat(to.getBalance()).isEqualTo(LARGEST);

        Account payer = TestAccount.with(1).build();
        assertThatThrownBy(() -> post(payer, to, 1))
                .asInstanceOf(type(BalanceOverflowException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.getAccountId()).isEqualTo(to.getId());
                    assertThat(refusal.getBalance()).isEqualTo(LARGEST);
                    assertThat(refusal.getRequested()).isEqualTo(Money.parse("EUR 0.01"));
                });
        assertThat(to.getBalance()).isEqualTo(LARGEST);
        assertThat(payer.getBalance()).isEqualTo(Money.parse("EUR 0.01"));
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 1_000_000, Long.MAX_VALUE})
    void debitsDownToTheSmallestLongAndNotACentMoreWithoutAMinimum(long amount) {
        Account world = TestAccount.with(Long.MIN_VALUE + amount).minimum(null).build();
        Account to = TestAccount.empty();

        post(world, to, amount);
        assertThat(world.getBalance()).isEqualTo(SMALLEST);

        assertThatThrownBy(() -> post(world, TestAccount.empty(), 1))
                .asInstanceOf(type(BalanceOverflowException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.getAccountId()).isEqualTo(world.getId());
                    assertThat(refusal.getBalance()).isEqualTo(SMALLEST);
                    assertThat(refusal.getRequested()).isEqualTo(Money.parse("EUR 0.01"));
                });
        assertThat(world.getBalance()).isEqualTo(SMALLEST);
    }

    @Test
    void debitsDownToAMinimumThatIsTheSmallestLong() {
        Account from =
                TestAccount.with(Long.MIN_VALUE + 1).minimum(Long.MIN_VALUE).build();

        post(from, TestAccount.empty(), 1);
        assertThat(from.getBalance()).isEqualTo(SMALLEST);

        assertThatThrownBy(() -> post(from, TestAccount.empty(), 1))
                .asInstanceOf(type(InsufficientFundsException.class))
                .satisfies(refusal -> {
                    assertThat(refusal.getAvailable()).isEqualTo(SMALLEST);
                    assertThat(refusal.getMinimum()).isEqualTo(SMALLEST);
                });
    }

    @Test
    void calculatesWhatIsAvailableBeyondALongWithoutWrapping() {
        Account from =
                TestAccount.with(Long.MIN_VALUE + 9).held(10).minimum(null).build();

        assertThat(from.getAvailable()).isEqualTo(SMALLEST.minus(Money.parse("EUR 0.01")));
        assertThatThrownBy(() -> post(from, TestAccount.empty(), 1)).isInstanceOf(BalanceOverflowException.class);
    }

    @Test
    void countsWhatIsHeldIntoTheRange() {
        Account from =
                TestAccount.with(Long.MIN_VALUE + 11).held(10).minimum(null).build();

        post(from, TestAccount.empty(), 1);

        assertThat(from.getAvailable()).isEqualTo(SMALLEST);
        assertThatThrownBy(() -> post(from, TestAccount.empty(), 1)).isInstanceOf(BalanceOverflowException.class);
    }

    @Test
    void creditsTheLargestAmountToTheSmallestBalance() {
        Account from = TestAccount.with(Long.MAX_VALUE).build();
        Account to = TestAccount.with(Long.MIN_VALUE).minimum(null).build();

        Posting posting = post(from, to, Long.MAX_VALUE);

        assertThat(from.getBalance()).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(to.getBalance()).isEqualTo(Money.parse("EUR -0.01"));
        assertThat(posting.debit().getAmount()).isEqualTo(LARGEST.negated());
        assertThat(posting.credit().getAmount()).isEqualTo(LARGEST);
    }

    @ParameterizedTest
    @ValueSource(strings = {"JPY 1", "EUR 0.01", "BHD 0.001"})
    void countsTheMinorUnitsThatTheCurrencyHas(String smallestAmount) {
        Money amount = Money.parse(smallestAmount);
        CurrencyUnit currency = amount.getCurrencyUnit();
        Account from = TestAccount.with(1).in(currency).build();
        Account to = TestAccount.with(0).in(currency).build();
        TransferRequest request = TransferRequest.of(from.getId(), to.getId(), amount);

        Transfer.post(request, from, to, TestAccount.NOW);

        assertThat(from.getBalance()).isEqualTo(Money.zero(currency));
        assertThat(to.getBalance()).isEqualTo(amount);
    }
}
