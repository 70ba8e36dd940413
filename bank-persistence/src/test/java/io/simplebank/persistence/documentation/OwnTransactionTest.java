package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class OwnTransactionTest {

    private final EntityManagerFactory factory;
    private final Bank bank;
    private final UUID bob;

    OwnTransactionTest(TestDatabase database, Bank bank) {
        this.bank = bank;
        this.bob = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
        this.factory = new HibernatePersistenceConfiguration("shop")
                .managedClasses(Account.class, Transfer.class, Entry.class, PurchaseOrder.class)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .createEntityManagerFactory();
    }

    @BeforeAll
    static void createTable(TestDatabase database) throws SQLException {
        Sql.execute(database.superuser(), PurchaseOrder.TABLE);
    }

    @AfterAll
    void closeFactory() {
        factory.close();
    }

    @Test
    void marksTheOrderPaidAndMovesTheMoney() {
        UUID alice = bank.accounts()
                .open(OpenAccount.of("alice", EUR).withoutMinimumBalance())
                .getId();
        UUID orderId = UUID.randomUUID();

        buy(alice, orderId);

        assertThat(order(orderId)).isNotNull();
        assertThat(bank.transfers().find(orderId)).isPresent();
    }

    @Test
    void doesNeitherWithoutTheMoney() {
        UUID alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        UUID orderId = UUID.randomUUID();

        assertThatThrownBy(() -> buy(alice, orderId)).isInstanceOf(InsufficientFundsException.class);

        assertThat(order(orderId)).isNull();
        assertThat(bank.transfers().find(orderId)).isEmpty();
    }

    private void buy(UUID alice, UUID orderId) {
        factory.runInTransaction(entityManager -> {
            entityManager.persist(new PurchaseOrder(orderId, "paid"));
            TransferService.joining(entityManager)
                    .transfer(TransferRequest.of(alice, bob, Money.parse("EUR 25.00"))
                            .withId(orderId));
        });
    }

    private PurchaseOrder order(UUID id) {
        return factory.callInTransaction(entityManager -> entityManager.find(PurchaseOrder.class, id));
    }
}
