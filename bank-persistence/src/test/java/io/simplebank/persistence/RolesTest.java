package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * What the roles are granted, to the last column. Whoever adds a table, a column or a function to the ledger decides in
 * {@code roles/01-roles.sql} who may do what with it, and writes it down here.
 */
@Tag("server")
@Tag("schema")
@ExtendWith(BankExtension.class)
class RolesTest {

    /** Of everything in the database that can be granted: to whom, what, on what. Owners have all of it. */
    private static final String PRIVILEGES = """
            with granted (name, owner, acl) as (
              select 'schema ' || nspname, nspowner, nspacl from pg_namespace
              union all
              select relnamespace::regnamespace || '.' || relname, relowner, relacl from pg_class
              union all
              select format('%%s.%%s (%%s)', relnamespace::regnamespace, relname, attname), relowner, attacl
              from pg_attribute join pg_class c on c.oid = attrelid
              union all
              select 'function ' || oid::regprocedure, proowner, proacl from pg_proc
              union all
              select 'database', datdba, datacl from pg_database where datname = current_database()
            )
            select format('%%s on %%s%%s', lower(privilege_type), name, case when is_grantable then ' to others' end)
            from granted, aclexplode(acl)
            where grantee <> owner and grantee = %s
            order by 1""";

    private final PlainSession session;

    RolesTest(DataSource dataSource) throws SQLException {
        session = new PlainSession(dataSource);
    }

    @AfterEach
    void close() throws SQLException {
        session.close();
    }

    private List<String> privileges(String role) throws SQLException {
        return session.column(PRIVILEGES.formatted("'" + role + "'::regrole"));
    }

    @Test
    void theReaderReads() throws SQLException {
        assertThat(privileges("simplebank_reader"))
                .containsExactly(
                        "select on bank.accounts",
                        "select on bank.currencies",
                        "select on bank.entries",
                        "select on bank.holds",
                        "select on bank.ledger",
                        "select on bank.transfers",
                        "select on public.simplebank_changelog",
                        "usage on schema bank",
                        "usage on schema public");
    }

    @Test
    void theWriterDoesWhatTheLibraryDoes() throws SQLException {
        assertThat(privileges("simplebank_writer"))
                .containsExactlyInAnyOrder(
                        "delete on bank.accounts",
                        "insert on bank.accounts",
                        "insert on bank.currencies",
                        "insert on bank.entries",
                        "insert on bank.holds",
                        "insert on bank.transfers (id)",
                        "insert on bank.transfers (from_account_id)",
                        "insert on bank.transfers (to_account_id)",
                        "insert on bank.transfers (from_position)",
                        "insert on bank.transfers (to_position)",
                        "insert on bank.transfers (amount)",
                        "insert on bank.transfers (booked_at)",
                        "insert on bank.transfers (reverses_id)",
                        "insert on bank.transfers (currency)",
                        "insert on bank.transfers (reference)",
                        "select on bank.accounts",
                        "select on bank.currencies",
                        "select on bank.entries",
                        "select on bank.holds",
                        "select on bank.ledger",
                        "select on bank.transfers",
                        "select on public.simplebank_changelog",
                        "update on bank.accounts (balance)",
                        "update on bank.accounts (held)",
                        "update on bank.accounts (held_added)",
                        "update on bank.accounts (held_before)",
                        "update on bank.accounts (hold_ended)",
                        "update on bank.accounts (hold_placed)",
                        "update on bank.accounts (last_booked_at)",
                        "update on bank.accounts (maximum_balance)",
                        "update on bank.accounts (minimum_balance)",
                        "update on bank.accounts (position)",
                        "update on bank.accounts (status)",
                        "update on bank.accounts (version)",
                        "update on bank.holds (captured)",
                        "update on bank.holds (ended_at)",
                        "update on bank.holds (reference)",
                        "update on bank.holds (status)",
                        "update on bank.transfers (reference)",
                        "usage on schema bank",
                        "usage on schema public");
    }

    @Test
    void theOwnerOwnsTheSchemaAndWritesLiquibasesHistory() throws SQLException {
        assertThat(privileges("simplebank_owner"))
                .containsExactlyInAnyOrder(
                        "delete on public.simplebank_changelog",
                        "delete on public.simplebank_changelog_lock",
                        "insert on public.simplebank_changelog",
                        "insert on public.simplebank_changelog_lock",
                        "select on public.simplebank_changelog",
                        "select on public.simplebank_changelog_lock",
                        "update on public.simplebank_changelog",
                        "update on public.simplebank_changelog_lock",
                        "usage on schema public");
        assertThat(session.column("""
                        select nspowner::regrole from pg_namespace where nspname = 'bank'
                        union
                        select relowner::regrole from pg_class where relnamespace = 'bank'::regnamespace
                        union
                        select proowner::regrole from pg_proc where pronamespace = 'bank'::regnamespace""")).containsExactly("simplebank_owner");
    }

    @Test
    void theyCannotLogInAndHaveNoPowersOverTheServer() throws SQLException {
        assertThat(session.column("""
                        select rolname from pg_roles
                        where rolname ~ '^simplebank_' and not (rolcanlogin or rolsuper or rolcreaterole or rolcreatedb
                          or rolreplication or rolbypassrls)
                        order by 1""")).containsExactly("simplebank_owner", "simplebank_reader", "simplebank_writer");
    }

    /** The functions' EXECUTE is everybody's, by PostgreSQL's default: it is of no use, see the next test. */
    @Test
    void nothingInTheSchemaIsGrantedToEverybody() throws SQLException {
        assertThat(session.column(PRIVILEGES.formatted("0"))).noneMatch(privilege -> privilege.contains(" bank"));
    }

    @Test
    void functionsAreThoseOfTriggersPinTheirSearchPathAndBorrowNobodysRights() throws SQLException {
        String functions = "select proname from pg_proc where pronamespace = 'bank'::regnamespace";
        assertThat(session.column(functions)).isNotEmpty();
        assertThat(session.column(functions + " and (prosecdef or prorettype <> 'trigger'::regtype"
                        + " or not 'search_path=pg_catalog, pg_temp' = any(coalesce(proconfig, '{}')))"))
                .isEmpty();
    }
}
