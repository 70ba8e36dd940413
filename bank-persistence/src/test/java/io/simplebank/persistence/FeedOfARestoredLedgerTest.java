package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * The ledger goes back to an earlier state while a bank is open that has read it further. Numbers that were settled are
 * drawn again, and whoever has drawn one and has not committed holds the feed up as before.
 */
@Tag("server")
class FeedOfARestoredLedgerTest {

    private final TestDatabase database = TestDatabase.create();
    private final TestDatabase aside = TestDatabase.createEmpty();
    private final String name;
    private final Bank bank = Bank.on(database.superuser()).open();
    private final Scene scene = new Scene(bank.transfers(), bank.accounts(), database.superuser());
    private final UUID world = scene.world();
    private final UUID alice = scene.empty();
    private final UUID bob;
    private final UUID carol;

    FeedOfARestoredLedgerTest() throws SQLException {
        name = PlainSql.query(database.superuser(), "select current_database()");
        try (PlainSession session = new PlainSession(database.superuser())) {
            bob = session.open("EUR");
            carol = session.open("EUR");
        }
    }

    @AfterEach
    void close() throws SQLException {
        bank.close();
        TheBooks.areRight(database.superuser());
        database.close();
        aside.close();
    }

    /** How a ledger goes back. */
    enum Restore {
        /** The database is dropped and made again of a copy. */
        DATABASE {
            @Override
            void save(FeedOfARestoredLedgerTest test) throws SQLException {
                test.admin("create database %1$s_copy template %1$s");
            }

            @Override
            void restore(FeedOfARestoredLedgerTest test) throws SQLException {
                test.admin("drop database %1$s with (force)");
                test.admin("alter database %1$s_copy rename to %1$s");
            }
        },
        /** The schema is dropped, made again and filled with rows, as pg_restore does. */
        SCHEMA {
            @Override
            void restore(FeedOfARestoredLedgerTest test) throws SQLException {
                test.sql("drop schema bank cascade; drop table public.simplebank_changelog");
                Bank.on(test.database.superuser()).migrate().open().close();
                test.sql("delete from bank.ledger; insert into bank.ledger select * from saved.ledger");
                test.fill();
            }
        },
        /** The tables are emptied and filled again. */
        ROWS {
            @Override
            void restore(FeedOfARestoredLedgerTest test) throws SQLException {
                test.sql("truncate bank.accounts, bank.transfers, bank.entries, bank.holds");
                test.fill();
            }
        },
        /** The last rows are deleted: database, tables and their files stay the same. */
        TAIL {
            @Override
            void restore(FeedOfARestoredLedgerTest test) throws SQLException {
                test.sql("delete from bank.entries; delete from bank.transfers; delete from bank.accounts");
                test.fill();
            }
        };

        void save(FeedOfARestoredLedgerTest test) throws SQLException {
            test.sql("create schema saved; create table saved.accounts as table bank.accounts;"
                    + " create table saved.transfers as table bank.transfers;"
                    + " create table saved.entries as table bank.entries;"
                    + " create table saved.ledger as table bank.ledger");
        }

        abstract void restore(FeedOfARestoredLedgerTest test) throws SQLException;
    }

    private void admin(String sql) throws SQLException {
        PlainSql.execute(aside.superuser(), sql.formatted(name));
    }

    /** Past the triggers, as a restore goes. */
    private void sql(String sql) throws SQLException {
        PlainSql.execute(database.superuser(), "set session_replication_role = replica; " + sql);
    }

    private void fill() throws SQLException {
        sql("insert into bank.accounts select * from saved.accounts;"
                + " insert into bank.entries select * from saved.entries;"
                + " insert into bank.transfers overriding system value select * from saved.transfers;"
                + " select setval('bank.transfers_feed_position_seq', max(feed_position)) from saved.transfers");
    }

    private List<Transfer> post(int number) {
        return Stream.generate(() -> scene.move(world, alice, eur("1.00")))
                .limit(number)
                .toList();
    }

    private static long last(List<TransferEvent> events) {
        return events.get(events.size() - 1).position();
    }

    private static List<UUID> ids(List<TransferEvent> events) {
        return events.stream().map(event -> event.transfer().getId()).toList();
    }

    @ParameterizedTest
    @EnumSource
    void theFeedMissesNothingThoughNumbersAreDrawnAgain(Restore way) throws SQLException {
        post(3);
        way.save(this);
        long consumer = last(bank.feed().read(0, 100));
        post(5);
        long settled = last(bank.feed().read(0, 100));
        assertThat(bank.feed().read(settled, 100)).isEmpty();
        way.restore(this);

        List<UUID> expected = new ArrayList<>();
        try (PlainSession late = new PlainSession(database.superuser())) {
            late.execute("begin");
            PlainPosting posting = PlainPosting.of(late, bob, carol, 1);
            late.execute(posting.sql());
            expected.add((UUID) posting.transfers.get(0).get("id"));
            assertThat(late.column("select max(feed_position) from bank.transfers"))
                    .allSatisfy(number -> assertThat(Long.parseLong(number)).isLessThanOrEqualTo(settled));
            post(8).forEach(transfer -> expected.add(transfer.getId()));

            assertThat(bank.feed().read(consumer, 100)).isEmpty();
            late.execute("commit");
        }

        assertThat(ids(bank.feed().read(consumer, 100))).containsExactlyElementsOf(expected);
        assertThat(bank.feed().read(0, 100)).hasSize(3 + expected.size());
    }
}
