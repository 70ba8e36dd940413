package io.simplebank.persistence;

import static java.util.stream.Collectors.joining;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.StringReader;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.postgresql.PGConnection;

/** Nor do other ways to write get around the checks: COPY, views, cursors, savepoints, exceptions that are swallowed. */
class TrickyStatementsTest extends AroundTheLibrary {

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
    void copyIsAnInsert() {
        assertCopyRefused("transfers", posting.transfers, "transfers_are_whole");
        assertCopyRefused("entries", posting.entries, "entries_continue_the_chain");
    }

    private void assertCopyRefused(String table, List<Map<String, Object>> rows, String rule) {
        String command = "copy bank.%s (%s) from stdin"
                .formatted(table, String.join(", ", rows.get(0).keySet()));
        String lines = rows.stream()
                .map(row -> row.values().stream().map(Object::toString).collect(joining("\t", "", "\n")))
                .collect(joining());
        assertThatThrownBy(() -> session.connection()
                        .unwrap(PGConnection.class)
                        .getCopyAPI()
                        .copyIn(command, new StringReader(lines)))
                .hasMessageContaining('"' + rule + '"');
    }

    @Test
    void aViewIsItsTable() throws SQLException {
        String view = "create temporary view lines as select * from bank.entries";
        String update = "update lines set amount = 0";
        session.execute(view);
        session.assertRefused(posting.insertEntries().replace("bank.entries", "lines"), "entries_continue_the_chain");
        session.assertDenied(update);
        try (PlainSession superuser = new PlainSession(database.superuser())) {
            superuser.execute(view);
            superuser.assertRefused(update, "entries_are_never_changed");
        }
    }

    @Test
    void aCursorsRowIsARow() throws SQLException {
        session.execute("begin");
        session.execute("declare c cursor for select * from bank.accounts where id = '" + bob + "' for update");
        session.column("fetch c");
        session.assertRefused("update bank.accounts set balance = 0 where current of c", FOLLOW);
        session.execute("rollback");
    }

    @Test
    void anAccountCannotComeOrGoWithinItsPosting() throws SQLException {
        UUID carol = session.open("EUR");
        PlainPosting toCarol = PlainPosting.of(session, alice, carol, 100);
        String parts = "with t as (%s), e as (%s), a as (%s) "
                .formatted(toCarol.insertTransfers(), toCarol.insertEntries(), toCarol.updateAccounts());
        assertThat(session.refusal(parts + "delete from bank.accounts where id = '" + carol + "'")
                        .getSQLState())
                .isEqualTo(PlainSession.CHECK_VIOLATION);

        session.execute("delete from bank.accounts where id = '" + carol + "'");
        session.assertRefused(parts + """
                insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                values ('%s', 'carol', 'EUR', 0, 0, 'OPEN', 0, 0, now())""".formatted(carol), "entries_continue_the_chain");
    }

    @Test
    void anAccountThatIsUpdatedTwiceInAStatementIsUpdatedOnce() throws SQLException {
        session.execute("begin");
        String twice = "with t as (%s), e as (%s), a as (%s) update bank.accounts set held = 1 where id = '%s'"
                .formatted(posting.insertTransfers(), posting.insertEntries(), posting.updateAccounts(), bob);
        assertThat(session.refusal(twice).getSQLState()).isEqualTo(PlainSession.CHECK_VIOLATION);
        session.execute("rollback");
    }

    @Test
    void aSavepointForgetsARefusedPostingAndAnUndoneOne() throws SQLException {
        session.execute("begin");
        session.execute("savepoint before");
        session.assertRefused(posting.insertTransfers(), "transfers_are_whole");
        session.execute("rollback to before");
        session.execute(posting.sql());
        session.execute("rollback to before");
        session.assertRefused(posting.updateAccounts(), FOLLOW);
        session.execute("rollback to before");
        session.execute(posting.sql());
        session.execute("commit");

        session.assertRefused(posting.sql(), PlainSession.UNIQUE_VIOLATION, "entries_pkey");
    }

    @Test
    void aSwallowedRefusalLeavesNothing() throws SQLException {
        session.execute("""
                do $$ begin
                  begin %s; exception when check_violation then null; end;
                  begin %s; exception when check_violation then null; end;
                  begin %s; exception when check_violation then null; end;
                end $$""".formatted(posting.insertTransfers(), posting.insertEntries(), posting.updateAccounts()));

        assertThat(session.column("select position from bank.accounts where id = '" + bob + "'"))
                .containsExactly("1");
    }
}
