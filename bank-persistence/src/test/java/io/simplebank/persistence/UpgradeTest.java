package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.PlainPosting.Move;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A database that was filled under the first release's schema is brought up to date, and goes on. */
@Tag("server")
class UpgradeTest {

    /** The changesets of files 01 to 06: accounts, transfers, entries and their checks. */
    private static final int FIRST_CHANGESETS = 12;

    /** How often a transfer has less of something than the one before it on an account. */
    private static final String TURNED_ROUND = """
            select count(*) from (
              select t.%1$s < lag(t.%1$s) over (partition by e.account_id order by e.position) as is_less
              from bank.entries e join bank.transfers t on t.id = e.transfer_id) entry
            where is_less""";

    /** The currencies of which it is written down how they are counted. */
    private static final String COUNTED =
            "select string_agg(code || ' ' || exponent, ', ' order by code) from bank.currencies";

    @Test
    void booksOfTheFirstSchemaAreRightUnderTheLatestAndGoOn() throws Exception {
        Migrations migrations = LiquibaseVersion.FOUR.migrations();
        assertThat(migrations.changesets().get(FIRST_CHANGESETS - 1)).contains("06-");
        assertThat(migrations.changesets().get(FIRST_CHANGESETS)).contains("07-");
        try (TestDatabase database = TestDatabase.createEmpty()) {
            try (Connection connection = database.dataSource().getConnection()) {
                for (int i = 0; i < FIRST_CHANGESETS; i++) {
                    migrations.updateOne(connection);
                }
            }
            List<UUID> accounts = fill(database);
            Contents before = Contents.withoutNulls(database.dataSource(), "accounts", "transfers", "entries");

            try (Bank bank = Bank.on(database.dataSource()).migrate().open()) {
                assertThat(PlainSql.query(database.dataSource(), COUNTED)).isEqualTo("null");
                assertThat(bank.audit().findings()).isEmpty();
                TheBooks.areRight(database.dataSource());
                assertThat(withoutNumbers(
                                Contents.withoutNulls(database.dataSource(), "accounts", "transfers", "entries")))
                        .isEqualTo(before.rows().stream().sorted().toList());
                List<TransferEvent> history = bank.feed().read(0, 10_000);
                assertThat(history)
                        .hasSize(before.rows().stream()
                                .filter(row -> row.startsWith("transfers"))
                                .toList()
                                .size());
                assertThat(PlainSql.query(database.dataSource(), TURNED_ROUND.formatted("feed_position")))
                        .isEqualTo("0");

                TransferService transfers = bank.transfers();
                TransferRequest request =
                        TransferRequest.of(accounts.get(0), accounts.get(1), Money.ofMinor(CurrencyUnit.EUR, 100));
                Hold hold = transfers.hold(request, Duration.ofDays(1));
                assertThat(PlainSql.query(database.dataSource(), COUNTED)).isEqualTo("EUR 2");
                transfers.capture(hold.getId());
                transfers.reverse(hold.getId());
                transfers.transfer(request.withId(UUID.randomUUID()));
                assertThat(transfers.findHold(hold.getId()).orElseThrow().getStatus())
                        .isEqualTo(HoldStatus.CAPTURED);
                assertThat(bank.feed().read(history.get(history.size() - 1).position(), 10).stream()
                                .map(event -> event.transfer().getReversesId()))
                        .containsExactly(null, hold.getId(), null);
                assertThat(bank.audit().findings()).isEmpty();
                TheBooks.areRight(database.dataSource());
            }
        }
    }

    private static List<String> withoutNumbers(Contents contents) {
        return contents.rows().stream()
                .map(row -> row.replaceFirst("\"feed_position\": \\d+, ", ""))
                .sorted()
                .toList();
    }

    /** Accounts of two currencies and each status, with histories of different lengths. */
    private static List<UUID> fill(TestDatabase database) throws Exception {
        List<UUID> euros = new ArrayList<>();
        List<UUID> dollars = new ArrayList<>();
        Random random = new Random(7);
        try (PlainSession session = new PlainSession(database.dataSource())) {
            for (int i = 0; i < 10; i++) {
                euros.add(session.open("EUR"));
                dollars.add(session.open("USD"));
            }
            for (int i = 0; i < 20; i++) {
                session.execute(
                        PlainPosting.of(session, moves(random, euros, 1 + i)).sql());
                session.execute(
                        PlainPosting.of(session, moves(random, dollars, 1)).sql());
            }
            UUID closed = session.open("EUR");
            UUID frozen = euros.get(9);
            session.execute("update bank.accounts set status = 'CLOSED' where id = '" + closed + "'");
            session.execute("update bank.accounts set status = 'FROZEN' where id = '" + frozen + "'");
            // All were booked at one time, and are stored in another order now than that of their accounts.
            session.execute("update bank.transfers set reference = null where to_position % 3 = 1");
            session.execute("update bank.transfers set reference = null where from_position % 2 = 1");
            assertThat(Integer.parseInt(
                            session.column(TURNED_ROUND.formatted("ctid")).get(0)))
                    .isGreaterThan(10);
        }
        return euros;
    }

    private static List<Move> moves(Random random, List<UUID> accounts, int count) {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            int from = random.nextInt(accounts.size());
            int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
            moves.add(new Move(accounts.get(from), accounts.get(to), 1 + random.nextInt(1_000)));
        }
        return moves;
    }
}
