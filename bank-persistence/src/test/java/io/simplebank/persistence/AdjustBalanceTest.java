package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.BalanceOverflowException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.WrongCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** An account is brought to a balance by a posting, which is refused as any other. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class AdjustBalanceTest {

    private static final Money DOLLARS = Money.parse("USD 10.00");

    private final Scene scene;
    private final AccountService accounts;
    private final UUID id;
    private final UUID counter;

    AdjustBalanceTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        accounts = scene.accounts();
        id = scene.with(eur("10.00"));
        counter = scene.with(eur("5.00"));
    }

    @Test
    void postsWhatIsMissing() {
        Transfer transfer = accounts.adjustBalance(id, eur("12.50"), counter).orElseThrow();

        assertThat(transfer.getFromAccountId()).isEqualTo(counter);
        assertThat(transfer.getToAccountId()).isEqualTo(id);
        assertThat(transfer.getAmount()).isEqualTo(eur("2.50"));
        assertThat(scene.balance(id)).isEqualTo(eur("12.50"));
        assertThat(scene.balance(counter)).isEqualTo(eur("2.50"));
        assertThat(scene.transfers().find(transfer.getId())).contains(transfer);
    }

    @Test
    void postsWhatIsTooMuch() {
        Transfer transfer = accounts.adjustBalance(id, eur("0.00"), counter).orElseThrow();

        assertThat(transfer.getFromAccountId()).isEqualTo(id);
        assertThat(transfer.getToAccountId()).isEqualTo(counter);
        assertThat(transfer.getAmount()).isEqualTo(eur("10.00"));
        assertThat(scene.balance(id)).isEqualTo(eur("0.00"));
        assertThat(scene.balance(counter)).isEqualTo(eur("15.00"));
    }

    @Test
    void postsNothingWhereTheBalanceIsRight() {
        Contents before = Contents.of(scene.dataSource());

        assertThat(accounts.adjustBalance(id, eur("10.00"), counter)).isEmpty();

        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    @Test
    void refusesWhatTheCounterAccountDoesNotHave() {
        InsufficientFundsException refusal = scene.refused(
                InsufficientFundsException.class, () -> accounts.adjustBalance(id, eur("15.01"), counter));

        assertThat(refusal.getAccountId()).isEqualTo(counter);
        assertThat(refusal.getAvailable()).isEqualTo(eur("5.00"));
        assertThat(refusal.getRequested()).isEqualTo(eur("5.01"));
        assertThat(refusal.getRequestId()).isNotNull();

        accounts.adjustBalance(id, eur("15.00"), counter);
    }

    @Test
    void refusesABalanceBelowTheMinimum() {
        InsufficientFundsException refusal = scene.refused(
                InsufficientFundsException.class, () -> accounts.adjustBalance(id, eur("-0.01"), counter));

        assertThat(refusal.getAccountId()).isEqualTo(id);
    }

    @Test
    void refusesAnotherCurrencyThanEitherAccounts() {
        WrongCurrencyException refusal =
                scene.refused(WrongCurrencyException.class, () -> accounts.adjustBalance(id, DOLLARS, counter));
        assertThat(refusal.getAccountId()).isEqualTo(id);
        assertThat(refusal.getExpected()).isEqualTo(EUR);
        assertThat(refusal.getRequested()).isEqualTo(USD);

        UUID dollars = scene.world(USD);
        WrongCurrencyException other =
                scene.refused(WrongCurrencyException.class, () -> accounts.adjustBalance(id, eur("11.00"), dollars));
        assertThat(other.getAccountId()).isEqualTo(dollars);
        assertThat(other.getExpected()).isEqualTo(USD);
        assertThat(other.getRequested()).isEqualTo(EUR);
    }

    @Test
    void refusesAnAccountThatDoesNotExistEvenWhereNothingIsToBePosted() {
        UUID nobody = UUID.randomUUID();

        assertThat(scene.refused(
                                AccountNotFoundException.class,
                                () -> accounts.adjustBalance(nobody, eur("1.00"), counter))
                        .getAccountId())
                .isEqualTo(nobody);
        assertThat(scene.refused(AccountNotFoundException.class, () -> accounts.adjustBalance(id, eur("10.00"), nobody))
                        .getAccountId())
                .isEqualTo(nobody);
    }

    @Test
    void notFoundComesBeforeNotOpenBeforeCurrency() {
        UUID closed = scene.closed();

        scene.refused(AccountNotFoundException.class, () -> accounts.adjustBalance(closed, DOLLARS, UUID.randomUUID()));
        scene.refused(AccountNotOpenException.class, () -> accounts.adjustBalance(closed, DOLLARS, counter));
        scene.refused(AccountNotOpenException.class, () -> accounts.adjustBalance(id, DOLLARS, closed));
        scene.refused(AccountNotOpenException.class, () -> accounts.adjustBalance(id, eur("9.00"), closed));
    }

    @Test
    void refusesADifferenceBeyond64Bits() {
        UUID poor = scene.world();
        scene.move(poor, scene.empty(), cents(Long.MAX_VALUE));

        BalanceOverflowException refusal =
                scene.refused(BalanceOverflowException.class, () -> accounts.adjustBalance(poor, eur("0.01"), counter));

        assertThat(refusal.getAccountId()).isEqualTo(poor);
        assertThat(refusal.getBalance()).isEqualTo(cents(-Long.MAX_VALUE));

        accounts.adjustBalance(poor, eur("0.00"), scene.world());
        assertThat(scene.balance(poor)).isEqualTo(eur("0.00"));
    }
}
