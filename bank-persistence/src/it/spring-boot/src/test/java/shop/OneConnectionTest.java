package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.test.context.SpringBootTest;
import org.springframework.boot.test.context.SpringBootTest.WebEnvironment;
import org.springframework.context.annotation.Import;
import org.springframework.transaction.CannotCreateTransactionException;

/** The pool has one connection: whatever needs a second one while the caller's transaction holds it fails. */
@SpringBootTest(
        webEnvironment = WebEnvironment.NONE,
        properties = {"spring.datasource.hikari.maximum-pool-size=1", "spring.datasource.hikari.connection-timeout=300"
        })
@Import({LedgerDatabase.class, InTransaction.class})
class OneConnectionTest {

    @Autowired
    Checkout checkout;

    @Autowired
    InTransaction inTransaction;

    @Autowired
    TransferService transfers;

    @Autowired
    Tills tills;

    @Autowired
    Bank bank;

    @Autowired
    Orders orders;

    final UUID order = UUID.randomUUID();
    UUID buyer;

    @BeforeEach
    void openAnAccount() {
        buyer = tills.openWith(Money.parse("EUR 60.00"));
    }

    @Test
    void aCommitKeepsTheOrderAndTheTransfer() {
        checkout.buy(order, buyer);

        assertThat(orders.findById(order)).isPresent();
        assertThat(bank.transfers().find(order)).isPresent();
        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    @Test
    void aRollbackKeepsNeither() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction.required(() -> {
                    checkout.buy(order, buyer);
                    assertThat(transfers.find(order)).isPresent();
                    throw new IllegalStateException("after the transfer");
                }));

        assertThat(orders.findById(order)).isEmpty();
        assertThat(bank.transfers().find(order)).isEmpty();
        assertThat(balance()).isEqualTo("EUR 60.00");
    }

    @Test
    void aRefusalThatIsThrownOnRollsBack() {
        assertThatExceptionOfType(InsufficientFundsException.class)
                .isThrownBy(() -> inTransaction.required(() -> {
                    orders.save(new Order(order, buyer, "paid"));
                    transfers.transfer(request("EUR 60.01"));
                }));

        assertThat(orders.findById(order)).isEmpty();
    }

    @Test
    void aRefusalThatIsCaughtLeavesTheTransactionUsable() {
        inTransaction.required(() -> {
            try {
                transfers.transfer(request("EUR 60.01"));
            } catch (InsufficientFundsException refusal) {
                orders.save(new Order(order, buyer, "refused"));
            }
        });

        assertThat(orders.findById(order)).get().returns("refused", Order::getState);
        assertThat(balance()).isEqualTo("EUR 60.00");
    }

    @Test
    void refusesACallOutsideATransaction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> transfers.transfer(request("EUR 25.00")))
                .withMessageContaining("there is no transaction to join");
    }

    @Test
    void readsOutsideATransaction() {
        checkout.buy(order, buyer);

        assertThat(transfers.find(order)).isPresent();
        assertThat(transfers.list(buyer, 0, 10)).hasSize(2);
    }

    @Test
    void refusesAReadOnlyTransaction() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction.readOnly(() -> transfers.transfer(request("EUR 25.00"))))
                .withMessage("the caller's transaction is read-only: money cannot move in it");
        inTransaction.readOnly(() -> assertThat(transfers.list(buyer, 0, 10)).hasSize(1));
    }

    @Test
    void aBanksOwnTransactionInsideTheCallersFailsAfterThePoolsTimeout() {
        inTransaction.required(() -> {
            orders.save(new Order(order, buyer, "new"));
            assertThatExceptionOfType(BankUnavailableException.class)
                    .isThrownBy(() -> bank.transfers().transfer(request("EUR 25.00")))
                    .returns(Outcome.NOT_DONE, BankUnavailableException::getOutcome);
        });

        assertThat(orders.findById(order)).isPresent();
        assertThat(balance()).isEqualTo("EUR 60.00");
    }

    @Test
    void requiresNewInsideTheCallersFailsAfterThePoolsTimeout() {
        inTransaction.required(() -> {
            orders.count();
            assertThatExceptionOfType(CannotCreateTransactionException.class)
                    .isThrownBy(() -> inTransaction.requiresNew(() -> transfers.transfer(request("EUR 25.00"))));
        });

        assertThat(balance()).isEqualTo("EUR 60.00");
    }

    private TransferRequest request(String amount) {
        return TransferRequest.of(buyer, Tills.SHOP, Money.parse(amount)).withId(order);
    }

    private String balance() {
        return bank.accounts().get(buyer).getBalance().toString();
    }
}
