package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class MarketplaceTest {

    private static final Money PRICE = Money.parse("EUR 99.95");

    private final Bank bank;
    private final AccountService accounts;
    private final UUID orderId = UUID.randomUUID();
    private final UUID settlement;
    private final UUID buyer;
    private final UUID seller;
    private final Marketplace marketplace;

    MarketplaceTest(Bank bank) {
        this.bank = bank;
        this.accounts = bank.accounts();
        this.settlement = accounts.open(OpenAccount.of("settlement", EUR).withoutMinimumBalance())
                .getId();
        this.buyer = open("buyer");
        this.seller = open("seller");
        this.marketplace = new Marketplace(bank.transfers(), open("escrow"), open("fees"), settlement);
    }

    private UUID open(String owner) {
        return accounts.open(OpenAccount.of(owner, EUR)).getId();
    }

    @BeforeEach
    void giveTheBuyerMoney() {
        bank.transfers().transfer(TransferRequest.of(settlement, buyer, Money.parse("EUR 100.00")));
    }

    @Test
    void leadsTheMoneyFromOrderToPayout() {
        marketplace.order(orderId, buyer, PRICE);
        assertThat(accounts.get(buyer).getAvailable()).isEqualTo(Money.parse("EUR 0.05"));
        marketplace.ship(orderId);
        assertThat(balance(marketplace.escrow())).isEqualTo(PRICE);
        marketplace.deliver(orderId, seller);
        marketplace.deliver(orderId, seller); // the answer was lost, so it is sent again
        assertThat(balance(marketplace.fees())).isEqualTo(Money.parse("EUR 10.00")); // 9.995, rounded
        assertThat(balance(seller)).isEqualTo(Money.parse("EUR 89.95"));
        assertThat(balance(marketplace.escrow())).isEqualTo(Money.parse("EUR 0.00"));

        assertThat(marketplace.payOut(UUID.randomUUID(), seller, PRICE).getAmount())
                .isEqualTo(Money.parse("EUR 89.95"));
    }

    @Test
    void refusesAnOrderThatTheBuyerCannotPay() {
        assertThatThrownBy(() -> marketplace.order(orderId, buyer, Money.parse("EUR 100.01")))
                .isInstanceOf(InsufficientFundsException.class);
    }

    @Test
    void setsTheMoneyFreeWhenTheOrderIsCancelledAndThenShipsNothing() {
        marketplace.order(orderId, buyer, PRICE);

        marketplace.cancel(orderId);

        assertThat(accounts.get(buyer).getAvailable()).isEqualTo(Money.parse("EUR 100.00"));
        assertThatThrownBy(() -> marketplace.ship(orderId)).isInstanceOf(HoldNotPendingException.class);
    }

    @Test
    void paysNeitherWhereTheFeeCannotBeBooked() {
        marketplace.order(orderId, buyer, PRICE);
        marketplace.ship(orderId);
        accounts.freezeCredits(marketplace.fees());

        assertThatThrownBy(() -> marketplace.deliver(orderId, seller)).isInstanceOf(AccountNotOpenException.class);

        assertThat(balance(seller)).isEqualTo(Money.parse("EUR 0.00"));
        assertThat(balance(marketplace.escrow())).isEqualTo(PRICE);
    }

    private Money balance(UUID account) {
        return accounts.get(account).getBalance();
    }
}
