package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.lang.reflect.Proxy;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What cannot be joined is told when somebody tries to, and not call by call. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class JoiningTest {

    private final TestDatabase database;

    JoiningTest(TestDatabase database) {
        this.database = database;
    }

    private PersistenceConfiguration host() {
        return new HibernatePersistenceConfiguration("host")
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource());
    }

    @Test
    void refusesAPersistenceUnitThatDoesNotKnowTheLedger() {
        try (EntityManagerFactory factory = host().managedClass(PurchaseOrder.class)
                        .managedClass(Account.class)
                        .managedClass(Transfer.class)
                        .createEntityManagerFactory();
                EntityManager entityManager = factory.createEntityManager()) {
            String advice = "the persistence unit does not know io.simplebank.domain.Entry: add the classes";
            assertThatThrownBy(() -> TransferService.joining(entityManager))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(advice);
            assertThatThrownBy(() -> AccountService.joining(entityManager))
                    .isExactlyInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining(advice);
            assertThatThrownBy(() -> Bank.using(factory)).hasMessageContaining(advice);
        }
    }

    @Test
    void refusesAnotherPersistenceProvider() {
        EntityManagerFactory another = (EntityManagerFactory) Proxy.newProxyInstance(
                JoiningTest.class.getClassLoader(),
                new Class<?>[] {EntityManagerFactory.class},
                (proxy, method, args) -> switch (method.getName()) {
                    case "unwrap" -> throw new jakarta.persistence.PersistenceException("not mine");
                    case "hashCode" -> 1;
                    default -> null;
                });
        EntityManager entityManager = (EntityManager) Proxy.newProxyInstance(
                JoiningTest.class.getClassLoader(),
                new Class<?>[] {EntityManager.class},
                (proxy, method, args) -> method.getName().equals("getEntityManagerFactory") ? another : null);
        assertThatThrownBy(() -> TransferService.joining(entityManager)).hasMessageContaining("not Hibernate");
        assertThatThrownBy(() -> Bank.using(another)).hasMessageContaining("not Hibernate");
    }

    /** What was posted could not be rolled back with the caller's work. */
    @Test
    void refusesATransactionThatIsNone() {
        try (EntityManagerFactory factory = host().managedClass(Account.class)
                .managedClass(Transfer.class)
                .managedClass(Entry.class)
                .property("hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT")
                .createEntityManagerFactory()) {
            EntityManager entityManager = factory.createEntityManager();
            entityManager.getTransaction().begin();
            entityManager.createNativeQuery("select 1").getSingleResult();
            assertThatThrownBy(() -> AccountService.joining(entityManager).open(OpenAccount.of("alice", EUR)))
                    .isExactlyInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("auto-commit within a transaction");
        }
    }
}
