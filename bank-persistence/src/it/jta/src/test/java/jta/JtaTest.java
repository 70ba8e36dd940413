package jta;

import static jta.Application.PRICE;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.arjuna.ats.jta.TransactionManager;
import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.LockOrderException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.SynchronizationType;
import jakarta.transaction.RollbackException;
import jakarta.transaction.Status;
import jakarta.transaction.Synchronization;
import jakarta.transaction.Transaction;
import java.sql.Connection;
import java.sql.Statement;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Joined calls in transactions of Narayana's, which the application begins and ends. */
class JtaTest {

    private static final jakarta.transaction.TransactionManager JTA = TransactionManager.transactionManager();

    private static TestDatabase database;
    private static Application application;

    private final UUID order = UUID.randomUUID();
    private UUID world;
    private UUID seller;

    @BeforeAll
    static void start() throws Exception {
        database = TestDatabase.create();
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(PurchaseOrder.TABLE);
        }
        application = new Application(database.url());
    }

    @AfterAll
    static void stop() {
        application.close();
        database.close();
    }

    @BeforeEach
    void openAccounts() {
        world = application.world();
        seller = application.empty();
    }

    @AfterEach
    void theThreadIsInNoTransactionAndTheBooksAreRight() throws Exception {
        int status = JTA.getStatus();
        JTA.suspend(); // so that a test that fails leaves nothing to the next one
        assertEquals(Status.STATUS_NO_TRANSACTION, status);
        assertTrue(application.bank.audit().isClean());
    }

    @Test
    void commitKeepsTheOrderAndTheTransfer() throws Exception {
        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            Account read = entityManager.find(Account.class, seller);
            application.pay(entityManager, order, world, seller);
            assertEquals(PRICE, read.getBalance());
        }
        JTA.commit();

        assertEquals("both", application.whatIsThereOf(order));
    }

    @Test
    void rollbackTakesTheOrderAndTheTransfer() throws Exception {
        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, order, world, seller);
        }
        JTA.rollback();

        assertEquals("neither", application.whatIsThereOf(order));
    }

    @Test
    void aTransactionThatIsMarkedForRollbackTakesTheOrderAndTheTransfer() throws Exception {
        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, order, world, seller);
        }
        JTA.setRollbackOnly();
        assertThrows(RollbackException.class, JTA::commit);

        assertEquals("neither", application.whatIsThereOf(order));
    }

    @Test
    void aTransactionThatTimesOutGivesBackItsAccounts() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        JTA.setTransactionTimeout(5);
        JTA.begin();
        JTA.setTransactionTimeout(0);
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, order, world, seller);
        } // ahead of the timeout: Hibernate lets whoever closes later know that another thread has rolled back
        JTA.getTransaction().registerSynchronization(new Synchronization() {
            @Override
            public void beforeCompletion() {}

            @Override
            public void afterCompletion(int status) {
                over.countDown();
            }
        });
        assertTrue(over.await(30, TimeUnit.SECONDS));
        assertThrows(RollbackException.class, JTA::commit);

        assertEquals("neither", application.whatIsThereOf(order));
        application.bank.transfers().transfer(TransferRequest.of(world, seller, PRICE));
    }

    @Test
    void aTransactionOfItsOwnSurvivesTheSuspendedOnesRollback() throws Exception {
        UUID outer = UUID.randomUUID();

        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, outer, application.world(), application.empty());
        }
        Transaction suspended = JTA.suspend();
        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, order, world, seller);
        }
        JTA.commit();
        JTA.resume(suspended);
        JTA.rollback();

        assertEquals("neither", application.whatIsThereOf(outer));
        assertEquals("both", application.whatIsThereOf(order));
    }

    @Test
    void anEntityManagerThatHasNotJoinedIsRefusedUntilItDoes() throws Exception {
        JTA.begin();
        try (EntityManager entityManager =
                application.factory.createEntityManager(SynchronizationType.UNSYNCHRONIZED)) {
            TransferService transfers = TransferService.joining(entityManager);
            TransferRequest request = TransferRequest.of(world, seller, PRICE);
            IllegalStateException refusal =
                    assertThrows(IllegalStateException.class, () -> transfers.transfer(request));
            assertTrue(refusal.getMessage().contains("no transaction to join"), refusal.getMessage());

            entityManager.joinTransaction();
            transfers.transfer(request);
        }
        JTA.commit();

        assertEquals(PRICE, application.bank.accounts().get(seller).getBalance());
    }

    @Test
    void entityManagersInOneTransactionShareTheirLocks() throws Exception {
        JTA.begin();
        try (EntityManager one = application.factory.createEntityManager();
                EntityManager two = application.factory.createEntityManager();
                Connection rival = database.dataSource().getConnection();
                Statement statement = rival.createStatement()) {
            one.createNativeQuery("set local lock_timeout = '20s'").executeUpdate();
            AccountService.joining(one).lock(seller);
            rival.setAutoCommit(false);
            statement.execute("select from bank.accounts where id = '" + world + "' for update");
            assertThrows(
                    LockOrderException.class,
                    () -> AccountService.joining(two).lock(world)); // opened before the seller's
            rival.rollback();

            application.pay(two, order, world, seller);
            assertEquals(PRICE, AccountService.joining(one).get(seller).getBalance());
        }
        JTA.commit();

        assertEquals("both", application.whatIsThereOf(order));
    }

    @Test
    void aRefusalLeavesTheTransactionUsable() throws Exception {
        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            TransferService transfers = TransferService.joining(entityManager);
            assertThrows(
                    InsufficientFundsException.class,
                    () -> transfers.transfer(TransferRequest.of(seller, world, PRICE)));
            application.pay(entityManager, order, world, seller);
        }
        JTA.commit();

        assertEquals("both", application.whatIsThereOf(order));
    }

    @Test
    void theBankOnThePoolKeepsOutOfTheTransaction() throws Exception {
        JTA.begin();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, order, world, seller);
            UUID another = application.empty();
            application.bank.transfers().transfer(TransferRequest.of(application.world(), another, PRICE));
            assertEquals(PRICE, application.bank.accounts().get(another).getBalance());
            assertTrue(application.bank.transfers().find(order).isEmpty());
        }
        JTA.rollback();

        assertEquals("neither", application.whatIsThereOf(order));
    }

    @Test
    void aBankOnThePersistenceUnitIsRefusedAndToldWhatToUse() {
        IllegalArgumentException refusal =
                assertThrows(IllegalArgumentException.class, () -> Bank.using(application.factory));

        assertTrue(refusal.getMessage().contains("TransferService.joining(entityManager)"), refusal.getMessage());
    }
}
