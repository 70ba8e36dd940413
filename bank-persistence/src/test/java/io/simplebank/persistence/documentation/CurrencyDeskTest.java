package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.documentation.CurrencyDesk.Quote;
import io.simplebank.persistence.testing.BankExtension;
import java.math.BigDecimal;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class CurrencyDeskTest {

    private static final BigDecimal RATE = new BigDecimal("1.08377");

    private final Bank bank;
    private final AccountService accounts;
    private final UUID customerEuros;
    private final UUID customerDollars;
    private final CurrencyDesk desk;

    CurrencyDeskTest(Bank bank) {
        this.bank = bank;
        this.accounts = bank.accounts();
        this.customerEuros = open("customer", EUR);
        this.customerDollars = open("customer", USD);
        this.desk = new CurrencyDesk(bank.transfers(), open("desk", EUR), open("desk", USD));
    }

    private UUID open(String owner, CurrencyUnit currency) {
        return accounts.open(OpenAccount.of(owner, currency)).getId();
    }

    @BeforeEach
    void giveMoney() {
        give(customerEuros, Money.parse("EUR 150.00"));
        give(desk.deskDollars(), Money.parse("USD 150.00"));
    }

    private void give(UUID account, Money amount) {
        UUID world = accounts.open(
                        OpenAccount.of("world", amount.getCurrencyUnit()).withoutMinimumBalance())
                .getId();
        bank.transfers().transfer(TransferRequest.of(world, account, amount));
    }

    @Test
    void booksTheQuoteOnce() {
        Quote quote = desk.quote(Money.parse("EUR 100.00"), RATE);

        desk.exchange(quote, customerEuros, customerDollars);
        desk.exchange(quote, customerEuros, customerDollars);

        assertThat(balance(customerDollars)).isEqualTo(Money.parse("USD 108.37"));
        assertThat(balance(customerEuros)).isEqualTo(Money.parse("EUR 50.00"));
    }

    @Test
    void takesNoEurosWhenTheDeskHasNoDollars() {
        Quote quote = desk.quote(Money.parse("EUR 150.00"), RATE);

        assertThatThrownBy(() -> desk.exchange(quote, customerEuros, customerDollars))
                .isInstanceOfSatisfying(InsufficientFundsException.class, refusal -> {
                    assertThat(refusal.getAccountId()).isEqualTo(desk.deskDollars());
                    assertThat(refusal.getRequestIndex()).hasValue(1);
                });

        assertThat(balance(customerEuros)).isEqualTo(Money.parse("EUR 150.00"));
    }

    private Money balance(UUID account) {
        return accounts.get(account).getBalance();
    }
}
