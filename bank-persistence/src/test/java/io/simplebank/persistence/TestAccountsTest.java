package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static io.simplebank.persistence.testing.BankAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.Account;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.TestAccounts;
import java.util.UUID;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

@BankTest(DatabasePer.METHOD)
class TestAccountsTest {

    private final Bank bank;
    private final TestAccounts accounts;

    TestAccountsTest(Bank bank, TestAccounts accounts) {
        this.bank = bank;
        this.accounts = accounts;
    }

    @Test
    void opensFundedAccountsAndTheBooksBalance() {
        Account alice = accounts.open("alice", "EUR 100.00");
        Account bob = accounts.open("bob", eur("7.00"));
        Account carol = accounts.open("carol", "USD 3.00");
        Account poor = accounts.open("poor", "JPY 0");

        assertThat(alice)
                .isOwnedBy("alice")
                .hasBalance("EUR 100.00")
                .hasEntries(1)
                .isOpen();
        assertThat(bob).hasBalance("EUR 7.00");
        assertThat(carol).hasBalance("USD 3.00");
        assertThat(poor).hasBalance("JPY 0").hasEntries(0);
        assertThat(accounts.world(EUR)).hasBalance("EUR -107.00");
        assertThat(accounts.world(USD)).hasBalance("USD -3.00");
        assertThat(bank).isBalanced();
    }

    @Test
    void hasOneWorldForEachCurrencyWhoeverLooks() {
        accounts.open("alice", "EUR 1.00");
        TestAccounts.of(bank).open("bob", "EUR 1.00");

        assertThat(bank.accounts().list("world", 0, 10)).hasSize(1);
        assertThat(TestAccounts.of(bank).world(EUR)).isEqualTo(accounts.world(EUR));
    }

    @Test
    void opensWhatARequestDescribesAndAddsToIt() {
        UUID id = UUID.randomUUID();
        Account alice =
                accounts.open(OpenAccount.of("alice", EUR).withId(id).withMaximumBalance(eur("10.00")), eur("4.00"));

        assertThat(alice.getId()).isEqualTo(id);
        assertThat(accounts.deposit(id, "EUR 6.00")).hasBalance("EUR 10.00");
        assertThatThrownBy(() -> accounts.deposit(id, "EUR 0.01")).isInstanceOf(MaximumBalanceException.class);
    }

    @Test
    void refusesWhatCannotStandOnANewAccount() {
        assertThatThrownBy(() -> accounts.open("alice", "EUR -0.01"))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("EUR -0.01");
        assertThatThrownBy(() -> accounts.open("alice", "XXZ 1.00")).isInstanceOf(IllegalCurrencyException.class);
        assertThatThrownBy(() -> accounts.open(OpenAccount.of("alice", EUR), Money.parse("USD 1.00")))
                .hasMessageContaining("USD");
        assertThatThrownBy(() -> accounts.open(" ", "EUR 1.00")).hasMessageContaining("owner");
    }
}
