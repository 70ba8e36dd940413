package team.checkout;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.Hammer;
import io.simplebank.persistence.testing.TestAccounts;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Runs a second time without AssertJ: see the POM. */
@ExtendWith(BankExtension.class)
class PlainJUnitTest {

    @Test
    void opensAnAccount(Bank bank) {
        Account alice = bank.accounts().open(OpenAccount.of("alice", CurrencyUnit.EUR));
        assertEquals(Money.parse("EUR 0.00"), alice.getBalance());
    }

    @Test
    void hasAssertJOnItsClassPathOrNot() {
        boolean absent = Boolean.getBoolean("team.without-assertj");
        assertEquals(absent, getClass().getResource("/org/assertj/core/api/Assertions.class") == null);
    }

    @Test
    void hammers(Bank bank, TestAccounts accounts) {
        Account alice = accounts.open("alice", "EUR 8.00");
        Account bob = accounts.open("bob", "EUR 0.00");

        Hammer.on(bank)
                .times(1)
                .run(i -> bank.transfers()
                        .transfer(TransferRequest.of(alice.getId(), bob.getId(), Money.parse("EUR 1.00"))));

        assertEquals(Money.parse("EUR 8.00"), bank.accounts().get(bob.getId()).getBalance());
    }
}
