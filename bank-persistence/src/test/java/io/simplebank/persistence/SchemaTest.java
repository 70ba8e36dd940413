package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.SchemaValidationException;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The tables as the catalog describes them: what a change to them must not lose unnoticed. */
@Tag("schema")
@ExtendWith(BankExtension.class)
class SchemaTest {

    private final PlainSession session;

    SchemaTest(DataSource dataSource) throws SQLException {
        session = new PlainSession(dataSource);
    }

    @AfterEach
    void disconnect() throws SQLException {
        session.close();
    }

    @Test
    void hasTheColumnsOfTheDesign() throws SQLException {
        assertThat(session.column("""
                        select concat_ws(' ', relname, attname, format_type(atttypid, atttypmod),
                          case when attnotnull then 'not null' end)
                        from pg_attribute join pg_class c on c.oid = attrelid
                        where relnamespace = 'bank'::regnamespace and relkind = 'r' and attnum > 0
                        order by relname, attname"""))
                .containsExactly(
                        "accounts balance bigint not null",
                        "accounts currency text not null",
                        "accounts held bigint not null",
                        "accounts held_added bigint",
                        "accounts held_before bigint",
                        "accounts hold_ended uuid",
                        "accounts hold_placed uuid",
                        "accounts id uuid not null",
                        "accounts last_booked_at timestamp with time zone",
                        "accounts maximum_balance bigint",
                        "accounts minimum_balance bigint",
                        "accounts opened_at timestamp with time zone not null",
                        "accounts owner text not null",
                        "accounts position bigint not null",
                        "accounts status text not null",
                        "accounts version bigint not null",
                        "currencies code text not null",
                        "currencies exponent smallint not null",
                        "entries account_id uuid not null",
                        "entries amount bigint not null",
                        "entries balance bigint not null",
                        "entries booked_at timestamp with time zone not null",
                        "entries currency text not null",
                        "entries position bigint not null",
                        "entries transfer_id uuid not null",
                        "holds amount bigint not null",
                        "holds captured bigint not null",
                        "holds currency text not null",
                        "holds ended_at timestamp with time zone",
                        "holds expires_at timestamp with time zone not null",
                        "holds from_account_id uuid not null",
                        "holds id uuid not null",
                        "holds placed_at timestamp with time zone not null",
                        "holds reference text",
                        "holds status text not null",
                        "holds to_account_id uuid not null",
                        "ledger id uuid not null",
                        "ledger is_the_only_one boolean not null",
                        "transfers amount bigint not null",
                        "transfers booked_at timestamp with time zone not null",
                        "transfers currency text not null",
                        "transfers feed_position bigint not null",
                        "transfers from_account_id uuid not null",
                        "transfers from_position bigint not null",
                        "transfers id uuid not null",
                        "transfers reference text",
                        "transfers reverses_id uuid",
                        "transfers to_account_id uuid not null",
                        "transfers to_position bigint not null");
    }

    @Test
    void hasTheKeysAndChecksOfTheDesign() throws SQLException {
        assertThat(constraints("p"))
                .containsExactly(
                        "accounts_pkey PRIMARY KEY (id)",
                        "currencies_pkey PRIMARY KEY (code)",
                        "entries_pkey PRIMARY KEY (account_id, \"position\")",
                        "holds_pkey PRIMARY KEY (id)",
                        "ledger_pkey PRIMARY KEY (is_the_only_one)",
                        "transfers_pkey PRIMARY KEY (id)");
        assertThat(constraints("f"))
                .containsExactly(
                        "holds_from_account_id_fkey FOREIGN KEY (from_account_id) REFERENCES bank.accounts(id)",
                        "holds_to_account_id_fkey FOREIGN KEY (to_account_id) REFERENCES bank.accounts(id)");
        assertThat(constraints("c").stream().map(check -> check.split("\\s")[0]))
                .containsExactly(
                        "accounts_closed_is_empty",
                        "accounts_currency_is_a_code",
                        "accounts_held_is_not_negative",
                        "accounts_maximum_is_kept",
                        "accounts_minimum_remains",
                        "accounts_new_is_empty",
                        "accounts_opened_at_is_finite",
                        "accounts_owner_is_text",
                        "accounts_position_is_not_negative",
                        "accounts_status_is_known",
                        "currencies_code_is_a_code",
                        "currencies_exponent_is_in_range",
                        "entries_amount_is_not_zero",
                        "entries_position_is_positive",
                        "holds_amount_is_positive",
                        "holds_captured_is_part_of_the_amount",
                        "holds_end_unless_pending",
                        "holds_expire_after_they_are_placed",
                        "holds_reference_is_text",
                        "holds_status_is_known",
                        "holds_times_are_finite",
                        "holds_two_accounts",
                        "ledger_is_the_only_one",
                        "transfers_amount_is_positive",
                        "transfers_booked_at_is_finite",
                        "transfers_reference_is_text",
                        "transfers_reverses_another",
                        "transfers_two_accounts");
        assertThat(constraints("ux")).isEmpty();
    }

    private List<String> constraints(String types) throws SQLException {
        return session.column("""
                select conname || ' ' || pg_get_constraintdef(oid) from pg_constraint
                where connamespace = 'bank'::regnamespace and position(contype in '%s') > 0 order by conname""".formatted(types));
    }

    /** A posting pays for every index: no balance, no time and no transfer's account is in one. */
    @Test
    void hasNoIndexMoreThanItNeeds() throws SQLException {
        assertThat(session.column("""
                        select regexp_replace(indexdef, '.* ON ', '') from pg_indexes where schemaname = 'bank'
                        order by indexname"""))
                .containsExactly(
                        "bank.accounts USING btree (owner, id)",
                        "bank.accounts USING btree (id)",
                        "bank.currencies USING btree (code)",
                        "bank.entries USING btree (account_id, \"position\")",
                        "bank.holds USING btree (expires_at) WHERE (status = 'PENDING'::text)",
                        "bank.holds USING btree (from_account_id, id) INCLUDE (amount) WHERE (status = 'PENDING'::text)",
                        "bank.holds USING btree (to_account_id) WHERE (status = 'PENDING'::text)",
                        "bank.holds USING btree (id)",
                        "bank.ledger USING btree (is_the_only_one)",
                        "bank.transfers USING btree (feed_position)",
                        "bank.transfers USING btree (id)",
                        "bank.transfers USING btree (reference, id) WHERE (reference IS NOT NULL)",
                        "bank.transfers USING btree (reverses_id) WHERE (reverses_id IS NOT NULL)");
    }

    /** A session that kept numbers for later would break the order of the feed. */
    @Test
    void numbersTransfersByItselfAndOneByOne() throws SQLException {
        assertThat(session.column("""
                        select concat_ws(' ', relname, attname, attidentity,
                          pg_get_serial_sequence('bank.transfers', attname), seqincrement, seqcache, seqcycle)
                        from pg_attribute join pg_class c on c.oid = attrelid
                        left join pg_sequence on seqrelid = pg_get_serial_sequence('bank.transfers', attname)::regclass
                        where relnamespace = 'bank'::regnamespace and relkind = 'r' and attidentity <> ''"""))
                .containsExactly("transfers feed_position a bank.transfers_feed_position_seq 1 1 f");
    }

    @Test
    void hasTheTriggersThatTheTestsOfTheChecksGoThrough() throws SQLException {
        assertThat(session.column("""
                        select relname || ' ' || tgname from pg_trigger join pg_class c on c.oid = tgrelid
                        where relnamespace = 'bank'::regnamespace and not tgisinternal and tgenabled = 'O'
                        order by 1"""))
                .containsExactly(
                        "accounts accounts_are_never_truncated",
                        "accounts accounts_close_without_holds",
                        "accounts accounts_follow_their_entries",
                        "accounts accounts_keep_their_identity",
                        "accounts accounts_opened_at_is_in_range",
                        "accounts accounts_start_without_entries",
                        "accounts accounts_start_without_holds",
                        "accounts accounts_with_entries_are_never_deleted",
                        "currencies currencies_are_never_changed",
                        "currencies currencies_are_never_truncated",
                        "entries entries_are_never_changed",
                        "entries entries_are_never_truncated",
                        "entries entries_continue_the_chain",
                        "entries entries_match_their_transfers",
                        "holds holds_are_never_deleted",
                        "holds holds_are_never_truncated",
                        "holds holds_change_by_ending_once",
                        "holds holds_end_in_range",
                        "holds holds_match_the_ledger_when_ended",
                        "holds holds_match_the_ledger_when_placed",
                        "holds holds_start_uncaptured",
                        "holds holds_times_are_in_range",
                        "ledger ledger_is_never_changed",
                        "ledger ledger_is_never_truncated",
                        "transfers transfers_are_never_deleted",
                        "transfers transfers_are_never_truncated",
                        "transfers transfers_are_whole",
                        "transfers transfers_booked_at_is_in_range",
                        "transfers transfers_change_by_blanking_the_reference_only",
                        "transfers transfers_reverse_no_more_than_there_was");
    }

    @Test
    void describesItsSchemaTablesColumnsAndFunctions() throws SQLException {
        assertThat(session.column("""
                        select nspname from pg_namespace n
                        where nspname = 'bank' and obj_description(oid, 'pg_namespace') is null
                        union all
                        select relname from pg_class
                        where relnamespace = 'bank'::regnamespace and relkind = 'r' and obj_description(oid, 'pg_class') is null
                        union all
                        select relname || '.' || attname from pg_attribute join pg_class c on c.oid = attrelid
                        where relnamespace = 'bank'::regnamespace and relkind = 'r' and attnum > 0
                          and col_description(attrelid, attnum) is null
                        union all
                        select proname from pg_proc
                        where pronamespace = 'bank'::regnamespace and obj_description(oid, 'pg_proc') is null""")).isEmpty();
    }

    @Test
    void fitsTheEntities(EntityManagerFactory factory) throws SchemaValidationException {
        factory.unwrap(SessionFactory.class).getSchemaManager().validate();
    }

    @Test
    void doesNotFitTheEntitiesWithoutAnyOfItsColumns(TestDatabase database) throws SQLException {
        List<String> columns = session.column("""
                select format('bank.%I rename %I', relname, attname)
                from pg_attribute join pg_class c on c.oid = attrelid
                where relnamespace = 'bank'::regnamespace and relkind = 'r' and attnum > 0
                  and relname not in ('ledger', 'currencies')
                  and attname not in ('from_position', 'to_position', 'feed_position',
                    'held_before', 'held_added', 'hold_placed', 'hold_ended') -- the database's own""");
        try (SessionFactory factory = PersistenceUnit.over(database.dataSource(), false);
                PlainSession owner = new PlainSession(database.superuser())) {
            for (String column : columns) {
                String[] renamed = column.split(" rename ", 2);
                owner.execute("alter table " + column + " to missing");
                assertThatThrownBy(() -> factory.getSchemaManager().validate())
                        .as(column)
                        .isInstanceOf(SchemaValidationException.class);
                owner.execute("alter table " + renamed[0] + " rename missing to " + renamed[1]);
            }
        }
    }
}
