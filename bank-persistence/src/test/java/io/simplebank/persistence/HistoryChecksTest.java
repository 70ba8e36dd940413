package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was posted stays, and so does whom it was posted to. */
@Tag("server")
class HistoryChecksTest extends AroundTheLibrary {

    private UUID newcomer;
    private Object transferId;

    @BeforeEach
    void postOnce() throws SQLException {
        newcomer = session.open("EUR");
        PlainPosting posting = PlainPosting.of(session, alice, bob, 100);
        transferId = posting.transfers.get(0).get("id");
        posting.transfers.get(0).put("reference", "for bob");
        session.execute(posting.sql());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "account_id = gen_random_uuid()",
                "position = 2",
                "transfer_id = gen_random_uuid()",
                "amount = amount * 2",
                "balance = 0",
                "booked_at = now()",
                "currency = 'USD'",
                "amount = amount"
            })
    void refusesToChangeAnEntry(String change) throws SQLException {
        assertRefusedToEverybody(
                "update bank.entries set " + change + " where account_id = '" + bob + "'", "entries_are_never_changed");
    }

    @Test
    void refusesToDeleteEntries() throws SQLException {
        assertRefusedToEverybody("delete from bank.entries where position = 1", "entries_are_never_changed");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "id = gen_random_uuid()",
                "from_account_id = gen_random_uuid()",
                "to_account_id = gen_random_uuid()",
                "from_position = 2",
                "to_position = 2",
                "amount = 1",
                "booked_at = now()",
                "reverses_id = gen_random_uuid()",
                "currency = 'USD'"
            })
    void refusesToChangeATransferEvenWhileItsReferenceIsBlanked(String change) throws SQLException {
        String rule = "transfers_change_by_blanking_the_reference_only";
        assertRefusedToEverybody("update bank.transfers set %s where id = '%s'".formatted(change, transferId), rule);
        assertRefusedToEverybody(
                "update bank.transfers set %s, reference = null where id = '%s'".formatted(change, transferId), rule);
    }

    @Test
    void acceptsToBlankAReferenceAndRefusesToWriteOne() throws SQLException {
        String rule = "transfers_change_by_blanking_the_reference_only";
        String where = " where id = '" + transferId + "'";
        session.assertRefused("update bank.transfers set reference = 'for alice'" + where, rule);
        session.assertRefused("update bank.transfers set reference = ''" + where, rule);

        session.execute("update bank.transfers set reference = null" + where);

        assertThat(session.column("select reference from bank.transfers" + where))
                .containsOnlyNulls();
        session.assertRefused("update bank.transfers set reference = 'for bob'" + where, rule);
    }

    @Test
    void refusesToDeleteATransfer() throws SQLException {
        assertRefusedToEverybody(
                "delete from bank.transfers where id = '" + transferId + "'", "transfers_are_never_deleted");
    }

    @ParameterizedTest
    @CsvSource({
        "bank.entries, entries_are_never_truncated",
        "bank.transfers, transfers_are_never_truncated",
        "bank.holds, holds_are_never_truncated",
        "'bank.accounts, bank.holds', accounts_are_never_truncated",
        "bank.transfers cascade, transfers_are_never_truncated",
        "'bank.entries, bank.transfers, bank.accounts restart identity cascade', entries_are_never_truncated"
    })
    void refusesToTruncate(String tables, String rule) throws SQLException {
        assertRefusedToEverybody("truncate " + tables, rule);
    }

    @Test
    void refusesToDeleteAnAccountWithEntriesAndAcceptsToDeleteOneWithout() throws SQLException {
        String rule = "accounts_with_entries_are_never_deleted";
        session.assertRefused("delete from bank.accounts where id = '" + bob + "'", rule);
        session.assertRefused("delete from bank.accounts where id in ('%s', '%s')".formatted(newcomer, bob), rule);

        assertThat(session.execute("delete from bank.accounts where id = '" + newcomer + "'"))
                .isEqualTo(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"id = gen_random_uuid()", "currency = 'USD'", "opened_at = opened_at - interval '1 day'"})
    void refusesToChangeWhatAnAccountIs(String change) throws SQLException {
        for (UUID account : new UUID[] {bob, newcomer}) {
            assertRefusedToEverybody(
                    "update bank.accounts set " + change + " where id = '" + account + "'",
                    "accounts_keep_their_identity");
        }
    }

    @Test
    void acceptsAnUpdateThatNamesTheIdentityAndKeepsIt() throws SQLException {
        String update =
                "update bank.accounts set id = id, currency = 'EUR', opened_at = opened_at, version = 7 where id = '"
                        + bob + "'";
        session.assertDenied(update);
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            assertThat(superuser.execute(update)).isEqualTo(1);
        }
    }
}
