package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.InsufficientFundsException;
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

/** What must remain available can be changed, as long as it is available. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class MinimumBalanceTest {

    private final Scene scene;
    private final AccountService accounts;
    private final UUID id;

    MinimumBalanceTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        accounts = scene.accounts();
        id = scene.with(eur("10.00"));
    }

    @Test
    void whatMustRemainCannotBeSpent() {
        UUID to = scene.empty();

        accounts.setMinimumBalance(id, eur("10.00")); // just what is there

        assertThat(accounts.get(id).getMinimumBalance()).isEqualTo(eur("10.00"));
        scene.refused(InsufficientFundsException.class, () -> scene.move(id, to, eur("0.01")));

        accounts.setMinimumBalance(id, eur("-5.00"));
        scene.move(id, to, eur("15.00"));
        scene.refused(InsufficientFundsException.class, () -> scene.move(id, to, eur("0.01")));
    }

    @Test
    void withoutOneTheBalanceMayGoBelowAnyLimit() {
        accounts.setMinimumBalance(id, null);

        assertThat(accounts.get(id).getMinimumBalance()).isNull();
        scene.move(id, scene.empty(), eur("1000000.00"));
    }

    @Test
    void refusesMoreThanIsAvailable() {
        InsufficientFundsException refusal =
                scene.refused(InsufficientFundsException.class, () -> accounts.setMinimumBalance(id, eur("10.01")));

        assertThat(refusal.getAccountId()).isEqualTo(id);
        assertThat(refusal.getAvailable()).isEqualTo(eur("10.00"));
        assertThat(refusal.getMinimum()).isEqualTo(eur("10.01"));
        assertThat(refusal.getRequested()).isEqualTo(eur("0.00"));
    }

    @Test
    void refusesAnotherCurrency() {
        WrongCurrencyException refusal =
                scene.refused(WrongCurrencyException.class, () -> accounts.setMinimumBalance(id, Money.zero(USD)));

        assertThat(refusal.getAccountId()).isEqualTo(id);
        assertThat(refusal.getExpected()).isEqualTo(EUR);
        assertThat(refusal.getRequested()).isEqualTo(USD);
    }
}
