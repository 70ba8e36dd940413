package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AlreadyReversedException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class RefundsTest {

    private final Bank bank;
    private final UUID buyer;
    private final UUID shop;
    private final UUID orderId = UUID.randomUUID();
    private final Refunds refunds;

    RefundsTest(Bank bank) {
        this.bank = bank;
        this.buyer = bank.accounts()
                .open(OpenAccount.of("buyer", EUR).withoutMinimumBalance())
                .getId();
        this.shop = bank.accounts().open(OpenAccount.of("shop", EUR)).getId();
        this.refunds = new Refunds(bank.transfers());
    }

    @BeforeEach
    void payTheOrder() {
        bank.transfers()
                .transfer(TransferRequest.of(buyer, shop, Money.parse("EUR 60.00"))
                        .withId(orderId));
    }

    @Test
    void givesAllBackOnce() {
        assertThat(refunds.inFull(orderId).getReversesId()).isEqualTo(orderId);
        assertThat(refunds.inFull(orderId).getAmount()).isEqualTo(Money.parse("EUR 60.00"));

        assertThat(balance(buyer)).isEqualTo(Money.parse("EUR 0.00"));
        assertThatThrownBy(() -> refunds.ofPart(orderId, Money.parse("EUR 0.01"), UUID.randomUUID()))
                .isInstanceOf(AlreadyReversedException.class);
    }

    @Test
    void givesEqualPartsBackUntilNothingIsLeft() {
        refunds.ofPart(orderId, Money.parse("EUR 25.00"), UUID.randomUUID());
        refunds.ofPart(orderId, Money.parse("EUR 25.00"), UUID.randomUUID());
        assertThatThrownBy(() -> refunds.ofPart(orderId, Money.parse("EUR 25.00"), UUID.randomUUID()))
                .isInstanceOfSatisfying(
                        AlreadyReversedException.class,
                        refusal -> assertThat(refusal.getRemaining()).isEqualTo(Money.parse("EUR 10.00")));

        refunds.ofPart(orderId, Money.parse("EUR 10.00"), UUID.randomUUID());

        assertThat(balance(buyer)).isEqualTo(Money.parse("EUR 0.00"));
    }

    @Test
    void refusesWhatTheShopHasSpent() {
        bank.transfers().transfer(TransferRequest.of(shop, buyer, Money.parse("EUR 1.00")));

        assertThatThrownBy(() -> refunds.inFull(orderId)).isInstanceOf(InsufficientFundsException.class);
    }

    private Money balance(UUID account) {
        return bank.accounts().get(account).getBalance();
    }
}
