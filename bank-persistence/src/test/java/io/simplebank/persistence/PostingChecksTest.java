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
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The database accepts whole postings and no others: a transfer, and the two entries that it names. */
@Tag("server")
class PostingChecksTest extends AroundTheLibrary {

    private static final String WHOLE = "transfers_are_whole";
    private static final String MATCH = "entries_match_their_transfers";
    private static final String CHAIN = "entries_continue_the_chain";

    private UUID carol;
    private PlainPosting earlier;
    private PlainPosting posting;

    @BeforeEach
    void postOnce() throws SQLException {
        carol = session.open("EUR");
        earlier = PlainPosting.of(session, alice, bob, 700);
        session.execute(earlier.sql());
        posting = PlainPosting.of(session, alice, bob, 100);
    }

    @Test
    void acceptsAWholePostingInOneStatement() throws SQLException {
        session.execute(posting.sql());

        assertThat(session.column("select balance from bank.accounts where id in ('%s', '%s') order by balance"
                        .formatted(alice, bob)))
                .containsExactly("-800", "800");
    }

    @Test
    void acceptsManyTransfersInOneStatement() throws SQLException {
        PlainPosting many = PlainPosting.of(
                session,
                List.of(
                        new Move(bob, carol, 5),
                        new Move(carol, alice, 3),
                        new Move(bob, carol, 1),
                        new Move(alice, bob, 9)));

        assertThat(session.execute(many.sql())).isEqualTo(3);
    }

    @Test
    void acceptsATransferThatReversesAnotherAndRefusesOneThatReversesNone() throws SQLException {
        PlainPosting reversal = PlainPosting.of(session, bob, alice, 700);
        reversal.transfers.get(0).put("reverses_id", UUID.randomUUID());
        session.assertRefused(reversal.sql(), "transfers_reverse_no_more_than_there_was");

        reversal.transfers.get(0).put("reverses_id", earlier.transfers.get(0).get("id"));
        session.execute(reversal.sql());
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void refusesATransferWithoutEntries(boolean accountsAreUntouched) {
        posting.entries.clear();
        if (accountsAreUntouched) {
            posting.accounts.clear();
            session.assertRefused(posting.sql(), WHOLE);
        } else {
            session.assertRefused(posting.sql(), "accounts_follow_their_entries");
        }
    }

    @Test
    void refusesATransferThatNamesTheEntriesOfAnother() {
        Map<String, Object> copy = earlier.transfers.get(0);
        copy.put("id", UUID.randomUUID());
        session.assertRefused(earlier.insertTransfers(), WHOLE);

        posting.transfers.add(copy);
        session.assertRefused(posting.sql(), WHOLE);
    }

    @Test
    void refusesEntriesWithoutATransfer() {
        posting.transfers.clear();
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesASingleEntry() throws SQLException {
        for (int other : new int[] {0, 1}) {
            PlainPosting half = PlainPosting.of(session, alice, bob, 100);
            half.entries.remove(other);
            half.accounts.remove(other);
            session.assertRefused(half.sql(), MATCH);
        }
    }

    @Test
    void refusesAnUnbalancedPair() {
        posting.entries.get(1).merge("amount", 1L, (old, one) -> (long) old + (long) one);
        posting.entries.get(1).merge("balance", 1L, (old, one) -> (long) old + (long) one);
        posting.accounts.get(1).merge("balance", 1L, (old, one) -> (long) old + (long) one);
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesAPairOfAnotherAmountThanTheTransfers() {
        posting.transfers.get(0).put("amount", 99L);
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesEntriesOnOtherAccountsThanTheTransfers() throws SQLException {
        PlainPosting others = PlainPosting.of(session, carol, bob, 100);
        others.transfers.get(0).put("from_account_id", alice);
        session.assertRefused(others.sql(), MATCH);
    }

    @Test
    void refusesEntriesInTheOppositeDirection() throws SQLException {
        PlainPosting opposite = PlainPosting.of(session, bob, alice, 100);
        opposite.transfers.get(0).putAll(Map.of("from_account_id", alice, "to_account_id", bob));
        session.assertRefused(opposite.sql(), MATCH);
    }

    @Test
    void refusesEntriesAtOtherPositionsThanTheTransfers() {
        posting.transfers.get(0).put("to_position", 1L);
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesAnotherTimeThanTheTransfers() {
        posting.transfers.get(0).put("booked_at", "2026-11-22T12:00:02Z");
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesAnotherCurrencyThanTheTransfers() {
        posting.transfers.get(0).put("currency", "USD");
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesAnotherCurrencyThanTheAccounts() {
        posting.transfers.get(0).put("currency", "USD");
        posting.entries.forEach(entry -> entry.put("currency", "USD"));
        session.assertRefused(posting.sql(), CHAIN);
    }

    @Test
    void refusesATransferBetweenCurrencies() throws SQLException {
        UUID dave = session.open("USD");
        session.assertRefused(PlainPosting.of(session, alice, dave, 100).sql(), MATCH);
    }

    @Test
    void refusesMoreEntriesForAnOldTransfer() {
        posting.transfers.clear();
        posting.entries.forEach(
                entry -> entry.put("transfer_id", earlier.transfers.get(0).get("id")));
        session.assertRefused(posting.sql(), MATCH);
    }

    @Test
    void refusesTwoMoreEntriesForATransferOfTheSameStatement() throws SQLException {
        PlainPosting twice = PlainPosting.of(session, List.of(new Move(alice, bob, 100), new Move(alice, bob, 100)));
        twice.transfers.remove(1);
        twice.entries.forEach(
                entry -> entry.put("transfer_id", twice.transfers.get(0).get("id")));
        session.assertRefused(twice.sql(), MATCH);
    }

    @Test
    void refusesAThirdEntry() throws SQLException {
        PlainPosting three = PlainPosting.of(session, List.of(new Move(alice, bob, 100), new Move(alice, carol, 100)));
        three.transfers.remove(1);
        three.entries.remove(2);
        three.entries.get(2).put("transfer_id", three.transfers.get(0).get("id"));
        three.accounts.get(0).putAll(Map.of("position", 2L, "balance", -800L));
        session.assertRefused(three.sql(), MATCH);
    }

    @Test
    void refusesTheSameTransferTwice() {
        posting.transfers.get(0).put("id", earlier.transfers.get(0).get("id"));
        session.assertRefused(posting.sql(), UNIQUE_VIOLATION, "transfers_pkey");
    }

    @Test
    void refusesAnAccountThatIsNotThere() {
        UUID nobody = UUID.randomUUID();
        posting.transfers.get(0).putAll(Map.of("to_account_id", nobody, "to_position", 1L));
        posting.entries.get(1).putAll(Map.of("account_id", nobody, "position", 1L, "balance", 100L));
        posting.accounts.get(1).put("id", nobody);
        session.assertRefused(posting.sql(), CHAIN);
    }

    @Test
    void refusesAPostingInSeveralStatements() throws SQLException {
        for (String first : List.of(posting.insertTransfers(), posting.insertEntries(), posting.updateAccounts())) {
            session.execute("begin");
            assertThat(session.refusal(first).getSQLState()).isEqualTo(PlainSession.CHECK_VIOLATION);
            session.execute("rollback");
        }
    }
}
