package shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.transaction.NestedTransactionNotSupportedException;
import org.springframework.transaction.UnexpectedRollbackException;

/** What Spring's propagations make of a transfer. */
@ShopTest
class PropagationTest {

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
    EntityManagerFactory entityManagerFactory;

    @Autowired
    Orders orders;

    @Autowired
    JdbcClient jdbc;

    final UUID order = UUID.randomUUID();
    UUID buyer;

    @BeforeEach
    void openAnAccount() {
        buyer = tills.openWith(Money.parse("EUR 60.00"));
    }

    @Test
    void requiresNewIsAnotherTransactionThatSurvivesTheCallersRollback() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction.required(() -> {
                    orders.saveAndFlush(new Order(order, buyer, "new"));
                    inTransaction.requiresNew(() -> transfers.transfer(request("EUR 25.00")));
                    throw new IllegalStateException("after the transfer");
                }));

        assertThat(orders.findById(order)).isEmpty();
        assertThat(bank.transfers().find(order)).isPresent();
    }

    @Test
    void theBanksOwnTransactionSurvivesTheCallersRollbackToo() {
        assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction.required(() -> {
                    orders.saveAndFlush(new Order(order, buyer, "new"));
                    bank.transfers().transfer(request("EUR 25.00"));
                    throw new IllegalStateException("after the transfer");
                }));

        assertThat(orders.findById(order)).isEmpty();
        assertThat(bank.transfers().find(order)).isPresent();
    }

    @Test
    void theBanksOwnTransactionFindsAnAccountBusyThatTheCallersHolds() {
        try (Bank impatient = Bank.using(entityManagerFactory)
                .lockTimeout(Duration.ofMillis(200))
                .open()) {
            inTransaction.required(() -> {
                transfers.transfer(request("EUR 25.00"));
                assertThatExceptionOfType(AccountBusyException.class)
                        .isThrownBy(() ->
                                impatient.transfers().transfer(TransferRequest.of(buyer, Tills.SHOP, Checkout.PRICE)));
            });
        }

        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    @Test
    void aJoinedCallWaitsForAnAccountAsLongAsItsConnectionsLockTimeoutSays() {
        inTransaction.required(() -> {
            transfers.transfer(request("EUR 25.00"));
            assertThatExceptionOfType(AccountBusyException.class)
                    .isThrownBy(() -> inTransaction.requiresNew(() -> {
                        assertThat(jdbc.sql("show lock_timeout")
                                        .query(String.class)
                                        .single())
                                .isEqualTo("5s");
                        jdbc.sql("set local lock_timeout = '200ms'").update();
                        transfers.transfer(TransferRequest.of(buyer, Tills.SHOP, Checkout.PRICE));
                    }));
        });

        assertThat(balance()).isEqualTo("EUR 35.00");
    }

    @Test
    void nestedIsRefusedBySpring() {
        inTransaction.required(() -> assertThatExceptionOfType(NestedTransactionNotSupportedException.class)
                .isThrownBy(() -> inTransaction.nested(() -> transfers.transfer(request("EUR 25.00")))));

        assertThat(balance()).isEqualTo("EUR 60.00");
    }

    @Test
    void aSuspendedTransactionIsNoneToJoin() {
        inTransaction.required(() -> assertThatIllegalStateException()
                .isThrownBy(() -> inTransaction.suspended(() -> transfers.transfer(request("EUR 25.00"))))
                .withMessageContaining("there is no transaction to join"));
    }

    @Test
    void aRefusalThatCrossesAnInnerTransactionalMethodCondemnsTheOuterOne() {
        assertThatExceptionOfType(UnexpectedRollbackException.class)
                .isThrownBy(() -> inTransaction.required(() -> {
                    orders.save(new Order(order, buyer, "refused"));
                    assertThatExceptionOfType(InsufficientFundsException.class)
                            .isThrownBy(() -> inTransaction.required(() -> transfers.transfer(request("EUR 60.01"))));
                }));

        assertThat(orders.findById(order)).isEmpty();
    }

    private TransferRequest request(String amount) {
        return TransferRequest.of(buyer, Tills.SHOP, Money.parse(amount)).withId(order);
    }

    private String balance() {
        return bank.accounts().get(buyer).getBalance().toString();
    }
}
