package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.util.PSQLException;

/** Two sessions of plain SQL over the same holds: the second waits for the first, and then sees what it has done. */
class HoldsOfTwoSessionsTest extends AroundTheLibrary {

    private PlainSession other;
    private ForeignSession observer;
    private PlainHold hold;

    @BeforeEach
    void openSessions() throws SQLException {
        other = new PlainSession(dataSource);
        observer = new ForeignSession(dataSource);
        hold = PlainHold.of(alice, bob, 400);
    }

    @AfterEach
    void closeSessions() throws SQLException {
        other.close();
        observer.close();
    }

    /** What a statement of the other session is refused for that waits for one of the first session. */
    private @Nullable String refusalOfTheSecond(String first, String second) throws Exception {
        session.execute("begin");
        session.execute(first);
        CompletableFuture<@Nullable String> refusal = CompletableFuture.supplyAsync(() -> {
            try {
                other.execute(second);
                return null;
            } catch (PSQLException refused) {
                return refused.getServerErrorMessage().getConstraint();
            } catch (SQLException failure) {
                throw new IllegalStateException(failure);
            }
        });
        observer.awaitAWaiter();
        session.execute("commit");
        return refusal.get();
    }

    @Test
    void twoHoldsOfOneAccountAddUp() throws Exception {
        assertThat(refusalOfTheSecond(
                        hold.place(), PlainHold.of(alice, bob, 300).place()))
                .isNull();

        assertThat(session.column("select held from bank.accounts where id = '" + alice + "'"))
                .containsExactly("700");
    }

    @Test
    void aHoldEndsInOneOfThem() throws Exception {
        session.execute(hold.place());

        assertThat(refusalOfTheSecond(hold.end("RELEASED"), hold.change("EXPIRED", 0)))
                .isEqualTo("holds_change_by_ending_once");
    }

    @Test
    void anAccountThatIsBeingClosedGetsNoHoldInItsFavour() throws Exception {
        assertThat(refusalOfTheSecond(update(bob, "status = 'CLOSED'"), hold.place()))
                .isEqualTo("holds_match_the_ledger");
    }

    @Test
    void anAccountThatIsGettingAHoldInItsFavourIsNotClosed() throws Exception {
        assertThat(refusalOfTheSecond(hold.place(), update(bob, "status = 'CLOSED'")))
                .isEqualTo("accounts_close_without_holds");
    }

    @Test
    void anAccountThatIsBeingFrozenGetsNoHold() throws Exception {
        assertThat(refusalOfTheSecond(update(alice, "status = 'FROZEN'"), hold.place()))
                .isEqualTo("holds_match_the_ledger");
    }
}
