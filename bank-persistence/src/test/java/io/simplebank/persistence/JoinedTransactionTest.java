package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.OptimisticLockException;
import jakarta.persistence.PersistenceException;
import java.lang.reflect.Field;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** "Mark the order paid and move the money, or neither": the caller's transaction is the caller's. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class JoinedTransactionTest {

    private static final Money AMOUNT = Money.parse("EUR 10.00");

    private final TestDatabase database;
    private final Bank bank;
    private final EntityManagerFactory factory;
    private final UUID world;
    private final UUID alice;

    JoinedTransactionTest(TestDatabase database, Bank bank) throws Exception {
        this.database = database;
        this.bank = bank;
        PlainSql.execute(database.superuser(), PurchaseOrder.TABLE);
        factory = new HibernatePersistenceConfiguration("host")
                .managedClasses(PersistenceUnit.ENTITIES)
                .managedClass(PurchaseOrder.class)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .createEntityManagerFactory();
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    @AfterEach
    void close() throws Exception {
        factory.close();
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void commitKeepsTheOrderAndTheTransfer() {
        UUID order = UUID.randomUUID();

        factory.runInTransaction(entityManager -> {
            entityManager.persist(new PurchaseOrder(order, "paid"));
            TransferService.joining(entityManager).transfer(payment().withId(order));
        });

        assertThat(bank.transfers().find(order)).isPresent();
        assertThat(orderExists(order)).isTrue();
    }

    @Test
    void rollbackTakesTheOrderAndTheTransfer() {
        UUID order = UUID.randomUUID();

        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            entityManager.persist(new PurchaseOrder(order, "paid"));
            TransferService.joining(entityManager).transfer(payment().withId(order));
            entityManager.getTransaction().rollback();
        }

        assertThat(bank.transfers().find(order)).isEmpty();
        assertThat(orderExists(order)).isFalse();
        assertThat(bank.accounts().get(alice).getPosition()).isZero();
    }

    @Test
    void aRefusalLeavesTheTransactionUsable() {
        UUID order = UUID.randomUUID();

        factory.runInTransaction(entityManager -> {
            TransferService transfers = TransferService.joining(entityManager);
            assertThatThrownBy(() -> transfers.transfer(TransferRequest.of(alice, world, AMOUNT)))
                    .isInstanceOf(InsufficientFundsException.class);
            entityManager.persist(new PurchaseOrder(order, "unpaid"));
            transfers.transfer(payment().withId(order));
        });

        assertThat(orderExists(order)).isTrue();
        assertThat(bank.accounts().get(alice).getBalance()).isEqualTo(AMOUNT);
    }

    @Test
    void anAccountThatTheCallerReadBeforeIsNotStale() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            Account read = entityManager.find(Account.class, alice);
            bank.transfers().transfer(payment()); // by somebody else, meanwhile

            TransferService.joining(entityManager).transfer(payment());

            assertThat(read.getBalance()).isEqualTo(Money.parse("EUR 20.00"));
            assertThat(read.getPosition()).isEqualTo(2);
            entityManager.getTransaction().commit();
        }
        assertThat(bank.accounts().get(alice).getBalance()).isEqualTo(Money.parse("EUR 20.00"));
    }

    @Test
    void aCallerWhoseAccountWasPostedToMeanwhileIsTold() throws Exception {
        assertTellsWhoHasReadTheWorldBefore(() -> bank.transfers().transfer(payment()));
    }

    @Test
    void aCallerWhoseAccountHoldsMoreMeanwhileIsTold() throws Exception {
        assertTellsWhoHasReadTheWorldBefore(() -> bank.transfers().hold(payment(), Duration.ofDays(1)));
    }

    /** By the row's version, as JPA does it: every change of the library's increments it. */
    private void assertTellsWhoHasReadTheWorldBefore(Runnable change) throws Exception {
        Field minimum = Account.class.getDeclaredField("minimumBalance");
        minimum.setAccessible(true);

        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            Account read = entityManager.find(Account.class, world);
            change.run(); // by somebody else, meanwhile
            minimum.set(read, -50_000L);

            assertThatThrownBy(entityManager::flush).isInstanceOf(OptimisticLockException.class);
            entityManager.getTransaction().rollback();
        }
    }

    @Test
    void anAccountThatTheCallerChangedAndDidNotFlushIsNotLost() throws Exception {
        Field minimum = Account.class.getDeclaredField("minimumBalance");
        minimum.setAccessible(true);

        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            minimum.set(entityManager.find(Account.class, alice), -500L);
            TransferService.joining(entityManager).transfer(TransferRequest.of(alice, world, Money.parse("EUR 5.00")));
            entityManager.getTransaction().commit();
        }

        assertThat(bank.accounts().get(alice).getMinimumBalance()).isEqualTo(Money.parse("EUR -5.00"));
        assertThat(bank.accounts().get(alice).getBalance()).isEqualTo(Money.parse("EUR -5.00"));
    }

    @Test
    void anAccountThatTheCallerPersistedAndDidNotFlushIsThere() {
        OpenAccount request = OpenAccount.of("bob", EUR);

        factory.runInTransaction(entityManager -> {
            entityManager.persist(Account.open(request, Instant.now()));
            TransferService.joining(entityManager).transfer(TransferRequest.of(world, request.id(), AMOUNT));
        });

        assertThat(bank.accounts().get(request.id()).getBalance()).isEqualTo(AMOUNT);
    }

    @Test
    void refusesToRunWithoutATransaction() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            TransferService transfers = TransferService.joining(entityManager);

            assertThatThrownBy(() -> transfers.transfer(payment()))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("begin one");
        }
        assertThat(bank.accounts().get(alice).getPosition()).isZero();
    }

    @Test
    void refusesAReadOnlyTransaction() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            entityManager.unwrap(Session.class).setDefaultReadOnly(true);
            assertRefusedAsReadOnly(entityManager);
            entityManager.getTransaction().rollback();
        }
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            entityManager
                    .createNativeQuery("set transaction read only", Void.class)
                    .executeUpdate();
            assertRefusedAsReadOnly(entityManager);
            entityManager.getTransaction().rollback();
        }
    }

    private void assertRefusedAsReadOnly(EntityManager entityManager) {
        TransferService transfers = TransferService.joining(entityManager);
        assertThatThrownBy(() -> transfers.transfer(payment()))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("read-only");
    }

    @Test
    void theCallersOwnErrorsAreNotTranslated() {
        UUID order = UUID.randomUUID();
        factory.runInTransaction(entityManager -> entityManager.persist(new PurchaseOrder(order, "new")));

        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            entityManager.persist(new PurchaseOrder(order, "doubled"));
            TransferService transfers = TransferService.joining(entityManager);

            assertThatThrownBy(() -> transfers.transfer(payment())).isInstanceOf(PersistenceException.class);
            entityManager.getTransaction().rollback();
        }
    }

    @Test
    void oneEntityManagerServesOneTransactionAfterTheOther() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            TransferService transfers = TransferService.joining(entityManager);
            for (int i = 1; i <= 3; i++) {
                entityManager.getTransaction().begin();
                transfers.transfer(payment());
                entityManager.getTransaction().commit();
            }
        }
        assertThat(bank.accounts().get(alice).getPosition()).isEqualTo(3);
    }

    private TransferRequest payment() {
        return TransferRequest.of(world, alice, AMOUNT);
    }

    private boolean orderExists(UUID id) {
        try (EntityManager entityManager = factory.createEntityManager()) {
            return entityManager.find(PurchaseOrder.class, id) != null;
        }
    }
}
