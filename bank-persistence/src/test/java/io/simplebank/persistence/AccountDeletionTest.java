package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** No foreign key holds an account that entries are just being added to; the row's own lock does. */
@ExtendWith(BankExtension.class)
class AccountDeletionTest {

    private static final String SERIALIZATION_FAILURE = "40001";
    private static final long BOUND_SECONDS = 60;

    private final DataSource dataSource;
    private final PlainSession first;
    private final PlainSession second;
    private final ForeignSession observer;
    private UUID bob;
    private PlainPosting posting;
    private String deletion;

    AccountDeletionTest(DataSource dataSource) throws SQLException {
        this.dataSource = dataSource;
        first = new PlainSession(dataSource);
        second = new PlainSession(dataSource);
        observer = new ForeignSession(dataSource);
    }

    @BeforeEach
    void openAccounts() throws SQLException {
        UUID alice = first.open("EUR");
        bob = first.open("EUR");
        posting = PlainPosting.of(first, alice, bob, 100);
        deletion = "delete from bank.accounts where id = '" + bob + "'";
    }

    @AfterEach
    void theBooksAreRight() throws SQLException {
        TheBooks.areRight(dataSource);
        first.close();
        second.close();
        observer.close();
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionWaitsForAPostingAndIsRefused(IsolationLevel level) throws Exception {
        begin(level);
        first.execute(posting.sql());

        CompletableFuture<String> answer = inTheBackground(deletion);
        observer.awaitAWaiter();
        first.execute("commit");

        assertThat(answerTo(answer))
                .isEqualTo(
                        level == IsolationLevel.READ_COMMITTED
                                ? "accounts_with_entries_are_never_deleted"
                                : SERIALIZATION_FAILURE);
    }

    @ParameterizedTest
    @EnumSource
    void aDeletionWaitsForAPostingThatIsTakenBackAndIsDone(IsolationLevel level) throws Exception {
        begin(level);
        first.execute(posting.sql());

        CompletableFuture<String> answer = inTheBackground(deletion);
        observer.awaitAWaiter();
        first.execute("rollback");

        assertThat(answerTo(answer)).isEqualTo("done");
    }

    @ParameterizedTest
    @EnumSource
    void aPostingWaitsForADeletionAndIsRefused(IsolationLevel level) throws Exception {
        begin(level);
        first.execute(deletion);

        CompletableFuture<String> answer = inTheBackground(posting.sql());
        observer.awaitAWaiter();
        first.execute("commit");

        assertThat(answerTo(answer))
                .isEqualTo(
                        level == IsolationLevel.READ_COMMITTED ? "entries_continue_the_chain" : SERIALIZATION_FAILURE);
    }

    @ParameterizedTest
    @EnumSource
    void aPostingWaitsForAnotherThatTookItsPositionsAndIsRefused(IsolationLevel level) throws Exception {
        begin(level);
        first.execute(PlainPosting.of(first, (UUID) posting.accounts.get(0).get("id"), bob, 1)
                .sql());

        CompletableFuture<String> answer = inTheBackground(posting.sql());
        observer.awaitAWaiter();
        first.execute("commit");

        assertThat(answerTo(answer))
                .isEqualTo(level == IsolationLevel.READ_COMMITTED ? "entries_pkey" : SERIALIZATION_FAILURE);
    }

    private void begin(IsolationLevel level) throws SQLException {
        String begin = "begin isolation level " + level.sql();
        first.execute(begin);
        second.execute(begin);
        second.column("select 1 from bank.accounts"); // from here on it sees a snapshot, at the stricter levels
    }

    private CompletableFuture<String> inTheBackground(String sql) {
        return CompletableFuture.supplyAsync(() -> {
            try {
                second.execute(sql);
                second.execute("commit");
                return "done";
            } catch (org.postgresql.util.PSQLException refused) {
                var message = refused.getServerErrorMessage();
                String constraint = message == null ? null : message.getConstraint();
                return constraint == null ? refused.getSQLState() : constraint;
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
    }

    private static String answerTo(CompletableFuture<String> answer) throws Exception {
        return answer.get(BOUND_SECONDS, TimeUnit.SECONDS);
    }
}
