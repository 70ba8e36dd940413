package io.simplebank.persistence;

import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;

/**
 * What proves the books in the database, by name: each must be there, at work, and PostgreSQL's or the ledger's own. The
 * history may tell of tables that somebody has replaced, restored in part, or whose triggers he has switched off. What a
 * host has added to the tables is his.
 */
final class Guards {

    /** Each as table, trigger, and function of the schema {@code bank}. */
    static final List<String> TRIGGERS = """
            accounts accounts_are_never_truncated refuse
            accounts accounts_close_without_holds accounts_close_without_holds
            accounts accounts_follow_their_entries accounts_follow_their_entries
            accounts accounts_keep_their_identity refuse
            accounts accounts_opened_at_is_in_range refuse
            accounts accounts_start_without_entries refuse
            accounts accounts_start_without_holds refuse
            accounts accounts_with_entries_are_never_deleted refuse
            currencies currencies_are_never_changed refuse
            currencies currencies_are_never_truncated refuse
            entries entries_are_never_changed refuse
            entries entries_are_never_truncated refuse
            entries entries_continue_the_chain entries_continue_the_chain
            entries entries_match_their_transfers entries_match_their_transfers
            holds holds_are_never_deleted refuse
            holds holds_are_never_truncated refuse
            holds holds_change_by_ending_once refuse
            holds holds_end_in_range refuse
            holds holds_match_the_ledger_when_ended holds_match_the_ledger
            holds holds_match_the_ledger_when_placed holds_match_the_ledger
            holds holds_start_uncaptured refuse
            holds holds_times_are_in_range refuse
            ledger ledger_is_never_changed refuse
            ledger ledger_is_never_truncated refuse
            transfers transfers_are_never_deleted refuse
            transfers transfers_are_never_truncated refuse
            transfers transfers_are_whole transfers_are_whole
            transfers transfers_booked_at_is_in_range refuse
            transfers transfers_change_by_blanking_the_reference_only refuse
            transfers transfers_reverse_no_more_than_there_was transfers_reverse_no_more_than_there_was
            """.lines().toList();

    /** Keys and checks, each as table and name. Not null is not among them: it has no name before PostgreSQL 18. */
    static final List<String> CONSTRAINTS = """
            accounts accounts_closed_is_empty
            accounts accounts_currency_is_a_code
            accounts accounts_held_is_not_negative
            accounts accounts_maximum_is_kept
            accounts accounts_minimum_remains
            accounts accounts_new_is_empty
            accounts accounts_opened_at_is_finite
            accounts accounts_owner_is_text
            accounts accounts_pkey
            accounts accounts_position_is_not_negative
            accounts accounts_status_is_known
            currencies currencies_code_is_a_code
            currencies currencies_exponent_is_in_range
            currencies currencies_pkey
            entries entries_amount_is_not_zero
            entries entries_pkey
            entries entries_position_is_positive
            holds holds_amount_is_positive
            holds holds_captured_is_part_of_the_amount
            holds holds_end_unless_pending
            holds holds_expire_after_they_are_placed
            holds holds_from_account_id_fkey
            holds holds_pkey
            holds holds_reference_is_text
            holds holds_status_is_known
            holds holds_times_are_finite
            holds holds_to_account_id_fkey
            holds holds_two_accounts
            ledger ledger_is_the_only_one
            ledger ledger_pkey
            transfers transfers_amount_is_positive
            transfers transfers_booked_at_is_finite
            transfers transfers_pkey
            transfers transfers_reference_is_text
            transfers transfers_reverses_another
            transfers transfers_two_accounts
            """.lines().toList();

    /** Unique indexes that are no constraint's. */
    static final List<String> UNIQUE_INDEXES = List.of("transfers transfers_feed_position");

    /** Indexes without which postings are slow and not wrong. */
    static final List<String> OTHER_INDEXES = """
            accounts accounts_owner
            holds holds_pending_expiry
            holds holds_pending_from
            holds holds_pending_to
            transfers transfers_reference
            transfers transfers_reverses
            """.lines().toList();

    /**
     * What is wrong, a row for each, as table and words. A trigger fires if it is enabled for the origin or always; in a
     * session that takes itself for a replica's, only always. {@code NOT ENFORCED} is there from PostgreSQL 18 on.
     *
     * <p>PostgreSQL notes in {@code pg_depend} which functions, operators and types an expression uses, its own excepted.
     */
    private static final String WRONG = """
            with ours as (
              select oid, relname from pg_class where relnamespace = (select oid from pg_namespace where nspname = 'bank')
            ), fires as (
              select c.relname || ' ' || t.tgname || ' ' || p.proname as name, t.tgenabled in ('A', 'O') as is_on,
                t.tgenabled = 'A' or current_setting('session_replication_role') <> 'replica' as is_on_here
              from ours c
              join pg_trigger t on t.tgrelid = c.oid and not t.tgisinternal
              join pg_proc p on p.oid = t.tgfoid and p.pronamespace = (select oid from pg_namespace where nspname = 'bank')
            ), holds as (
              select c.relname || ' ' || k.conname as name, to_jsonb(k) ->> 'conenforced' is distinct from 'false' as is_on
              from ours c join pg_constraint k on k.conrelid = c.oid
              union all
              select c.relname || ' ' || u.relname, i.indisunique and i.indisvalid
              from ours c join pg_index i on i.indrelid = c.oid join ours u on u.oid = i.indexrelid
            ), known (name, class, id) as (
              select c.relname || ' ' || t.tgname, 'pg_trigger'::regclass, t.oid
              from ours c join pg_trigger t on t.tgrelid = c.oid
              union all
              select c.relname || ' ' || k.conname, 'pg_constraint'::regclass, k.oid
              from ours c join pg_constraint k on k.conrelid = c.oid
              union all
              select c.relname || ' ' || u.relname, 'pg_class'::regclass, u.oid
              from ours c join pg_index i on i.indrelid = c.oid join ours u on u.oid = i.indexrelid
            ), used (class, id, schema) as (
              select 'pg_proc'::regclass, oid, pronamespace from pg_proc
              union all
              select 'pg_operator'::regclass, oid, oprnamespace from pg_operator
              union all
              select 'pg_type'::regclass, oid, typnamespace from pg_type
            ), wrong (name, how) as (
              select name, 'trigger ' || split_part(name, ' ', 2) || case
                  when is_on is null then ' is missing' when not is_on then ' is disabled'
                  else ' does not fire, because session_replication_role is replica' end
              from unnest(?::text[]) expected (name) left join fires using (name)
              where (is_on and is_on_here) is not true
              union all
              select name, split_part(name, ' ', 2) || case when is_on is null then ' is missing' else ' is not enforced' end
              from unnest(?::text[]) expected (name) left join holds using (name)
              where is_on is not true
              union all
              select name, split_part(name, ' ', 2) || ' uses the ' || pg_describe_object(d.refclassid, d.refobjid, 0)
              from unnest(?::text[]) expected (name) join known using (name)
              join pg_depend d on d.classid = known.class and d.objid = known.id
              join used on used.class = d.refclassid and used.id = d.refobjid
              where used.schema not in (select oid from pg_namespace where nspname in ('pg_catalog', 'bank'))
            )
            select 'bank.' || split_part(name, ' ', 1), how from wrong order by name, how""";

    private Guards() {}

    /** Refuses a database that would accept wrong books; in a transaction that {@link PinnedConnection} has set up. */
    static void require(Connection connection) throws SQLException {
        Set<String> tables = new TreeSet<>();
        List<String> wrong = new ArrayList<>();
        try (PreparedStatement statement = connection.prepareStatement(WRONG)) {
            statement.setArray(1, connection.createArrayOf("text", TRIGGERS.toArray()));
            statement.setArray(2, connection.createArrayOf("text", enforced().toArray()));
            statement.setArray(3, connection.createArrayOf("text", named().toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    tables.add(row.getString(1));
                    wrong.add(row.getString(2));
                }
            }
        }
        if (!wrong.isEmpty()) {
            throw new SchemaMismatchException(
                    "the database has been migrated, but the tables " + tables
                            + " are missing or have lost their triggers"
                            + " or constraints: " + String.join("; ", wrong) + ". Something has dropped, replaced or"
                            + " disabled them, as Hibernate does where hibernate.hbm2ddl.auto (ddl-auto) is create or"
                            + " create-drop, or a restore that did not come to its end",
                    null);
        }
    }

    private static List<String> enforced() {
        List<String> names = new ArrayList<>(CONSTRAINTS);
        names.addAll(UNIQUE_INDEXES);
        return names;
    }

    private static List<String> named() {
        List<String> names = new ArrayList<>(enforced());
        names.addAll(OTHER_INDEXES);
        TRIGGERS.forEach(trigger -> names.add(trigger.substring(0, trigger.lastIndexOf(' '))));
        return names;
    }
}
