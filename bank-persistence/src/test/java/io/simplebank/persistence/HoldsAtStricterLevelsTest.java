package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Hand.Author;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A hold, and what excludes it: the second to commit is stopped, whoever it is and whatever its snapshot shows. Whoever
 * decides on what an account's row says has written the row; a lock alone would be forgotten when the second looks.
 */
@Tag("server")
class HoldsAtStricterLevelsTest extends AroundTheLibrary {

    private static final String SERIALIZATION_FAILURE = "40001";

    private final Bank bank;
    private final EntityManagerFactory factory;
    private UUID id = UUID.randomUUID();
    private UUID carol;

    HoldsAtStricterLevelsTest(Bank bank, EntityManagerFactory factory) {
        this.bank = bank;
        this.factory = factory;
    }

    @Override
    @BeforeEach
    void openAccounts(TestDatabase database) throws SQLException {
        if (session == null) {
            super.openAccounts(database);
        }
        alice = session.open("EUR");
        bob = session.open("EUR");
        carol = session.open("EUR");
    }

    @AfterEach
    void theAuditFindsNothing() {
        assertThat(bank.audit().findings()).isEmpty();
    }

    private interface Step {
        void by(Hand hand, HoldsAtStricterLevelsTest test) throws SQLException;
    }

    private static final Step HOLD = (hand, test) -> hand.hold(test.id, test.alice, test.bob);

    private enum Excluded {
        CLOSE((hand, test) -> hand.close(test.bob)),
        DELETE((hand, test) -> hand.delete(test.bob)),
        TRANSFER_TO_THE_SAME((hand, test) -> hand.transfer(test.id, test.carol, test.bob)),
        TRANSFER_FROM_THE_SAME((hand, test) -> hand.transfer(test.id, test.alice, test.carol)),
        TRANSFER_FROM_THE_CREDITED((hand, test) -> hand.transfer(test.id, test.bob, test.carol)),
        TRANSFER_TO_THE_DEBITED((hand, test) -> hand.transfer(test.id, test.carol, test.alice));

        private final Step step;

        Excluded(Step step) {
            this.step = step;
        }
    }

    /** The second has its snapshot before the first begins, and acts when the first has committed. */
    @ParameterizedTest
    @EnumSource
    void whatAHoldExcludesIsStoppedWhateverItsSnapshotShows(Excluded other) throws SQLException {
        for (Author first : Author.values()) {
            for (Author second : Author.values()) {
                for (IsolationLevel level : IsolationLevel.values()) {
                    assertThatTheSecondIsStopped(first, HOLD, second, other.step, level);
                    assertThatTheSecondIsStopped(first, other.step, second, HOLD, level);
                }
            }
        }
    }

    private void assertThatTheSecondIsStopped(Author first, Step one, Author second, Step two, IsolationLevel level)
            throws SQLException {
        openAccounts(database);
        id = UUID.randomUUID();
        try (Hand late = second.hand(database, factory)) {
            late.begin(level);
            try (Hand early = first.hand(database, factory)) {
                early.begin(IsolationLevel.READ_COMMITTED);
                one.by(early, this);
                early.commit();
            }

            Throwable failure = catchThrowable(() -> {
                two.by(late, this);
                late.commit();
            });
            assertThat(failure)
                    .as("%s after %s at %s, the hold %s", second, first, level, one == HOLD ? "first" : "second")
                    .isNotNull();
            if (level != IsolationLevel.READ_COMMITTED) {
                assertThat(SqlState.of(failure)).isEqualTo(SERIALIZATION_FAILURE);
            }
        }
    }

    /** One that is over when it is added holds nothing, so that its statement need not write any account's row. */
    @ParameterizedTest
    @EnumSource(names = {"TRANSFER_TO_THE_SAME", "TRANSFER_FROM_THE_SAME", "TRANSFER_FROM_THE_CREDITED", "CLOSE"})
    void aHoldThatHasEndedWritesBothAccountsToo(Excluded other) throws SQLException {
        PlainHold hold = PlainHold.of(id, alice, bob, 100);
        hold.row.put("status", "RELEASED");
        hold.row.put("ended_at", PlainHold.ENDED_AT);
        try (Hand late = Author.SQL.hand(database, factory)) {
            late.begin(IsolationLevel.REPEATABLE_READ);
            session.execute(hold.insert());

            assertThat(SqlState.of(catchThrowable(() -> other.step.by(late, this))))
                    .isEqualTo(SERIALIZATION_FAILURE);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoBanksThatWaitForOneAccountDoNotBothHoldForItAndCloseIt(IsolationLevel level) throws Exception {
        try (Bank one = bank(level);
                Bank two = bank(level)) {
            List<Throwable> failures = whileBobIsLocked(
                    () -> one.transfers().hold(TransferRequest.of(alice, bob, cents(100)), Duration.ofHours(1)),
                    () -> two.accounts().close(bob));

            assertThat(failures).hasSize(1);
        }
    }

    @ParameterizedTest
    @EnumSource
    void twoBanksThatWaitForOneAccountDoNotBothUseAnId(IsolationLevel level) throws Exception {
        try (Bank one = bank(level);
                Bank two = bank(level)) {
            List<Throwable> failures = whileBobIsLocked(
                    () -> one.transfers()
                            .hold(TransferRequest.of(alice, bob, cents(100)).withId(id), Duration.ofHours(1)),
                    () -> two.transfers()
                            .transfer(TransferRequest.of(carol, bob, cents(100)).withId(id)));

            assertThat(failures).hasSize(1);
        }
    }

    private Bank bank(IsolationLevel level) {
        return Bank.at(database.url()).isolation(level).open();
    }

    /** Both have begun, and have their snapshots, before either has the account. */
    private List<Throwable> whileBobIsLocked(Runnable one, Runnable two) throws Exception {
        try (ForeignSession foreign = new ForeignSession(dataSource)) {
            foreign.hold(bob);
            List<CompletableFuture<Throwable>> calls = new ArrayList<>();
            for (Runnable call : List.of(one, two)) {
                calls.add(CompletableFuture.supplyAsync(() -> catchThrowable(call::run)));
                foreign.await("""
                        select 1 from pg_stat_activity
                        where wait_event_type = 'Lock' and datname = current_database() having count(*) = %d""".formatted(calls.size()));
            }
            foreign.release();
            List<Throwable> failures = new ArrayList<>();
            for (CompletableFuture<Throwable> call : calls) {
                Throwable failure = call.get();
                if (failure != null) {
                    failures.add(failure);
                }
            }
            return failures;
        }
    }

    /** The library writes both rows in its own statement, and the trigger has nothing to add. */
    @Test
    void placingAHoldCountsTheVersionsOfBothAccountsOnceAndEndingItThatOfOne() throws SQLException {
        bank.transfers().hold(TransferRequest.of(alice, bob, cents(100)).withId(id), Duration.ofHours(1));
        assertThat(versions()).containsExactly("1 1");

        bank.transfers().release(id);
        assertThat(versions()).containsExactly("2 1");

        session.execute(PlainHold.of(alice, bob, 100).place());
        assertThat(versions()).containsExactly("3 2");
    }

    /** Also where a savepoint gives the statement another transaction id than the rows had before. */
    @Test
    void theDatabaseWritesTheRowThatAStatementBehindASavepointHasNotWritten() throws SQLException {
        session.execute("begin");
        session.execute(update(bob, "minimum_balance = -1000"));
        session.execute("savepoint one");
        session.execute(PlainHold.of(alice, bob, 100).place());
        session.execute("release savepoint one");
        session.execute("commit");

        assertThat(versions()).containsExactly("1 2");
    }

    private List<String> versions() throws SQLException {
        return session.column("""
                select a.version || ' ' || b.version from bank.accounts a, bank.accounts b
                where a.id = '%s' and b.id = '%s'""".formatted(alice, bob));
    }
}
