package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.Session;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What it costs to look into a history, counted by PostgreSQL. An account with a million entries costs as much as one with a thousand, but for the steps by which
 * a moment is found: their number is the logarithm of the entries'.
 *
 * <p>Each question is asked ten times while the ledger is small, and statistics say so, on the one connection that is used
 * later: a plan that was kept from then would read the whole table. Nobody analyzes it when it has grown.
 */
@Tag("server")
@ExtendWith(BankExtension.class)
class HistoryCostTest {

    private static final int THOUSAND = 1_000;
    private static final int MILLION = 1_000_000;

    private enum Question {
        BALANCE(120) {
            @Override
            int ask(AccountService accounts, LongHistory history) {
                accounts.balanceAt(history.accountId(), history.bookedAt(history.length() / 3));
                return 1;
            }
        },
        STATEMENT(220) {
            @Override
            int ask(AccountService accounts, LongHistory history) {
                int middle = history.length() / 2;
                return accounts.statement(history.accountId(), history.bookedAt(middle), history.bookedAt(middle + 100))
                        .entries()
                        .size();
            }
        },
        PAGE(20) {
            @Override
            int ask(AccountService accounts, LongHistory history) {
                return accounts.entries(history.accountId(), history.length() / 2, 100)
                        .size();
            }
        },
        PAGE_BY_TIME(220) {
            @Override
            int ask(AccountService accounts, LongHistory history) {
                int middle = history.length() / 2;
                return accounts.entries(
                                history.accountId(),
                                history.bookedAt(middle),
                                history.bookedAt(history.length()),
                                middle + 20,
                                100)
                        .size();
            }
        },
        STREAM(60) {
            @Override
            int ask(AccountService accounts, LongHistory history) {
                return (int) accounts.stream(history.accountId(), history.length() / 2)
                        .limit(100)
                        .count();
            }
        };

        private final long pages;

        Question(long pages) {
            this.pages = pages;
        }

        /** How many lines were found. */
        abstract int ask(AccountService accounts, LongHistory history);
    }

    private static EntityManagerFactory factory;
    private static LongHistory thousand;
    private static LongHistory million;

    @BeforeAll
    static void makeALedgerThatHasGrown(TestDatabase database) throws SQLException {
        factory = Effort.onOneConnection(database.url());
        for (String table : List.of("accounts", "entries")) {
            PlainSql.execute(database.superuser(), "alter table bank." + table + " set (autovacuum_enabled = false)");
        }
        LongHistory small = LongHistory.write(database, 220);
        PlainSql.execute(database.superuser(), "analyze bank.accounts, bank.entries");
        for (Question question : Question.values()) {
            for (int i = 0; i < 10; i++) {
                assertThat(effort(question, small).scansOfWholeTables()).isPositive(); // and rightly so
            }
        }

        thousand = LongHistory.write(database, THOUSAND);
        million = LongHistory.write(database, MILLION);
        PlainSql.execute(database.superuser(), """
                insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                select gen_random_uuid(), 'somebody', 'EUR', 0, 0, 'OPEN', 0, 0, now() from generate_series(1, 5000)""");
    }

    private static Effort effort(Question question, LongHistory history) {
        return Effort.of(factory, entityManager -> question.ask(AccountService.joining(entityManager), history));
    }

    @AfterAll
    static void close() {
        factory.close();
    }

    @Test
    void theQuestionsHaveAnswers() {
        factory.runInTransaction(entityManager -> {
            AccountService accounts = AccountService.joining(entityManager);
            for (Question question : Question.values()) {
                int expected = question == Question.BALANCE ? 1 : 100;
                assertThat(question.ask(accounts, thousand)).as("%s", question).isEqualTo(expected);
                assertThat(question.ask(accounts, million)).as("%s", question).isEqualTo(expected);
            }
        });
    }

    @Test
    void costsNoMoreWhenTheHistoryIsLong() {
        for (Question question : Question.values()) {
            Effort ofAThousand = effort(question, thousand);
            Effort ofAMillion = effort(question, million);

            assertThat(ofAThousand.scansOfWholeTables()).as("%s", question).isZero();
            assertThat(ofAMillion.scansOfWholeTables()).as("%s", question).isZero();
            assertThat(ofAMillion.pages())
                    .as("%s, where a thousand took %d pages", question, ofAThousand.pages())
                    .isLessThan(question.pages)
                    .isLessThanOrEqualTo(ofAThousand.pages() * 5 / 2);
        }
    }

    private interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    private static final Pattern BUFFERS = Pattern.compile("shared hit=(\\d+)(?: read=(\\d+))?");

    /** The plan as PostgreSQL shows it, and the pages that its first line counts for all of it. */
    private static void assertThatThePlanIsCheap(String sql, long pages, Binding binding) {
        List<String> lines = factory.callInTransaction(entityManager -> entityManager
                .unwrap(Session.class)
                .doReturningWork(connection -> {
                    List<String> plan = new ArrayList<>();
                    try (PreparedStatement statement =
                            connection.prepareStatement("explain (analyze, buffers, costs off, timing off) " + sql)) {
                        binding.to(statement);
                        try (ResultSet rows = statement.executeQuery()) {
                            while (rows.next()) {
                                plan.add(rows.getString(1));
                            }
                        }
                    }
                    return plan;
                }));
        String plan = String.join("\n", lines);
        Matcher buffers = BUFFERS.matcher(plan);
        assertThat(buffers.find()).as(plan).isTrue();
        long seen =
                Long.parseLong(buffers.group(1)) + (buffers.group(2) == null ? 0 : Long.parseLong(buffers.group(2)));

        assertThat(plan).contains("Index Scan using").doesNotContain("Seq Scan", "generate_series");
        assertThat(seen).as(plan).isPositive().isLessThan(pages);
    }

    @Test
    void thePlansLookUpByPrimaryKey() {
        assertThatThePlanIsCheap(EntryRows.STANDINGS, 220, statement -> {
            statement.setObject(1, million.bookedAt(MILLION / 3).atOffset(ZoneOffset.UTC));
            statement.setObject(2, million.bookedAt(MILLION / 2).atOffset(ZoneOffset.UTC));
            statement.setObject(3, million.accountId());
            statement.setBoolean(4, true);
        });
        assertThatThePlanIsCheap(EntryRows.PAGE, 40, statement -> {
            statement.setObject(1, million.accountId());
            statement.setLong(2, MILLION / 2);
            statement.setLong(3, MILLION);
            statement.setBoolean(4, true);
            statement.setInt(5, Histories.PAGE);
        });
        assertThatThePlanIsCheap(EntryRows.POSITION, 10, statement -> {
            statement.setObject(1, million.accountId());
            statement.setBoolean(2, true);
        });
    }
}
