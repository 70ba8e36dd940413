package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.Hold;
import io.simplebank.domain.LockWait;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongLedgerException;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Banks that share a few of the server's sessions, each for the length of a transaction. */
@Tag("server")
class PgbouncerTest {

    private static final int SESSIONS = 4;

    private static final String SETTINGS = """
            select pg_backend_pid() || ' ' || current_setting('lock_timeout') || ' ' || current_setting('statement_timeout')
              || ' ' || current_setting('idle_in_transaction_session_timeout') || ' ' || current_setting('enable_seqscan')
              || ' ' || current_setting('default_transaction_isolation')""";

    @TempDir
    private Path folder;

    private final TestDatabase database = TestDatabase.create();
    private final List<AutoCloseable> opened = new ArrayList<>();

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        TheBooks.areRight(database.dataSource());
        database.close();
    }

    private <T extends AutoCloseable> T closeable(T resource) {
        opened.add(resource);
        return resource;
    }

    private String url(int sessions) throws Exception {
        return closeable(Pgbouncer.before(folder, sessions, database)).url(database);
    }

    private HikariDataSource pool(String url) {
        HikariDataSource pool = closeable(new HikariDataSource());
        pool.setJdbcUrl(url);
        return pool;
    }

    private HikariDataSource unnamedStatements(String url) {
        HikariDataSource pool = pool(url);
        pool.addDataSourceProperty("prepareThreshold", "0");
        return pool;
    }

    private Scene scene(Bank bank) {
        return new Scene(bank.transfers(), bank.accounts(), database.superuser());
    }

    @Test
    void aBankWithItsOwnPoolNeedsNothingToBeSet() throws Exception {
        worksFor(closeable(Bank.at(url(SESSIONS)).open()));
    }

    @Test
    void aBankOnAPoolPassedInNeedsUnnamedStatements() throws Exception {
        worksFor(closeable(Bank.on(unnamedStatements(url(SESSIONS))).open()));
    }

    /** Sixteen callers at once, then everything else once. */
    private void worksFor(Bank bank) throws Exception {
        Scene scene = scene(bank);
        UUID world = scene.world();
        UUID alice = scene.empty();
        UUID bob = scene.empty();
        Together.run(16, thread -> () -> {
            for (int i = 0; i < 20; i++) {
                scene.move(world, thread % 2 == 0 ? alice : bob, eur("1.00"));
                scene.move(world, thread % 2 == 0 ? bob : alice, eur("1.00"));
            }
            return null;
        });
        assertThat(TheBooks.transfers(database.dataSource())).isEqualTo(16 * 20 * 2);

        Hold hold = bank.transfers().hold(TransferRequest.of(bob, alice, eur("10.00")), Duration.ofHours(1));
        bank.transfers().capture(hold.getId(), eur("4.00"));
        assertThat(bank.accounts().get(bob).getHeld()).isEqualTo(eur("0.00"));
        assertThat(bank.accounts().stream(bob, 0).count())
                .isEqualTo(bank.accounts().get(bob).getPosition());
        assertThat(bank.audit().isClean()).isTrue();
    }

    @Test
    void migrates() throws Exception {
        try (TestDatabase empty = TestDatabase.createEmpty();
                Pgbouncer pgbouncer = Pgbouncer.before(folder, SESSIONS, empty)) {
            try (Bank bank = Bank.at(pgbouncer.url(empty)).migrate().open()) {
                new Scene(bank.transfers(), bank.accounts(), empty.dataSource()).with(eur("1.00"));
            }
            try (HikariDataSource pool = unnamedStatements(pgbouncer.url(empty))) {
                Bank.on(pool).migrate().open().close();
            }
            TheBooks.areRight(empty.dataSource());
        }
    }

    @Test
    void callersJoin() throws Exception {
        PlainSql.execute(database.superuser(), PurchaseOrder.TABLE);
        HikariDataSource pool = unnamedStatements(url(SESSIONS));
        EntityManagerFactory factory = closeable(new HibernatePersistenceConfiguration("host")
                .managedClasses(PersistenceUnit.ENTITIES)
                .managedClass(PurchaseOrder.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .createEntityManagerFactory());
        Bank bank = closeable(Bank.using(factory).open());
        Scene scene = scene(bank);
        UUID alice = scene.with(eur("100.00"));
        UUID bob = scene.empty();
        UUID kept = UUID.randomUUID();
        UUID rolledBack = UUID.randomUUID();

        Together.run(8, thread -> () -> {
            for (int i = 0; i < 10; i++) {
                factory.runInTransaction(entityManager -> order(entityManager, UUID.randomUUID(), alice, bob));
            }
            return null;
        });
        factory.runInTransaction(entityManager -> order(entityManager, kept, alice, bob));
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            order(entityManager, rolledBack, alice, bob);
            entityManager.getTransaction().rollback();
        }

        assertThat(scene.balance(bob)).isEqualTo(eur("81.00"));
        assertThat(bank.transfers().find(kept)).isPresent();
        assertThat(bank.transfers().find(rolledBack)).isEmpty();
    }

    private static void order(EntityManager entityManager, UUID id, UUID from, UUID to) {
        AccountService.joining(entityManager).lock(from, to);
        entityManager.persist(new PurchaseOrder(id, "paid"));
        TransferService.joining(entityManager)
                .transfer(TransferRequest.of(from, to, eur("1.00")).withId(id));
    }

    /** The same connection to pgbouncer leads to another server when that one is told so. */
    @Test
    void asksForTheLedgerInEachTransaction() throws Exception {
        String url = url(SESSIONS);
        Bank own = closeable(Bank.at(url).open());
        Bank passedIn = closeable(Bank.on(unnamedStatements(url)).open());
        UUID world = scene(own).world();
        UUID alice = scene(passedIn).empty();
        scene(own).move(world, alice, eur("1.00"));
        scene(passedIn).move(world, alice, eur("1.00"));

        PlainSql.execute(
                database.superuser(),
                "set session_replication_role = replica; update bank.ledger set id = gen_random_uuid()");

        for (Bank bank : List.of(own, passedIn)) {
            scene(own).refused(WrongLedgerException.class, () -> scene(bank).move(world, alice, eur("1.00")));
            scene(own).refused(WrongLedgerException.class, () -> bank.accounts().freeze(alice));
            scene(own).refused(WrongLedgerException.class, bank::audit);
        }
    }

    /** Nobody knows which session a transaction gets: timeouts that hold belong to the transaction. */
    @Test
    void timeoutsHoldInSessionsThatTheBankHasNotSetUp() throws Exception {
        Bank bank = closeable(Bank.at(url(1))
                .lockTimeout(Duration.ofMillis(150))
                .statementTimeout(Duration.ofSeconds(2))
                .open());
        Scene scene = scene(bank);
        UUID alice = scene.with(eur("10.00"));
        UUID bob = scene.empty();
        PlainSql.query(database.superuser(), """
                select count(pg_terminate_backend(pid, 60000)) from pg_stat_activity
                where datname = current_database() and pid <> pg_backend_pid()""");

        String check = """
                alter table bank.transfers add constraint timeouts check (array[current_setting('lock_timeout'),
                  current_setting('statement_timeout'), current_setting('idle_in_transaction_session_timeout'),
                  current_setting('enable_seqscan')] = '{%s}') not valid""";
        scene.execute(check.formatted("0,0,0,on"));
        scene.refused(PostingRefusedException.class, () -> scene.move(alice, bob, eur("1.00")));
        scene.execute("alter table bank.transfers drop constraint timeouts");
        scene.execute(check.formatted("150ms,2150ms,2s,off"));
        scene.move(alice, bob, eur("1.00"));

        try (ForeignSession rival = new ForeignSession(database.dataSource())) {
            rival.hold(alice);
            scene.refused(AccountBusyException.class, () -> scene.move(alice, bob, eur("1.00")));
        }
    }

    @Test
    void leavesNothingBehindInTheSessionsOfOthers() throws Exception {
        String url = url(SESSIONS);
        worksFor(closeable(Bank.at(url).isolation(IsolationLevel.SERIALIZABLE).open()));

        Set<String> pids = new HashSet<>();
        Set<String> settings = new HashSet<>();
        try (HikariDataSource pool = unnamedStatements(url)) {
            List<Connection> connections = new ArrayList<>();
            for (int i = 0; i < SESSIONS; i++) {
                Connection connection = pool.getConnection();
                connection.setAutoCommit(false); // keeps the session that its first statement gets
                connections.add(connection);
                try (var statement = connection.createStatement();
                        var row = statement.executeQuery(SETTINGS)) {
                    row.next();
                    pids.add(row.getString(1).split(" ", 2)[0]);
                    settings.add(row.getString(1).split(" ", 2)[1]);
                }
            }
            for (Connection connection : connections) {
                connection.close();
            }
        }
        assertThat(pids).hasSize(SESSIONS);
        assertThat(settings).containsExactly("0 0 0 on read committed");
    }

    @Test
    void tellsWhoWaits() throws Exception {
        Bank bank = closeable(Bank.on(unnamedStatements(url(SESSIONS))).open());
        UUID alice = scene(bank).empty();
        String lock = "select id from bank.accounts where id = '" + alice + "' for update";
        try (Program root = new Program(database.superuser(), "root").execute(lock);
                Program waiter = new Program(database.superuser(), "waiter").waitIn(lock)) {
            assertThat(bank.locks().waits()).extracting(LockWait::accountId).containsExactly(alice);
            assertThat(waiter.pid()).isNotEqualTo(root.pid());
        }
    }

    /** A driver that prepares takes another client's statement for its own, or finds its name taken. */
    @Test
    void saysWhatToSetWherePreparedStatementsAreMixedUp() throws Exception {
        String url = url(1);
        Bank first = closeable(Bank.on(pool(url)).open());
        Bank second = closeable(Bank.on(pool(url)).open());
        Scene scene = scene(first);
        UUID alice = scene.with(eur("10.00"));
        UUID bob = scene.empty();
        TransferRequest request = TransferRequest.of(alice, bob, eur("0.01"));

        assertThatThrownBy(() -> {
                    for (int i = 0; i < 20; i++) { // the driver prepares what it has sent five times
                        first.transfers().transfer(request);
                        second.transfers().transfer(request);
                    }
                })
                .isExactlyInstanceOf(BankUnavailableException.class)
                .hasMessageContaining("prepareThreshold=0");
    }

    @Test
    void isToldFromTheServerByTheProcessId() throws Exception {
        try (Connection direct = database.dataSource().getConnection();
                Connection through = pool(url(SESSIONS)).getConnection()) {
            assertThat(Pooler.isBefore(direct)).isFalse();
            assertThat(Pooler.isBefore(through)).isTrue();
        }
    }
}
