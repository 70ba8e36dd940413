package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class CheckoutTest {

    @Test
    void opensAnAccount(Bank bank) {
        Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));
        assertThat(alice.getBalance()).isEqualTo(Money.parse("EUR 0.00"));
    }
}
