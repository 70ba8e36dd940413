package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.platform.engine.discovery.DiscoverySelectors.selectClass;

import io.simplebank.domain.Account;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestDatabase;
import io.simplebank.persistence.testing.Together;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.platform.testkit.engine.EngineTestKit;

/** Eight classes, or eight methods, that are all at work at one moment on the one server. */
@Tag("anywhere")
@ExtendWith(BankExtension.class) // for a look at the server
class ParallelSuitesTest {

    private static final int AT_ONCE = 8;

    /** Of the factory's pool: all that it has. */
    private static final int CONNECTIONS = 10;

    private static final Set<String> DATABASES = ConcurrentHashMap.newKeySet();

    private static volatile CyclicBarrier meeting = new CyclicBarrier(AT_ONCE);

    /** Everyone with all the connections of his factory's pool. */
    private static volatile CyclicBarrier fullHouse = new CyclicBarrier(AT_ONCE * CONNECTIONS);

    @BeforeEach
    void begin() {
        DATABASES.clear();
        meeting = new CyclicBarrier(AT_ONCE);
        fullHouse = new CyclicBarrier(AT_ONCE * CONNECTIONS);
    }

    private static void runAtOnce(Class<?>... testClasses) {
        EngineTestKit.engine("junit-jupiter")
                .configurationParameter("junit.jupiter.execution.parallel.enabled", "true")
                .configurationParameter("junit.jupiter.execution.parallel.mode.default", "concurrent")
                .configurationParameter("junit.jupiter.execution.parallel.config.strategy", "fixed")
                .configurationParameter("junit.jupiter.execution.parallel.config.fixed.parallelism", "" + AT_ONCE)
                .selectors(List.of(testClasses).stream()
                        .map(testClass -> selectClass(testClass))
                        .toList())
                .execute()
                .testEvents()
                .assertStatistics(events -> events.succeeded(AT_ONCE).failed(0));
    }

    /** Uses everything that is injected to the full, while all others do. */
    static void work(Bank bank, TestAccounts accounts, EntityManagerFactory factory, TestDatabase database)
            throws Exception {
        DATABASES.add(database.url());
        Account alice = accounts.open("alice", "EUR 10.00");
        Account bob = accounts.open("bob", "EUR 0.00");
        CyclicBarrier everyone = fullHouse;
        Together.run(CONNECTIONS, thread -> () -> {
            try (EntityManager entityManager = factory.createEntityManager()) {
                entityManager.createNativeQuery("select 1").getSingleResult();
                entityManager.getTransaction().begin();
                entityManager.createNativeQuery("select 1").getSingleResult();
                everyone.await(1, TimeUnit.MINUTES);
                entityManager.getTransaction().commit();
                return bank.transfers().transfer(TransferRequest.of(alice.getId(), bob.getId(), eur("1.00")));
            }
        });
        assertThat(bank.accounts().get(bob.getId()).getBalance()).isEqualTo(eur("10.00"));
    }

    @BankTest
    abstract static class OneOfEight {
        @Test
        void one(Bank bank, TestAccounts accounts, EntityManagerFactory factory, TestDatabase database)
                throws Exception {
            work(bank, accounts, factory, database);
        }
    }

    static class First extends OneOfEight {}

    static class Second extends OneOfEight {}

    static class Third extends OneOfEight {}

    static class Fourth extends OneOfEight {}

    static class Fifth extends OneOfEight {}

    static class Sixth extends OneOfEight {}

    static class Seventh extends OneOfEight {}

    static class Eighth extends OneOfEight {}

    @Test
    void eightClassesWorkAtOnceEachOnItsOwnDatabase() {
        runAtOnce(
                First.class,
                Second.class,
                Third.class,
                Fourth.class,
                Fifth.class,
                Sixth.class,
                Seventh.class,
                Eighth.class);

        assertThat(DATABASES).hasSize(AT_ONCE);
    }

    @BankTest
    static class OnOneDatabase extends EightMethods {

        private final TestDatabase database;
        private final TestAccounts accounts;

        OnOneDatabase(TestDatabase database, TestAccounts accounts) {
            this.database = database;
            this.accounts = accounts;
        }

        @Override
        void meet() throws Exception {
            DATABASES.add(database.url());
            meeting.await(1, TimeUnit.MINUTES);
            assertThat(accounts.open("alice", "EUR 10.00").getBalance()).isEqualTo(eur("10.00"));
        }
    }

    @Test
    void eightMethodsOfAClassWorkAtOnceOnOneDatabase() {
        runAtOnce(OnOneDatabase.class);

        assertThat(DATABASES).hasSize(1);
    }

    @BankTest(DatabasePer.METHOD)
    static class OnEightDatabases extends EightMethods {

        private final Bank bank;
        private final EntityManagerFactory factory;
        private final TestDatabase database;

        OnEightDatabases(Bank bank, EntityManagerFactory factory, TestDatabase database) {
            this.bank = bank;
            this.factory = factory;
            this.database = database;
        }

        @Override
        void meet() throws Exception {
            work(bank, TestAccounts.of(bank), factory, database);
        }
    }

    @Test
    void eightMethodsOfAClassWorkAtOnceEachOnItsOwnDatabase() {
        runAtOnce(OnEightDatabases.class);

        assertThat(DATABASES).hasSize(AT_ONCE);
    }
}
