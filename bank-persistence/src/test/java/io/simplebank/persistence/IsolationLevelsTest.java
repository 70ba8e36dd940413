package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * What two transactions see of each other at each isolation level of PostgreSQL: the course's lesson, to be run. It is why
 * the ledger locks what it changes, at every level, and repeats what is refused.
 *
 * @see <a href="https://www.postgresql.org/docs/18/transaction-iso.html">Transaction isolation</a>
 */
@Tag("server")
@ExtendWith(BankExtension.class)
class IsolationLevelsTest {

    private static final List<String> LEVELS =
            List.of("read uncommitted", "read committed", "repeatable read", "serializable");

    private static final String SERIALIZATION_FAILURE = "40001";

    private final PlainSession one;
    private final PlainSession two;
    private final ForeignSession observer;

    IsolationLevelsTest(TestDatabase database) throws Exception {
        one = new PlainSession(database.superuser());
        two = new PlainSession(database.superuser());
        observer = new ForeignSession(database.superuser());
    }

    @AfterEach
    void close() throws Exception {
        one.close();
        two.close();
        observer.close();
    }

    @ParameterizedTest(name = "{0}: {1} | {2} | {3} | {4}")
    @CsvSource(delimiter = '|', textBlock = """
            #                     read uncommitted | read committed | repeatable read | serializable
            a dirty read         | not seen        | not seen       | not seen        | not seen
            a non-repeatable read| seen            | seen           | not seen        | not seen
            a phantom            | seen            | seen           | not seen        | not seen
            a lost update        | seen            | seen           | refused         | refused
            an update that waits | not seen        | not seen       | refused         | refused
            a locked read        | not seen        | not seen       | refused         | refused
            a write skew         | seen            | seen           | seen            | refused
            a sum counted twice  | seen            | seen           | seen            | refused
            """)
    void whatPostgreSqlAllows(
            String phenomenon, String readUncommitted, String readCommitted, String repeatableRead, String serializable)
            throws Exception {
        List<String> expected = List.of(readUncommitted, readCommitted, repeatableRead, serializable);
        for (int i = 0; i < LEVELS.size(); i++) {
            assertThat(whatHappens(phenomenon, LEVELS.get(i)))
                    .as("%s at %s", phenomenon, LEVELS.get(i))
                    .isEqualTo(expected.get(i));
        }
    }

    private String whatHappens(String phenomenon, String level) throws Exception {
        one.execute("drop schema if exists course cascade; create schema course");
        one.execute("create table course.accounts (owner text primary key, balance bigint not null)");
        one.execute("insert into course.accounts values ('alice', 100), ('bob', 100)");
        begin(one, level);
        begin(two, level);
        try {
            return play(phenomenon) ? "seen" : "not seen";
        } catch (SQLException refusal) {
            assertThat(refusal.getSQLState()).isEqualTo(SERIALIZATION_FAILURE);
            return "refused";
        } finally {
            two.execute("rollback");
            one.execute("rollback");
        }
    }

    private static void begin(PlainSession session, String level) throws SQLException {
        session.execute("begin");
        session.execute("set transaction isolation level " + level);
        assertThat(session.column("show transaction isolation level")).containsExactly(level);
    }

    private boolean play(String phenomenon) throws Exception {
        return switch (phenomenon) {
            case "a dirty read" -> dirtyRead();
            case "a non-repeatable read" -> nonRepeatableRead();
            case "a phantom" -> phantom();
            case "a lost update" -> lostUpdate();
            case "an update that waits" -> updateThatWaits();
            case "a locked read" -> lockedRead();
            case "a write skew" -> writeSkew();
            case "a sum counted twice" -> sumCountedTwice();
            default -> throw new IllegalArgumentException(phenomenon);
        };
    }

    /** One sees what the other has not committed, and perhaps never will. */
    private boolean dirtyRead() throws SQLException {
        two.execute("update course.accounts set balance = 90 where owner = 'alice'");
        return balance(one, "alice") == 90;
    }

    /** The same row, read again, is another. */
    private boolean nonRepeatableRead() throws SQLException {
        long before = balance(one, "alice");
        two.execute("update course.accounts set balance = 90 where owner = 'alice'");
        two.execute("commit");
        return balance(one, "alice") != before;
    }

    /** The same question, asked again, is answered by more rows. */
    private boolean phantom() throws SQLException {
        int before = one.column("select owner from course.accounts where balance >= 100")
                .size();
        two.execute("insert into course.accounts values ('carol', 100)");
        two.execute("commit");
        return one.column("select owner from course.accounts where balance >= 100")
                        .size()
                != before;
    }

    /** Both read, both compute in the application, both write: the first payment is gone. */
    private boolean lostUpdate() throws SQLException {
        long seenByOne = balance(one, "alice");
        long seenByTwo = balance(two, "alice");
        two.execute("update course.accounts set balance = %d where owner = 'alice'".formatted(seenByTwo - 10));
        two.execute("commit");
        one.execute("update course.accounts set balance = %d where owner = 'alice'".formatted(seenByOne - 10));
        one.execute("commit");
        return balance(one, "alice") != 80;
    }

    /** The database computes, after it has waited for the other. At the stricter levels it may not look at what is new. */
    private boolean updateThatWaits() throws Exception {
        String pay = "update course.accounts set balance = balance - 10 where owner = 'alice'";
        balance(one, "alice"); // from here on it sees a snapshot, at the stricter levels
        two.execute(pay);
        whileItWaits(() -> one.execute(pay), () -> two.execute("commit"));
        one.execute("commit");
        return balance(one, "alice") != 80;
    }

    /** What the ledger does: lock, then read, then write. */
    private boolean lockedRead() throws Exception {
        String lock = "select balance from course.accounts where owner = 'alice' for no key update";
        balance(one, "bob");
        long seenByTwo = Long.parseLong(two.column(lock).get(0));
        two.execute("update course.accounts set balance = %d where owner = 'alice'".formatted(seenByTwo - 10));
        long[] seenByOne = new long[1];
        whileItWaits(() -> seenByOne[0] = Long.parseLong(one.column(lock).get(0)), () -> two.execute("commit"));
        one.execute("update course.accounts set balance = %d where owner = 'alice'".formatted(seenByOne[0] - 10));
        one.execute("commit");
        return balance(one, "alice") != 80;
    }

    /** Together the two must keep 100, so each may spend 100 if the other does not: they do not write the same row. */
    private boolean writeSkew() throws SQLException {
        for (PlainSession each : List.of(one, two)) {
            assertThat(sum(each)).isEqualTo(200);
            each.execute("update course.accounts set balance = balance - 100 where owner = '%s'"
                    .formatted(each.equals(one) ? "alice" : "bob"));
        }
        one.execute("commit");
        two.execute("commit");
        return sum(one) < 100;
    }

    /** The course's serialization anomaly: each adds a row with the sum of all. One after the other, the sums would differ. */
    private boolean sumCountedTwice() throws SQLException {
        for (PlainSession each : List.of(one, two)) {
            each.execute("insert into course.accounts values ('sum %s', %d)"
                    .formatted(each.equals(one) ? "one" : "two", sum(each)));
        }
        one.execute("commit");
        two.execute("commit");
        return balance(one, "sum one") == balance(one, "sum two");
    }

    private interface Sql {
        void run() throws SQLException;
    }

    /** Runs what has to wait for the other session's lock, and then what lets go of it. */
    private void whileItWaits(Sql waiting, Sql release) throws Exception {
        CompletableFuture<Void> work = CompletableFuture.runAsync(() -> {
            try {
                waiting.run();
            } catch (SQLException failure) {
                throw new CompletionException(failure);
            }
        });
        observer.awaitAWaiter();
        release.run();
        try {
            work.join();
        } catch (CompletionException failure) {
            throw (SQLException) failure.getCause();
        }
    }

    private static long balance(PlainSession session, String owner) throws SQLException {
        return Long.parseLong(session.column("select balance from course.accounts where owner = '" + owner + "'")
                .get(0));
    }

    private static long sum(PlainSession session) throws SQLException {
        return Long.parseLong(
                session.column("select sum(balance) from course.accounts").get(0));
    }
}
