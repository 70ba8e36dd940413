package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Instant;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Consumer;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** A history that is read as it is consumed, however long it is. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class EntryStreamTest {

    private final Way way;
    private final TestDatabase database;
    private final DataSource dataSource;
    private final List<String> pages = new CopyOnWriteArrayList<>();

    EntryStreamTest(Way way, TestDatabase database) {
        this.way = way;
        this.database = database;
        this.dataSource = database.dataSource();
    }

    /** In one transaction of the caller's, or in those of a bank; and the pages that are read are counted. */
    private void with(Consumer<AccountService> test) {
        StatementInspector inspector = sql -> {
            if (sql.contains("bank.entries") && sql.contains("limit ?")) {
                pages.add(sql);
            }
            return sql;
        };
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("streams")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .property("jakarta.persistence.nonJtaDataSource", dataSource)
                        .property("hibernate.session_factory.statement_inspector", inspector)
                        .createEntityManagerFactory();
                Bank bank = Bank.using(factory).open();
                EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            test.accept(way == Way.JOINING ? AccountService.joining(entityManager) : bank.accounts());
            assertThat(entityManager.unwrap(Session.class).getStatistics().getEntityCount())
                    .as("managed entities")
                    .isZero();
            entityManager.getTransaction().commit();
        }
    }

    @Test
    void runsThroughTheHistoryInOrder() throws SQLException {
        LongHistory history = LongHistory.write(database, 2_500);

        with(accounts -> {
            assertThat(positions(accounts.stream(history.accountId(), 0))).isEqualTo(range(1, 2_500));
            assertThat(pages).hasSize(3);
            assertThat(positions(accounts.stream(history.accountId(), 1_499))).isEqualTo(range(1_500, 2_500));
            assertThat(accounts.stream(history.accountId(), 2_500)).isEmpty();
            assertThat(accounts.stream(history.accountId(), Long.MAX_VALUE)).isEmpty();
        });
    }

    @Test
    void runsThroughAPeriod() throws SQLException {
        LongHistory history = LongHistory.write(database, 2_500);

        with(accounts -> {
            assertThat(positions(accounts.stream(history.accountId(), history.bookedAt(400), history.bookedAt(2_400))))
                    .isEqualTo(range(400, 2_399));
            assertThat(pages).hasSize(2);
            assertThat(accounts.stream(history.accountId(), Instant.MIN, Instant.MAX))
                    .hasSize(2_500);
            assertThat(accounts.stream(history.accountId(), Instant.MIN, history.bookedAt(1)))
                    .isEmpty();
        });
    }

    @Test
    void aStatementReadsByThePageToo() throws SQLException {
        LongHistory history = LongHistory.write(database, 2_500);

        with(accounts -> {
            Statement statement = accounts.statement(history.accountId(), history.bookedAt(2), history.bookedAt(2_500));

            assertThat(positions(statement.entries().stream())).isEqualTo(range(2, 2_499));
            assertThat(statement.openingBalance()).isEqualTo(eur("1.00"));
            assertThat(statement.closingBalance()).isEqualTo(eur("1.00"));
            assertThat(statement.totalDebits()).isEqualTo(eur("1249.00"));
            assertThat(statement.totalCredits()).isEqualTo(eur("1249.00"));
            assertThat(pages).hasSize(3);
        });
    }

    private static List<Long> positions(Stream<Entry> entries) {
        return entries.map(Entry::getPosition).toList();
    }

    private static List<Long> range(long first, long last) {
        return LongStream.rangeClosed(first, last).boxed().toList();
    }

    @Test
    void readsAPageWhenItsFirstLineIsAskedFor() throws SQLException {
        LongHistory history = LongHistory.write(database, 2_500);

        with(accounts -> {
            Stream<Entry> stream = accounts.stream(history.accountId(), 0);
            assertThat(pages).isEmpty();
            Iterator<Entry> entries = stream.iterator();
            for (int i = 1; i <= 1_000; i++) {
                assertThat(entries.next().getPosition()).isEqualTo(i);
            }
            assertThat(pages).hasSize(1);
            entries.next();
            assertThat(pages).hasSize(2);

            assertThat(accounts.stream(history.accountId(), 0).findFirst()).isPresent();
            assertThat(pages).hasSize(3);
        });
    }

    @Test
    void endsWithTheLastLineThatThereWasWhenItWasAskedFor(Bank bank) {
        Account world = bank.accounts().open(OpenAccount.of("world", EUR).withoutMinimumBalance());
        Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));
        TransferRequest request = TransferRequest.of(world.getId(), alice.getId(), eur("1.00"));
        bank.transfers().transfer(request);

        with(accounts -> {
            Stream<Entry> byPosition = accounts.stream(alice.getId(), 0);
            Stream<Entry> byTime = accounts.stream(alice.getId(), Instant.MIN, Instant.MAX);
            bank.transfers().transfer(request.withId(UUID.randomUUID()));

            assertThat(positions(byPosition)).containsExactly(1L);
            assertThat(positions(byTime)).containsExactly(1L);
            assertThat(positions(accounts.stream(alice.getId(), 0))).containsExactly(1L, 2L);
        });
    }

    @Test
    void refusesToGoOnWhenTheBankIsClosed() throws SQLException {
        LongHistory history = LongHistory.write(database, 10);
        Bank bank = Bank.on(dataSource).open();
        Stream<Entry> stream = bank.accounts().stream(history.accountId(), 0);
        bank.close();

        assertThatThrownBy(stream::findFirst).isInstanceOf(BankClosedException.class);
    }

    @Test
    void refusesToPassOverLinesThatAreGone() {
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("gone")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .property("jakarta.persistence.nonJtaDataSource", dataSource)
                        .createEntityManagerFactory();
                EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            AccountService accounts = AccountService.joining(entityManager);
            UUID world = accounts.open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                    .getId();
            UUID alice = accounts.open(OpenAccount.of("alice", EUR)).getId();
            TransferService.joining(entityManager).transfer(TransferRequest.of(world, alice, eur("1.00")));
            Stream<Entry> stream = accounts.stream(alice, 0);
            entityManager.getTransaction().rollback();

            assertThatThrownBy(stream::findFirst)
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("rolled back");
        }
    }
}
