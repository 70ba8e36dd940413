package io.simplebank.persistence;

import static io.simplebank.persistence.PlainSession.UNIQUE_VIOLATION;
import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What a single row may say. */
@Tag("server")
class ValueChecksTest extends AroundTheLibrary {

    private PlainPosting posting;

    @BeforeEach
    void preparePosting() throws SQLException {
        posting = PlainPosting.of(session, alice, bob, 100);
    }

    @ParameterizedTest
    @CsvSource({
        "owner, '''''', accounts_owner_is_text",
        "owner, 'repeat(''x'', 256)', accounts_owner_is_text",
        "currency, '''eur''', accounts_currency_is_a_code",
        "currency, '''EURO''', accounts_currency_is_a_code",
        "currency, '''''', accounts_currency_is_a_code",
        "currency, 'E''EUR\\n''', accounts_currency_is_a_code",
        "status, '''open''', accounts_status_is_known",
        "held, -1, accounts_held_is_not_negative",
        "held, 1, accounts_minimum_remains",
        "minimum_balance, 1, accounts_minimum_remains",
        "balance, 1, accounts_new_is_empty",
        "last_booked_at, now(), accounts_new_is_empty",
        "position, 1, accounts_new_is_empty",
        "opened_at, '''infinity''::timestamptz', accounts_opened_at_is_finite"
    })
    void refusesAnAccountWith(String column, String value, String constraint) {
        session.assertRefused(insertWith(Map.of(column, value)), constraint);
    }

    @ParameterizedTest
    @CsvSource({
        "status, '''OPEN'''",
        "owner, 'repeat(''ä'', 255)'",
        "minimum_balance, null",
        "minimum_balance, -9223372036854775808"
    })
    void acceptsAnAccountWith(String column, String value) throws SQLException {
        assertThat(session.execute(insertWith(Map.of(column, value)))).isEqualTo(1);
    }

    @Test
    void refusesAClosedAccountThatHoldsSomething() {
        Map<String, String> closed = Map.of("status", "'CLOSED'", "minimum_balance", "null", "held", "1");
        session.assertRefused(insertWith(closed), "accounts_closed_is_empty");
    }

    @Test
    void refusesANegativePosition() {
        Map<String, String> negative = Map.of("position", "-1", "last_booked_at", "now()");
        session.assertRefused(insertWith(negative), "accounts_position_is_not_negative");
    }

    @Test
    void refusesAnAccountThatIsBornWithABalance() {
        Map<String, String> born = Map.of("balance", "1", "position", "1", "last_booked_at", "now()");
        session.assertRefused(insertWith(born), "accounts_start_without_entries");
    }

    @Test
    void comparesTheMinimumWithoutOverflow() throws SQLException {
        session.execute(PlainPosting.of(session, alice, bob, Long.MAX_VALUE).sql());
        String poor = " where id = '" + alice + "'";
        String rich = " where id = '" + bob + "'";
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            superuser.execute(
                    "set session_replication_role = replica"); // without triggers: there are no holds behind it

            // minus 2^63 - 1, less 2^63 - 1: far below any minimum, and no number of 64 bits
            superuser.execute("update bank.accounts set held = 9223372036854775807" + poor);
            for (String minimum : List.of("-9223372036854775808", "0", "9223372036854775807")) {
                superuser.assertRefused(
                        "update bank.accounts set minimum_balance = " + minimum + poor, "accounts_minimum_remains");
            }
            superuser.execute("update bank.accounts set held = 1, minimum_balance = -9223372036854775808" + poor);
            superuser.assertRefused("update bank.accounts set held = 2" + poor, "accounts_minimum_remains");

            superuser.execute("update bank.accounts set minimum_balance = 9223372036854775807" + rich);
            superuser.assertRefused("update bank.accounts set held = 1" + rich, "accounts_minimum_remains");
            superuser.execute("update bank.accounts set held = 0, minimum_balance = null" + poor);
        }
    }

    @Test
    void refusesAPostingThatWouldLeaveLessThanTheMinimum() throws SQLException {
        session.execute("update bank.accounts set minimum_balance = -100 where id = '" + alice + "'");
        session.assertRefused(PlainPosting.of(session, alice, bob, 101).sql(), "accounts_minimum_remains");

        session.execute(posting.sql());
    }

    @ParameterizedTest
    @CsvSource({
        "amount, 0, transfers_amount_is_positive",
        "amount, -100, transfers_amount_is_positive",
        "booked_at, infinity, transfers_booked_at_is_finite",
        "booked_at, -infinity, transfers_booked_at_is_finite"
    })
    void refusesATransferWith(String column, String value, String constraint) {
        posting.transfers.get(0).put(column, value);
        session.assertRefused(posting.sql(), constraint);
    }

    @Test
    void refusesAReferenceThatIsTooLongAndAcceptsTheLongest() throws SQLException {
        posting.transfers.get(0).put("reference", "ä".repeat(256));
        session.assertRefused(posting.sql(), "transfers_reference_is_text");

        posting.transfers.get(0).put("reference", "ä".repeat(255));
        session.execute(posting.sql());
    }

    @Test
    void refusesATransferFromAnAccountToItself() {
        posting.transfers.get(0).put("to_account_id", alice);
        session.assertRefused(posting.sql(), "transfers_two_accounts");
    }

    @Test
    void refusesATransferThatReversesItself() {
        Map<String, Object> transfer = posting.transfers.get(0);
        transfer.put("reverses_id", transfer.get("id"));
        session.assertRefused(posting.sql(), "transfers_reverses_another");
    }

    @ParameterizedTest
    @CsvSource({
        "position, 0, entries_position_is_positive",
        "position, -1, entries_position_is_positive",
        "amount, 0, entries_amount_is_not_zero"
    })
    void refusesAnEntryWith(String column, long value, String constraint) {
        posting.entries.get(0).put(column, value);
        session.assertRefused(posting.sql(), constraint);
    }

    @Test
    void refusesTheSameAccountTwice() {
        session.assertRefused(insertWith(Map.of("id", "'" + alice + "'")), UNIQUE_VIOLATION, "accounts_pkey");
    }

    /** An empty account, but for some columns, which are given as SQL. */
    private static String insertWith(Map<String, String> different) {
        Map<String, String> account = new TreeMap<>(Map.of(
                "id", "gen_random_uuid()",
                "owner", "'somebody'",
                "currency", "'EUR'",
                "balance", "0",
                "held", "0",
                "minimum_balance", "0",
                "status", "'OPEN'",
                "position", "0",
                "version", "0",
                "opened_at", "now()"));
        account.putAll(different);
        return "insert into bank.accounts (%s) values (%s)"
                .formatted(String.join(", ", account.keySet()), String.join(", ", account.values()));
    }
}
