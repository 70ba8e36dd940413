package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a transfer says to the database, and how often it waits for an answer. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class EmittedSqlTest {

    private static final Money AMOUNT = Money.parse("EUR 1.00");

    private final TestDatabase database;
    private final UUID world;
    private final UUID alice;

    EmittedSqlTest(TestDatabase database, AccountService accounts) {
        this.database = database;
        this.world = accounts.open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        this.alice = accounts.open(OpenAccount.of("alice", EUR)).getId();
    }

    @Test
    void locksBothAccountsInOneOrderedStatement() {
        List<String> statements = new CopyOnWriteArrayList<>();
        try (EntityManagerFactory factory = factory(statements);
                Bank bank = Bank.using(factory).open()) {
            bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));
        }

        assertThat(statements.stream().filter(sql -> sql.contains(" for ")))
                .singleElement()
                .asString()
                .contains("from bank.accounts")
                .containsPattern("any\\(\\(select \\?\\)::uuid\\[]\\) order by \\S+\\.id for no key update");
    }

    @Test
    void waitsForTheDatabaseTwice() throws Exception {
        try (WireProxy proxy = new WireProxy(database.url());
                Bank bank = Bank.at(proxy.url()).poolSize(1).open()) {
            bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT)); // the connection is set up

            proxy.roundTrips();
            bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));

            assertThat(proxy.roundTrips()).isEqualTo(2); // lock; write and commit: the README says so
        }
    }

    @Test
    void waitsThreeTimesOnAPoolThatIsNotItsOwn() throws Exception {
        try (WireProxy proxy = new WireProxy(database.url());
                EntityManagerFactory factory = factory(proxy.url());
                Bank bank = Bank.using(factory).open()) {
            bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));

            proxy.roundTrips();
            bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));

            assertThat(proxy.roundTrips()).isEqualTo(3); // one more, for the isolation level and the lock timeout
        }
    }

    /** A pool whose connections nobody can tell apart: each transaction asks for the ledger. */
    @Test
    void asksAConnectionThatHidesItselfWithoutARoundTripMore() throws Exception {
        try (WireProxy proxy = new WireProxy(database.url());
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(proxy.url());
            pool.setMaximumPoolSize(1);
            try (Bank bank = Bank.on(HiddenConnections.of(() -> pool)).open()) {
                bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));

                proxy.roundTrips();
                bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));

                assertThat(proxy.roundTrips()).isEqualTo(3);
            }
        }
    }

    private EntityManagerFactory factory(List<String> statements) {
        return new HibernatePersistenceConfiguration("emitted-sql")
                .managedClasses(PersistenceUnit.ENTITIES)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .property("hibernate.session_factory.statement_inspector", inspector(statements))
                .createEntityManagerFactory();
    }

    private static org.hibernate.resource.jdbc.spi.StatementInspector inspector(List<String> statements) {
        return sql -> {
            statements.add(sql);
            return sql;
        };
    }

    /** With Hibernate's own pool of one connection. */
    private static EntityManagerFactory factory(String url) {
        return new HibernatePersistenceConfiguration("round-trips")
                .managedClasses(PersistenceUnit.ENTITIES)
                .property("jakarta.persistence.jdbc.url", url)
                .property("hibernate.connection.pool_size", "1")
                .createEntityManagerFactory();
    }
}
