package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account's row says what its last entry says, and changes by entries only. */
@Tag("server")
class AccountRowChecksTest extends AroundTheLibrary {

    private static final String CHAIN = "entries_continue_the_chain";
    private static final String FOLLOW = "accounts_follow_their_entries";

    private PlainPosting posting;

    @BeforeEach
    void postTwice() throws SQLException {
        session.execute(PlainPosting.of(session, alice, bob, 500).sql());
        session.execute(PlainPosting.of(session, alice, bob, 200).sql());
        posting = PlainPosting.of(session, alice, bob, 100);
    }

    @Test
    void refusesAnAccountThatSaysAnotherBalanceThanItsLastEntry() {
        posting.accounts.get(0).put("balance", -801L);
        session.assertRefused(posting.sql(), CHAIN);
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 4, Long.MAX_VALUE})
    void refusesAnAccountThatSaysAnotherPositionThanItsLastEntry(long position) {
        posting.accounts.get(0).put("position", position);
        assertThat(session.refusal(posting.sql()).getServerErrorMessage().getConstraint())
                .isIn(CHAIN, FOLLOW);
    }

    @Test
    void refusesAnAccountThatSaysAnotherTimeThanItsLastEntry() {
        posting.accounts.get(0).put("last_booked_at", "2026-11-22T12:00:01.000001Z");
        session.assertRefused(posting.sql(), CHAIN);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "balance = balance + 1",
                "balance = 0",
                "last_booked_at = last_booked_at + interval '1 microsecond'",
                "position = position + 1",
                "position = position - 1",
                // what the account was, and what its entry at that position still says
                "position = 1, balance = 500",
                "position = 0, balance = 0, last_booked_at = null"
            })
    void refusesAnAccountThatChangesWithoutAnEntry(String change) {
        session.assertRefused("update bank.accounts set " + change + " where id = '" + bob + "'", FOLLOW);
    }

    @Test
    void refusesTwoAccountsThatTradeTheirBalances() {
        session.assertRefused(
                "update bank.accounts set balance = -balance where id in ('%s', '%s')".formatted(alice, bob), FOLLOW);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "status = 'FROZEN'",
                "minimum_balance = 700",
                "version = version + 1",
                "balance = balance, position = position, last_booked_at = last_booked_at, version = version + 1"
            })
    void acceptsAnAccountThatChangesInWhatIsNotItsHistory(String change) throws SQLException {
        session.execute("update bank.accounts set " + change + " where id = '" + bob + "'");
    }

    @Test
    void acceptsANewOwnerFromWhoeverHasThePrivilege() throws SQLException {
        String change = "update bank.accounts set owner = 'somebody else' where id = '" + bob + "'";
        session.assertDenied(change);
        PlainSql.execute(database.superuser(), change);
    }
}
