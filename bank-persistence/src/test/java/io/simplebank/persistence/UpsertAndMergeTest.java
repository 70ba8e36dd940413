package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** ON CONFLICT and MERGE are what they do: inserts, updates and deletions, and refused like those. */
class UpsertAndMergeTest extends AroundTheLibrary {

    private static final String MATCH = "entries_match_their_transfers";
    private static final String FOLLOW = "accounts_follow_their_entries";

    private PlainPosting earlier;
    private PlainPosting posting;

    @BeforeEach
    void postOnce() throws SQLException {
        earlier = PlainPosting.of(session, alice, bob, 700);
        earlier.transfers.get(0).put("reference", "for bob");
        session.execute(earlier.sql());
        posting = PlainPosting.of(session, alice, bob, 100);
    }

    @Test
    void onConflictDoUpdateIsAnUpdate() throws SQLException {
        assertRefusedToEverybody(
                earlier.insertEntries() + " on conflict (account_id, position) do update set amount = 1",
                "entries_are_never_changed");
        assertRefusedToEverybody(
                earlier.insertTransfers() + " on conflict (id) do update set amount = 1",
                "transfers_change_by_blanking_the_reference_only");
        session.assertRefused("""
                insert into bank.accounts select * from bank.accounts where id = '%s'
                on conflict (id) do update set balance = 0""".formatted(bob), FOLLOW);
        assertRefusedToEverybody("""
                insert into bank.accounts select * from bank.accounts where id = '%s'
                on conflict (id) do update set currency = 'USD'""".formatted(bob), "accounts_keep_their_identity");

        session.execute(earlier.insertTransfers() + " on conflict (id) do update set reference = null");
        session.execute("""
                insert into bank.accounts select * from bank.accounts where id = '%s'
                on conflict (id) do update set version = 7""".formatted(bob));
    }

    @Test
    void onConflictDoNothingLeavesAPostingInPieces() {
        posting.transfers.get(0).put("to_position", 1L);
        posting.entries.get(1).put("position", 1L);
        session.assertRefused(
                "with t as (%s), e as (%s on conflict do nothing) %s"
                        .formatted(posting.insertTransfers(), posting.insertEntries(), posting.updateAccounts()),
                FOLLOW);

        posting.accounts.remove(1);
        session.assertRefused(
                "with t as (%s), e as (%s on conflict do nothing) %s"
                        .formatted(posting.insertTransfers(), posting.insertEntries(), posting.updateAccounts()),
                MATCH);
    }

    @ParameterizedTest
    @CsvSource({
        "entries, update set amount = e.amount * 2, entries_are_never_changed",
        "entries, delete, entries_are_never_changed",
        "transfers, update set amount = e.amount * 2, transfers_change_by_blanking_the_reference_only",
        "transfers, delete, transfers_are_never_deleted",
        "accounts, update set currency = 'USD', accounts_keep_their_identity"
    })
    void mergeIsAnUpdateOrADeletion(String table, String action, String rule) throws SQLException {
        assertRefusedToEverybody(merge(table, action), rule);
    }

    @Test
    void mergeIsOneOfAnAccountToo() {
        session.assertRefused(merge("accounts", "update set balance = 0"), FOLLOW);
        session.assertRefused(merge("accounts", "delete"), "accounts_with_entries_are_never_deleted");
    }

    private static String merge(String table, String action) {
        return "merge into bank." + table + " e using (values (1)) one on true when matched then " + action;
    }

    @Test
    void mergeIsAnInsert() {
        session.assertRefused(merge("transfers", posting.transfers.get(0)), "transfers_are_whole");
        session.assertRefused(merge("entries", posting.entries.get(0)), "entries_continue_the_chain");
        session.assertRefused(
                "merge into bank.accounts using (select * from bank.accounts where id = '" + bob + "') a on false"
                        + " when not matched then insert values (gen_random_uuid(), 0, 0, null, 1, 0, a.opened_at,"
                        + " a.last_booked_at, a.currency, a.status, a.owner)",
                "accounts_start_without_entries");
    }

    /** The triggers must see the rows of all the commands of a statement that insert into one table. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1})
    void theEntriesOfAStatementMayComeFromTwoCommandsAndAreSeenTogether(int wrong) throws SQLException {
        String rightDebit = posting.insertEntries(0);
        List<String> rightCredits = List.of(posting.insertEntries(1), merge("entries", posting.entries.get(1)));
        posting.entries.get(wrong).put("booked_at", "2026-11-22T12:00:02Z");
        String debit = posting.insertEntries(0);
        List<String> credits = List.of(posting.insertEntries(1), merge("entries", posting.entries.get(1)));
        for (int form = 0; form < credits.size(); form++) {
            String statement = "with t as (%s), a as (%s), e as (%s) %s";
            String t = posting.insertTransfers();
            String a = posting.updateAccounts();

            assertThat(session.refusal(statement.formatted(t, a, debit, credits.get(form)))
                            .getSQLState())
                    .isEqualTo(PlainSession.CHECK_VIOLATION);

            session.execute("begin");
            session.execute(statement.formatted(t, a, rightDebit, rightCredits.get(form)));
            session.assertThatTheBooksAreRight();
            session.execute("rollback");
        }
    }

    private static String merge(String table, Map<String, Object> row) {
        return "merge into bank.%s using (values (1)) as one on false when not matched then insert (%s) %s"
                .formatted(table, String.join(", ", row.keySet()), PlainPosting.values(List.of(row)));
    }
}
