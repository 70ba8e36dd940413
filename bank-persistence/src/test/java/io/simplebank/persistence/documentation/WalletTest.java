package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import java.time.YearMonth;
import java.time.ZoneOffset;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class WalletTest {

    private static final Money LIMIT = Money.parse("EUR 150.00");

    private final Bank bank;
    private final UUID shop;
    private final UUID customer = UUID.randomUUID();
    private final Wallet wallet;

    WalletTest(Bank bank) {
        this.bank = bank;
        this.shop = bank.accounts().open(OpenAccount.of("shop", EUR)).getId();
        this.wallet = new Wallet(
                bank,
                bank.accounts()
                        .open(OpenAccount.of("payment provider", EUR).withoutMinimumBalance())
                        .getId());
    }

    @BeforeEach
    void openTheWallet() {
        wallet.open(customer, LIMIT);
    }

    @Test
    void topsUpOnceHoweverOftenTheProviderSaysSo() {
        UUID paymentId = UUID.randomUUID();

        Transfer first = wallet.topUp(customer, Money.parse("EUR 100.00"), paymentId);
        Transfer again = wallet.topUp(customer, Money.parse("EUR 100.00"), paymentId);

        assertThat(again.getBookedAt()).isEqualTo(first.getBookedAt());
        assertThat(balance()).isEqualTo(Money.parse("EUR 100.00"));
    }

    @Test
    void refusesATopUpBeyondTheLimit() {
        wallet.topUp(customer, LIMIT, UUID.randomUUID());

        assertThatThrownBy(() -> wallet.topUp(customer, Money.parse("EUR 0.01"), UUID.randomUUID()))
                .isInstanceOf(MaximumBalanceException.class);

        assertThat(balance()).isEqualTo(LIMIT);
    }

    @Test
    void paysWhatIsThereAndRefusesTheRest() {
        wallet.topUp(customer, Money.parse("EUR 20.00"), UUID.randomUUID());

        wallet.pay(customer, shop, Money.parse("EUR 15.00"), UUID.randomUUID());
        assertThatThrownBy(() -> wallet.pay(customer, shop, Money.parse("EUR 15.00"), UUID.randomUUID()))
                .isInstanceOfSatisfying(
                        InsufficientFundsException.class,
                        refusal -> assertThat(refusal.getAvailable()).isEqualTo(Money.parse("EUR 5.00")));

        assertThat(balance()).isEqualTo(Money.parse("EUR 5.00"));
    }

    @Test
    void statesWhatHappenedInAMonth() {
        Transfer topUp = wallet.topUp(customer, Money.parse("EUR 20.00"), UUID.randomUUID());
        YearMonth month = YearMonth.from(topUp.getBookedAt().atOffset(ZoneOffset.UTC));

        Statement statement = wallet.statement(customer, month);

        assertThat(statement.entries()).hasSize(1);
        assertThat(statement.closingBalance()).isEqualTo(Money.parse("EUR 20.00"));
        assertThat(wallet.statement(customer, month.minusMonths(1)).entries()).isEmpty();
    }

    private Money balance() {
        return bank.accounts().get(customer).getBalance();
    }
}
