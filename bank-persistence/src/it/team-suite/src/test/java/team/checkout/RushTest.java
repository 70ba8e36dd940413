package team.checkout;

import static io.simplebank.persistence.testing.BankAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.Hammer;
import io.simplebank.persistence.testing.HammerReport;
import io.simplebank.persistence.testing.TestAccounts;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** One database for the class: its methods run at the same time, and each has accounts of its own. */
@BankTest
class RushTest {

    private static Account till;

    @BeforeAll
    static void openTheTill(TestAccounts accounts) {
        till = accounts.open("till", "EUR 0.00");
    }

    @Test
    void nobodySpendsMoreThanHeHas(Bank bank, TestAccounts accounts) {
        Account alice = accounts.open("alice", "EUR 10.00");

        HammerReport<Transfer> report = Hammer.on(bank)
                .threads(16)
                .times(5)
                .expecting(InsufficientFundsException.class)
                .call(i -> bank.transfers()
                        .transfer(TransferRequest.of(alice.getId(), till.getId(), Money.parse("EUR 1.00"))));

        assertThat(report.results()).hasSize(10);
        assertThat(report.refusals()).hasSize(70);
        assertThat(bank).account(alice).hasBalance("EUR 0.00");
    }

    @Test
    void oneIdIsPaidOnceWhoeverSendsIt(Bank bank, TestAccounts accounts) {
        Account bob = accounts.open("bob", "EUR 10.00");
        TransferRequest request = TransferRequest.of(bob.getId(), till.getId(), Money.parse("EUR 1.00"));

        Hammer.on(bank).run(i -> bank.transfers().transfer(request));

        assertThat(bank).account(bob).hasBalance("EUR 9.00");
    }
}
