package team.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class CheckoutTest {

    @Test
    void opensAnAccount(Bank bank) {
        Account alice = bank.accounts().open(OpenAccount.of("alice", CurrencyUnit.EUR));
        assertEquals(Money.parse("EUR 0.00"), alice.getBalance());
    }
}
