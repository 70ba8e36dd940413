package io.simplebank.persistence;

import io.simplebank.persistence.PlainPosting.Move;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What the database says to postings that exceed a maximum, or go against the status of an account. */
@Tag("server")
class LimitChecksTest extends AroundTheLibrary {

    private static final String CHAIN = "entries_continue_the_chain";
    private static final String MAXIMUM = "accounts_maximum_is_kept";

    @BeforeEach
    void postOnce() throws SQLException {
        session.execute(PlainPosting.of(session, alice, bob, 700).sql());
    }

    private void assertPosts(boolean accepted, Move... moves) throws SQLException {
        String sql = PlainPosting.of(session, List.of(moves)).sql();
        if (accepted) {
            session.execute(sql);
        } else {
            session.assertRefused(sql, CHAIN);
        }
    }

    @ParameterizedTest
    @CsvSource({"OPEN, true, true", "DEBITS_FROZEN, false, true", "CREDITS_FROZEN, true, false", "FROZEN, false, false"
    })
    void letsPassWhatTheStatusLeavesFree(String status, boolean debits, boolean credits) throws SQLException {
        set(bob, "status = '" + status + "'");

        assertPosts(debits, new Move(bob, alice, 1));
        assertPosts(credits, new Move(alice, bob, 1));
        assertPosts(debits, new Move(bob, alice, 1), new Move(bob, alice, 2));
        assertPosts(credits, new Move(alice, bob, 1), new Move(alice, bob, 2));
        assertPosts(debits && credits, new Move(bob, alice, 1), new Move(alice, bob, 1));
        assertPosts(debits && credits, new Move(alice, bob, 1), new Move(bob, alice, 1));
        assertPosts(debits && credits, new Move(alice, bob, 1), new Move(bob, alice, 1), new Move(alice, bob, 1));
    }

    @Test
    void letsNothingPassOnAClosedAccount() throws SQLException {
        session.execute(PlainPosting.of(session, bob, alice, 700).sql());
        set(bob, "status = 'CLOSED'");

        // what leaves something on it is refused for that, before the entries are looked at
        session.assertRefused(PlainPosting.of(session, alice, bob, 1).sql(), "accounts_closed_is_empty");
        assertPosts(false, new Move(alice, bob, 1), new Move(bob, alice, 1));

        set(bob, "status = 'OPEN'");
        assertPosts(true, new Move(alice, bob, 1), new Move(bob, alice, 1));
    }

    @Test
    void looksAtAnAccountThatIsFrozenAmongManyThatAreNot() throws SQLException {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < 50; i++) {
            moves.add(new Move(alice, session.open("EUR"), 1));
        }
        set(moves.get(17).to(), "status = 'CREDITS_FROZEN'");
        assertPosts(false, moves.toArray(Move[]::new));

        set(moves.get(17).to(), "status = 'DEBITS_FROZEN'");
        assertPosts(true, moves.toArray(Move[]::new));
    }

    @Test
    void asksWhatTheStatusIsAfterTheStatement() throws SQLException {
        String posting = PlainPosting.of(session, alice, bob, 1).sql();
        session.assertRefused(posting.replace("version = a", "status = 'FROZEN', version = a"), CHAIN);

        session.execute(posting);
    }

    @ParameterizedTest
    @ValueSource(strings = {"DEBIT_FROZEN", "debits_frozen", "FROZEN ", ""})
    void refusesAStatusThatIsNotKnown(String status) {
        session.assertRefused(update(bob, "status = '" + status + "'"), "accounts_status_is_known");
    }

    @Test
    void refusesABalanceAboveTheMaximum() throws SQLException {
        set(bob, "maximum_balance = 800");
        session.assertRefused(PlainPosting.of(session, alice, bob, 101).sql(), MAXIMUM);
        session.execute(PlainPosting.of(session, alice, bob, 100).sql());
        session.assertRefused(PlainPosting.of(session, alice, bob, 1).sql(), MAXIMUM);

        session.execute(PlainPosting.of(session, bob, alice, 1).sql());
        session.execute(PlainPosting.of(session, alice, bob, 1).sql());
    }

    @Test
    void refusesAMaximumBelowTheBalance() throws SQLException {
        session.assertRefused(update(bob, "maximum_balance = 699"), MAXIMUM);
        set(bob, "maximum_balance = 700");
        set(bob, "maximum_balance = null");
        session.execute(PlainPosting.of(session, alice, bob, 1).sql());
    }

    @Test
    void acceptsAStatementThatExceedsTheMaximumInTheMiddleOnly() throws SQLException {
        set(bob, "maximum_balance = 700");
        session.execute(PlainPosting.of(session, List.of(new Move(alice, bob, 5), new Move(bob, alice, 5)))
                .sql());
    }
}
