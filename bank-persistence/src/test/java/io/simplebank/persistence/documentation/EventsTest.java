package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.Entity;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import jakarta.persistence.LockModeType;
import jakarta.persistence.Table;
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
class EventsTest {

    private static final String WHO_HOLDS_IT_UP = """
            select coalesce(a.pid, 0) as pid, a.application_name, a.state, now() - a.xact_start as age, a.query
            from pg_locks l left join pg_stat_activity a on a.pid = l.pid
            where l.database = (select oid from pg_database where datname = current_database())
              and l.relation = 'bank.transfers'::regclass and l.mode = 'RowExclusiveLock' and l.granted
            order by a.xact_start""";

    private static final String AFTER_COMMITS_WERE_LOST =
            "select setval('bank.transfers_feed_position_seq', last_value + 1000000) from bank.transfers_feed_position_seq";

    /** A consumer, and how far it has come. */
    @Entity
    @Table(name = "subscriptions")
    static class Subscription {

        static final String TABLE = """
                create table subscriptions (name text primary key, position bigint not null);
                insert into subscriptions values ('notices', 0);
                grant all on subscriptions to public""";

        @Id
        String name;

        long position;

        protected Subscription() {}
    }

    /** What the consumer makes of a transfer. */
    @Entity
    @Table(name = "notices")
    static class Notice {

        static final String TABLE = """
                create table notices (transfer uuid primary key, text text not null);
                grant all on notices to public""";

        @Id
        UUID transfer;

        String text;

        protected Notice() {}

        Notice(Transfer transfer) {
            this.transfer = transfer.getId();
            this.text = "You were paid " + transfer.getAmount();
        }
    }

    private final EntityManagerFactory factory;
    private final TestDatabase database;
    private final Bank bank;
    private final UUID world;
    private final UUID alice;

    EventsTest(TestDatabase database, Bank bank) {
        this.database = database;
        this.bank = bank;
        this.world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        this.alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        this.factory = new HibernatePersistenceConfiguration("shop")
                .managedClasses(Account.class, Transfer.class, Entry.class, Subscription.class, Notice.class)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .createEntityManagerFactory();
    }

    @BeforeAll
    static void createTables(TestDatabase database) throws SQLException {
        Sql.execute(database.superuser(), Subscription.TABLE);
        Sql.execute(database.superuser(), Notice.TABLE);
    }

    @AfterAll
    void closeFactory() {
        factory.close();
    }

    private TransferRequest request() {
        return TransferRequest.of(world, alice, Money.parse("EUR 1.00"));
    }

    private void readOn() {
        factory.runInTransaction(entityManager -> {
            Subscription me = entityManager.find(Subscription.class, "notices", LockModeType.PESSIMISTIC_WRITE);
            for (TransferEvent event : bank.feed().read(me.position, 1_000)) {
                entityManager.persist(new Notice(event.transfer()));
                me.position = event.position();
            }
        });
    }

    private long notices() {
        return factory.callInTransaction(entityManager -> entityManager
                .createQuery("select count(*) from EventsTest$Notice", Long.class)
                .getSingleResult());
    }

    @Test
    void aConsumerDealsWithEachTransferOnce() {
        long before = notices();
        Transfer paid = bank.transfers().transfer(request());
        readOn();
        readOn();
        assertThat(notices()).isEqualTo(before + 1);

        bank.transfers().transfer(request());
        readOn();
        assertThat(notices()).isEqualTo(before + 2);
        assertThat(factory.<Notice>callInTransaction(entityManager -> entityManager.find(Notice.class, paid.getId()))
                        .text)
                .isEqualTo("You were paid EUR 1.00");
    }

    @Test
    void showsWhoHoldsItUp() throws SQLException {
        try (EntityManager late = factory.createEntityManager()) {
            late.getTransaction().begin();
            TransferService.joining(late).transfer(request());
            String pid = String.valueOf(late.createNativeQuery("select pg_backend_pid()", Integer.class)
                    .getSingleResult());

            assertThat(Sql.query(database.superuser(), WHO_HOLDS_IT_UP)).isEqualTo(pid);
            late.getTransaction().rollback();
        }
    }

    @Test
    void noConsumerMissesATransferAfterTheNumbersWereRaised() throws SQLException {
        readOn();
        long before = notices();
        Sql.execute(database.superuser(), AFTER_COMMITS_WERE_LOST);

        bank.transfers().transfer(request());
        readOn();

        assertThat(notices()).isEqualTo(before + 1);
    }
}
