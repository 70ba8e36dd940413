package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.PlainPosting.Move;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.BooksCheck;
import java.sql.SQLException;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.util.PSQLException;

/** One posting of many rows, of which one or a few are wrong. */
@ExtendWith(BankExtension.class)
class TamperedPostingTest {

    private static final int ATTEMPTS = 1_000;

    /** All but the numbers in the feed, which the audit looks at and no trigger: a swap of two transfers swaps them too. */
    private static final Set<BooksCheck> PROVEN = EnumSet.complementOf(EnumSet.of(BooksCheck.NUMBERS_FOLLOW_POSITIONS));

    private final PlainSession session;
    private List<UUID> accounts;

    TamperedPostingTest(DataSource dataSource) throws SQLException {
        session = new PlainSession(dataSource);
    }

    @BeforeEach
    void openAndBegin() throws SQLException {
        UUID alice = session.open("EUR");
        UUID bob = session.open("EUR");
        UUID carol = session.open("EUR");
        UUID newcomer = session.open("EUR");
        UUID dollars = session.open("USD");
        UUID moreDollars = session.open("USD");
        accounts = List.of(alice, bob, carol, newcomer, dollars, moreDollars);
        session.execute(PlainPosting.of(session, List.of(new Move(alice, bob, 700), new Move(bob, carol, 70)))
                .sql());
        session.execute("begin");
    }

    @AfterEach
    void rollBack() throws SQLException {
        session.execute("rollback");
        session.close();
    }

    /** Accounts with one new entry and with several, old ones and a new one, of two currencies. */
    private PlainPosting posting() throws SQLException {
        return PlainPosting.of(
                session,
                List.of(
                        new Move(accounts.get(0), accounts.get(1), 100),
                        new Move(accounts.get(0), accounts.get(2), 5),
                        new Move(accounts.get(4), accounts.get(5), 100),
                        new Move(accounts.get(1), accounts.get(3), 30),
                        new Move(accounts.get(2), accounts.get(1), 100),
                        new Move(accounts.get(0), accounts.get(1), 100)));
    }

    @Test
    void isAcceptedWithoutTampering() throws SQLException {
        session.execute(posting().sql());
        session.assertThatTheBooksAreRight();
    }

    @Test
    void isRefusedForAnyWrongValueInAnyRow() throws SQLException {
        PlainPosting posting = posting();
        for (List<Map<String, Object>> rows : List.of(posting.transfers, posting.entries, posting.accounts)) {
            for (Map<String, Object> row : rows) {
                for (String column : List.copyOf(row.keySet())) {
                    if (rows == posting.transfers && column.equals("id")) {
                        continue; // tampered below, for the entries name it
                    }
                    Object right = row.get(column);
                    for (Object wrong : wrongValuesFor(right)) {
                        row.put(column, wrong);
                        assertRefused(posting, column + " of " + row);
                    }
                    row.put(column, right);
                }
            }
        }
        session.execute(posting.sql());
    }

    @Test
    void isRefusedWithoutAnyOfItsRowsAndWithAnyOfThemTwice() throws SQLException {
        PlainPosting posting = posting();
        for (List<Map<String, Object>> rows : List.of(posting.transfers, posting.entries, posting.accounts)) {
            for (int i = 0; i < rows.size(); i++) {
                Map<String, Object> row = rows.remove(i);
                assertRefused(posting, "without " + row);
                rows.add(i, row);
                if (rows != posting.accounts) { // PostgreSQL takes the one or the other, which is the same
                    rows.add(row);
                    assertRefused(posting, "twice " + row);
                    rows.remove(rows.size() - 1);
                }
            }
        }
        session.execute(posting.sql());
    }

    /** Several wrong values may make another right posting, or a wrong one that no single rule sees at first glance. */
    @Test
    void leavesTheBooksRightHoweverManyValuesAreWrong() throws SQLException {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("TamperedPostingTest: -Dseed=" + seed);
        Random random = new Random(seed);
        int accepted = 0;
        for (int attempt = 0; attempt < ATTEMPTS; attempt++) {
            PlainPosting posting = posting();
            for (int wrongs = 1 + random.nextInt(6); wrongs > 0; wrongs--) {
                tamper(posting, random);
            }
            session.execute("savepoint attempt");
            try {
                session.execute(posting.sql());
                session.assertThatTheBooksAreRight(PROVEN);
                accepted++;
            } catch (PSQLException refused) {
                assertThat(refused.getSQLState()).as(posting.sql()).startsWith("2");
            }
            session.execute("rollback to attempt");
        }
        assertThat(accepted).as("attempts that made another right posting").isPositive();
    }

    private void tamper(PlainPosting posting, Random random) {
        List<List<Map<String, Object>>> tables = List.of(posting.transfers, posting.entries, posting.accounts);
        List<Map<String, Object>> rows = tables.get(random.nextInt(tables.size()));
        if (rows.isEmpty()) {
            return;
        }
        int index = random.nextInt(rows.size());
        Map<String, Object> row = rows.get(index);
        switch (random.nextInt(8)) {
            case 0 -> rows.remove(index);
            case 1 -> rows.add(new LinkedHashMap<>(row));
            default -> {
                String column = List.copyOf(row.keySet()).get(random.nextInt(row.size()));
                Object right = row.get(column);
                List<Object> wrongs = wrongValuesFor(right);
                Object wrong = wrongs.get(random.nextInt(wrongs.size()));
                row.put(column, wrong);
                if (random.nextBoolean()) { // and whoever else said so says the same now
                    tables.forEach(table -> table.forEach(
                            other -> other.replaceAll((name, value) -> value.equals(right) ? wrong : value)));
                }
            }
        }
    }

    private List<Object> wrongValuesFor(Object right) {
        if (right instanceof Long number) {
            return List.of(number + 1, number - 1, -number, number + 100);
        }
        if (right instanceof UUID id) {
            return accounts.contains(id)
                    ? List.of(accounts.get((accounts.indexOf(id) + 1) % accounts.size()), UUID.randomUUID())
                    : List.of(UUID.randomUUID());
        }
        if (right.equals(PlainPosting.BOOKED_AT)) {
            Instant time = Instant.parse(PlainPosting.BOOKED_AT);
            return List.of(time.plusNanos(1_000), time.minusNanos(1_000));
        }
        return List.of("EUR".equals(right) ? "USD" : "EUR");
    }

    private void assertRefused(PlainPosting posting, String wrong) throws SQLException {
        session.execute("savepoint attempt");
        assertThat(session.refusal(posting.sql()).getSQLState()).as(wrong).startsWith("23");
        session.execute("rollback to attempt");
    }
}
