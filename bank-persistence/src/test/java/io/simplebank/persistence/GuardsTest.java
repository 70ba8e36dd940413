package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bank opens only where each guard of the ledger is there and at work. */
@Tag("server")
class GuardsTest {

    private static final String OURS = " c.relnamespace = 'bank'::regnamespace";

    private final TestDatabase database = TestDatabase.create();

    @AfterEach
    void drop() {
        database.close();
    }

    private void execute(String sql) throws SQLException {
        PlainSql.execute(database.superuser(), sql);
    }

    private void open() {
        Bank.on(database.superuser()).open().close();
    }

    private void assertRefused(String... words) {
        assertThatThrownBy(this::open)
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContainingAll(words);
    }

    /** What is added to the schema, or taken away, is added or taken away in {@link Guards} too. */
    @Test
    void areJustWhatTheChangelogMakes() throws SQLException {
        try (Connection connection = database.superuser().getConnection()) {
            assertThat(Guards.TRIGGERS).containsExactlyInAnyOrderElementsOf(Catalog.column(connection, """
                    select concat_ws(' ', c.relname, t.tgname, p.proname)
                    from pg_trigger t join pg_class c on c.oid = t.tgrelid join pg_proc p on p.oid = t.tgfoid
                    where not t.tgisinternal and""" + OURS));
            assertThat(Guards.CONSTRAINTS).containsExactlyInAnyOrderElementsOf(Catalog.column(connection, """
                    select concat_ws(' ', c.relname, k.conname) from pg_constraint k join pg_class c on c.oid = k.conrelid
                    where k.contype <> 'n' and""" + OURS));
            String indexes = """
                    select concat_ws(' ', c.relname, x.relname)
                    from pg_index i join pg_class c on c.oid = i.indrelid join pg_class x on x.oid = i.indexrelid
                    where not exists (select from pg_constraint k where k.conindid = i.indexrelid)
                      and i.indisunique = %s and""" + OURS;
            assertThat(Guards.UNIQUE_INDEXES)
                    .containsExactlyInAnyOrderElementsOf(Catalog.column(connection, indexes.formatted("true")));
            assertThat(Guards.OTHER_INDEXES)
                    .containsExactlyInAnyOrderElementsOf(Catalog.column(connection, indexes.formatted("false")));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "alter table bank.entries disable trigger entries_continue_the_chain, trigger entries_continue_the_chain is disabled",
        "alter table bank.entries disable trigger user, trigger entries_match_their_transfers is disabled",
        "alter table bank.holds enable replica trigger holds_change_by_ending_once,"
                + " trigger holds_change_by_ending_once is disabled",
        "drop trigger accounts_follow_their_entries on bank.accounts, trigger accounts_follow_their_entries is missing",
        "drop function bank.transfers_are_whole cascade, trigger transfers_are_whole is missing",
        "alter table bank.accounts drop constraint accounts_minimum_remains, accounts_minimum_remains is missing",
        "alter table bank.entries drop constraint entries_pkey, entries_pkey is missing",
        "alter table bank.holds drop constraint holds_to_account_id_fkey, holds_to_account_id_fkey is missing",
        "drop index bank.transfers_feed_position, transfers_feed_position is missing",
        "alter database %s set session_replication_role = replica," + " trigger transfers_are_whole does not fire"
    })
    void refusesOneThatIsMissingOrSwitchedOff(String sql, String words) throws SQLException {
        open();
        execute(sql.replace("%s", PlainSql.query(database.superuser(), "select current_database()")));

        assertRefused(words, "lost their triggers");
    }

    @Test
    void refusesATriggerThatCallsAnotherFunction() throws SQLException {
        execute("create or replace trigger transfers_are_never_deleted before delete on bank.transfers"
                + " for each row execute function suppress_redundant_updates_trigger()");

        assertRefused("[bank.transfers]", "trigger transfers_are_never_deleted is missing");
    }

    @Test
    void refusesAUserWhoseSessionsTakeThemselvesForAReplicas() throws SQLException {
        try (User app = User.of(database)) {
            execute("alter role " + app.name() + " superuser; alter role " + app.name()
                    + " set session_replication_role = replica");

            assertThatThrownBy(() -> app.bank().open())
                    .isExactlyInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("session_replication_role");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "alter table bank.entries enable always trigger entries_continue_the_chain",
                "alter table bank.accounts add constraint hosts check (owner <> 'nobody')",
                "create function public.host() returns trigger language plpgsql as $$ begin return new; end $$;"
                        + " create trigger host before insert on bank.accounts for each row execute function public.host();"
                        + " alter table bank.accounts disable trigger host",
                "create index host on bank.transfers (amount)",
                "drop index bank.accounts_owner"
            })
    void doesNotMindWhatAHostAddsOrAnIndexThatIsNotUnique(String sql) throws SQLException {
        execute(sql);

        open();
    }
}
