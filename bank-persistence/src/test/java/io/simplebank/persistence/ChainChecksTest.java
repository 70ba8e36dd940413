package io.simplebank.persistence;

import static io.simplebank.persistence.PlainSession.UNIQUE_VIOLATION;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.PlainPosting.Move;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** On each account, entries continue the chain of positions, balances and times. */
@Tag("server")
class ChainChecksTest extends AroundTheLibrary {

    private static final String CHAIN = "entries_continue_the_chain";
    private static final String FOLLOW = "accounts_follow_their_entries";
    private static final String EARLIER = "2026-11-22T12:00:00Z";

    private PlainPosting posting;
    private PlainPosting two;

    @BeforeEach
    void postTwice() throws SQLException {
        session.execute(PlainPosting.of(session, alice, bob, 500).sql());
        session.execute(PlainPosting.of(session, alice, bob, 200).sql());
        posting = PlainPosting.of(session, alice, bob, 100);
        two = PlainPosting.of(session, List.of(new Move(alice, bob, 100), new Move(bob, alice, 30)));
    }

    @Test
    void acceptsWhatContinuesTheChain() throws SQLException {
        session.execute(two.sql());
    }

    @Test
    void refusesAWrongRunningBalance() {
        posting.entries.get(1).put("balance", 801L);
        session.assertRefused(posting.sql(), FOLLOW);

        posting.accounts.get(1).put("balance", 801L);
        session.assertRefused(posting.sql(), FOLLOW);

        two.entries.get(1).put("balance", 801L);
        session.assertRefused(two.sql(), FOLLOW);
    }

    @Test
    void refusesAWrongRunningBalanceWithinAStatement() throws SQLException {
        PlainPosting three = PlainPosting.of(
                session, List.of(new Move(alice, bob, 1), new Move(alice, bob, 2), new Move(alice, bob, 3)));
        three.entries.get(3).put("balance", 704L);
        session.assertRefused(three.sql(), CHAIN);
    }

    @Test
    void refusesAGap() {
        posting.transfers.get(0).put("to_position", 4L);
        posting.entries.get(1).put("position", 4L);
        session.assertRefused(posting.sql(), FOLLOW);

        posting.accounts.get(1).put("position", 4L);
        session.assertRefused(posting.sql(), FOLLOW);
    }

    @Test
    void refusesAGapWithinAStatement() {
        two.transfers.get(1).put("from_position", 5L);
        two.entries.get(2).put("position", 5L);
        two.accounts.get(1).put("position", 5L);
        session.assertRefused(two.sql(), CHAIN);
    }

    @Test
    void refusesAPositionTwice() {
        posting.transfers.get(0).put("to_position", 2L);
        posting.entries.get(1).put("position", 2L);
        session.assertRefused(posting.sql(), UNIQUE_VIOLATION, "entries_pkey");
    }

    @Test
    void refusesAPositionTwiceWithinAStatement() {
        two.transfers.get(1).put("from_position", 3L);
        two.entries.get(2).put("position", 3L);
        session.assertRefused(two.sql(), UNIQUE_VIOLATION, "entries_pkey");
    }

    @Test
    void refusesATimeThatRunsBackwards() {
        posting.transfers.get(0).put("booked_at", EARLIER);
        posting.entries.forEach(entry -> entry.put("booked_at", EARLIER));
        posting.accounts.forEach(account -> account.put("last_booked_at", EARLIER));
        session.assertRefused(posting.sql(), FOLLOW);
    }

    @Test
    void refusesATimeThatRunsBackwardsWithinAStatement() {
        String later = "2026-11-22T12:00:02Z";
        two.transfers.get(0).put("booked_at", later);
        two.entries.subList(0, 2).forEach(entry -> entry.put("booked_at", later));
        session.assertRefused(two.sql(), CHAIN);
    }

    @Test
    void refusesEntriesWhoseAccountDoesNotFollow() {
        posting.accounts.remove(1);
        session.assertRefused(posting.sql(), CHAIN);

        posting.accounts.clear();
        session.assertRefused(posting.sql(), CHAIN);
    }

    @Test
    void refusesABalanceBeyondSixtyFourBits() throws SQLException {
        UUID rich = session.open("EUR");
        session.execute(
                PlainPosting.of(session, alice, rich, Long.MAX_VALUE - 1000).sql());
        session.execute(PlainPosting.of(session, bob, rich, 1000).sql());

        PlainPosting wrapped = PlainPosting.of(session, bob, rich, 1);
        wrapped.entries.get(1).put("balance", Long.MIN_VALUE);
        wrapped.accounts.get(1).put("balance", Long.MIN_VALUE);
        assertThat(session.refusal(wrapped.sql()).getSQLState()).isEqualTo("22003"); // numeric_value_out_of_range
    }

    @Test
    void refusesAnotherCurrencyInTheMiddleOfAChain() throws SQLException {
        UUID dollars = session.open("USD");
        PlainPosting mixed = PlainPosting.of(session, List.of(new Move(alice, dollars, 1), new Move(alice, bob, 2)));
        mixed.transfers.get(0).put("currency", "USD");
        mixed.entries.get(0).put("currency", "USD");
        session.assertRefused(mixed.sql(), CHAIN);

        Map<String, Object> debit = mixed.entries.get(0);
        debit.put("currency", "EUR");
        session.assertRefused(mixed.sql(), "entries_match_their_transfers");
    }
}
