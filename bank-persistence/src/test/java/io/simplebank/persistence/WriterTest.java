package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * What a user who has the role {@code simplebank_writer} cannot do with plain SQL, though a superuser can try. That he can
 * do all that the library does, is what every other suite shows: they run as he.
 */
class WriterTest extends AroundTheLibrary {

    private Contents before;

    @BeforeEach
    void fillTheTables() throws SQLException {
        session.execute(PlainPosting.of(session, alice, bob, 100).sql());
        session.execute(PlainHold.of(alice, bob, 50).place());
        before = Contents.of(dataSource);
    }

    @AfterEach
    void everythingIsAsItWas() {
        assertThat(Contents.of(dataSource)).isEqualTo(before);
    }

    @Test
    void isWhatTheSuitesRunAs() throws SQLException {
        assertThat(session.column("select rolname from pg_roles where pg_has_role(oid, 'MEMBER')"))
                .containsExactlyInAnyOrder(database.username(), "simplebank_writer");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update bank.entries set amount = amount",
                "update bank.transfers set amount = amount",
                "update bank.transfers set booked_at = booked_at, reference = null",
                "update bank.holds set amount = amount",
                "update bank.holds set expires_at = expires_at",
                "update bank.accounts set id = id",
                "update bank.accounts set owner = owner",
                "update bank.accounts set currency = currency",
                "update bank.accounts set opened_at = opened_at",
                "insert into bank.entries select * from bank.entries on conflict (account_id, position) do update set amount = 0",
                "delete from bank.entries",
                "delete from bank.transfers",
                "delete from bank.holds",
                "update public.simplebank_changelog set orderexecuted = orderexecuted",
                "delete from public.simplebank_changelog",
                "insert into public.simplebank_changelog select * from public.simplebank_changelog",
                "select * from public.simplebank_changelog_lock"
            })
    void cannotChangeHistory(String sql) throws SQLException {
        assertThatOnlyThePrivilegeIsMissing(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "bank.entries",
                "bank.transfers",
                "bank.holds",
                "bank.accounts cascade",
                "bank.accounts, bank.transfers, bank.entries, bank.holds",
                "public.simplebank_changelog"
            })
    void cannotTruncate(String tables) throws SQLException {
        assertThatOnlyThePrivilegeIsMissing("truncate " + tables);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table bank.entries disable trigger entries_continue_the_chain",
                "alter table bank.transfers disable trigger user",
                "alter table bank.holds disable trigger all",
                "alter table bank.accounts disable trigger all",
                "alter table bank.accounts enable replica trigger accounts_follow_their_entries",
                "drop trigger entries_are_never_changed on bank.entries",
                "alter trigger entries_are_never_changed on bank.entries rename to it",
                "set session_replication_role = replica",
                "alter role current_user set session_replication_role = replica",
                "create trigger first before insert on bank.entries for each row execute function bank.refuse()",
                "create rule gone as on insert to bank.entries do instead nothing"
            })
    void cannotDisableATrigger(String sql) throws SQLException {
        assertThatOnlyThePrivilegeIsMissing(sql);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "create or replace function bank.refuse() returns trigger language plpgsql as 'begin return new; end'",
                "alter function bank.refuse() reset search_path",
                "alter function bank.refuse() rename to it",
                "drop function bank.refuse() cascade",
                "alter table bank.entries drop constraint entries_amount_is_not_zero",
                "alter table bank.entries alter column amount drop not null",
                "alter table bank.entries rename to other",
                "alter table bank.entries owner to current_user",
                "drop table bank.entries",
                "drop index bank.transfers_reverses",
                "drop schema bank cascade",
                "alter schema bank rename to other",
                "create table bank.other (id uuid)",
                "create function bank.other() returns int language sql as 'select 1'",
                "create view public.other as select * from bank.entries",
                "create schema other"
            })
    void cannotChangeTheSchema(String sql) throws SQLException {
        assertThatOnlyThePrivilegeIsMissing(sql);
    }

    @ParameterizedTest
    @ValueSource(strings = {"set role simplebank_owner", "grant simplebank_owner to current_user", "create role other"})
    void cannotBecomeMore(String sql) throws SQLException {
        assertThatOnlyThePrivilegeIsMissing(sql);
    }

    /** He may insert, but into books that balance only. */
    @Test
    void cannotPostAnUnbalancedEntry() throws SQLException {
        PlainPosting posting = PlainPosting.of(session, alice, bob, 10);
        session.assertRefused(posting.insertEntries(0), "entries_continue_the_chain");
        session.assertRefused(posting.insertTransfers(), "transfers_are_whole");
        posting.entries.get(1).put("amount", 11L);
        posting.entries.get(1).put("balance", 111L);
        posting.accounts.get(1).put("balance", 111L);
        session.assertRefused(posting.sql(), "entries_match_their_transfers");
        session.assertRefused(update(bob, "balance = balance + 1"), "accounts_follow_their_entries");
    }

    @Test
    void cannotDeleteAnAccountThatHasAHistory() throws SQLException {
        String delete = "delete from bank.accounts where id = '%s'";
        session.assertRefused(delete.formatted(bob), "accounts_with_entries_are_never_deleted");

        UUID newcomer = session.open("EUR");
        assertThat(session.execute(delete.formatted(newcomer))).isEqualTo(1);
    }

    /** So that a statement that could never work proves nothing: it fails for the superuser otherwise, or not at all. */
    private void assertThatOnlyThePrivilegeIsMissing(String sql) throws SQLException {
        session.assertDenied(sql);
        try (Connection superuser = database.superuser().getConnection();
                Statement statement = superuser.createStatement()) {
            superuser.setAutoCommit(false);
            try {
                statement.execute(sql);
            } catch (SQLException refusal) {
                assertThat(refusal.getSQLState()).as(refusal.getMessage()).isEqualTo(PlainSession.CHECK_VIOLATION);
            } finally {
                superuser.rollback();
            }
        }
    }
}
