package io.simplebank.persistence.hosts;

import static io.simplebank.persistence.hosts.Customers.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The ledger's entities have names of their own, so that a host may have an Account, a Transfer, an Entry and a Hold. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class EntityNamesTest {

    private final TestDatabase database;

    EntityNamesTest(TestDatabase database) throws SQLException {
        this.database = database;
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(Shop.TABLES);
        }
    }

    @Test
    void aHostMayHaveEntitiesThatAreCalledAsTheLedgersAre() {
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("shop")
                .managedClasses(Account.class, Transfer.class, Entry.class, Hold.class)
                .managedClasses(Shop.ENTITIES)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .createEntityManagerFactory()) {
            factory.runInTransaction(entityManager -> {
                AccountService accounts = AccountService.joining(entityManager);
                UUID world = accounts.open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                        .getId();
                UUID alice = accounts.open(OpenAccount.of("alice", EUR)).getId();
                TransferService.joining(entityManager).transfer(TransferRequest.of(world, alice, eur("1.00")));
                entityManager.persist(new Shop.Account());

                assertThat(entityManager
                                .createQuery("select a from Account a", Shop.Account.class)
                                .getResultList())
                        .hasSize(1);
                assertThat(entityManager
                                .createQuery(
                                        "select a from SimpleBankAccount a join SimpleBankEntry e on e.accountId = a.id"
                                                + " join SimpleBankTransfer t on t.id = e.transferId"
                                                + " where a.id = :id",
                                        Account.class)
                                .setParameter("id", alice)
                                .getSingleResult()
                                .getBalance())
                        .isEqualTo(eur("1.00"));
                assertThat(entityManager
                                .createQuery("select h from SimpleBankHold h", Hold.class)
                                .getResultList())
                        .isEmpty();
            });
        }
    }
}
