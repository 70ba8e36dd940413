package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a session sets for itself does not change what the checks see. */
@ExtendWith(BankExtension.class)
class HostileSessionTest {

    /** A schema in which everybody may make what he likes. */
    private static final String EVIL = "create schema if not exists evil; grant all on schema evil to public";

    private final DataSource dataSource;
    private final PlainSession session;
    private PlainPosting posting;

    HostileSessionTest(TestDatabase database) throws SQLException {
        dataSource = database.dataSource();
        session = new PlainSession(dataSource);
        PlainSql.execute(database.superuser(), EVIL);
    }

    @BeforeEach
    void prepare() throws SQLException {
        UUID alice = session.open("EUR");
        UUID bob = session.open("EUR");
        posting = PlainPosting.of(session, alice, bob, 100);
    }

    @AfterEach
    void theBooksAreRight() throws SQLException {
        session.close();
        TheBooks.areRight(dataSource);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "set transform_null_equals = on",
                "set enable_indexscan = off; set enable_bitmapscan = off; set enable_hashjoin = off",
                "set enable_nestloop = off; set enable_mergejoin = off; set enable_sort = off",
                "set plan_cache_mode = force_custom_plan; set work_mem = '64kB'",
                "set session characteristics as transaction isolation level repeatable read",
                "set session characteristics as transaction isolation level serializable",
                "set timezone = 'Asia/Kathmandu'; set bytea_output = 'escape'",
                "set plpgsql.extra_errors = 'all'",
                "set constraints all deferred",
                "set client_min_messages = error; set default_transaction_deferrable = on",
                // tables that would be taken for the ledger's, or for a trigger's rows
                """
                create temporary table accounts (like bank.accounts);
                create temporary table entries (like bank.entries);
                create temporary table transfers (like bank.transfers);
                create temporary table added (like bank.entries);
                create temporary table before (like bank.accounts);
                create temporary table after (like bank.accounts);
                set search_path = pg_temp, bank, public, pg_catalog""",
                // an equality that always holds, ahead of the real one
                """
                create or replace function evil.yes(bigint, bigint) returns boolean language sql as 'select true';
                create or replace function evil.yes(uuid, uuid) returns boolean language sql as 'select true';
                drop operator if exists evil.= (bigint, bigint);
                drop operator if exists evil.= (uuid, uuid);
                create operator evil.= (function = evil.yes, leftarg = bigint, rightarg = bigint);
                create operator evil.= (function = evil.yes, leftarg = uuid, rightarg = uuid);
                set search_path = evil, pg_catalog"""
            })
    void doesNotChangeWhatIsAcceptedAndRefused(String setting) throws SQLException {
        session.execute(setting);
        String right = posting.sql();
        posting.transfers.get(0).put("amount", 99L);

        assertThat(session.refusal(posting.sql()).getSQLState()).isEqualTo(PlainSession.CHECK_VIOLATION);
        assertThat(session.refusal(posting.insertTransfers()).getSQLState()).isEqualTo(PlainSession.CHECK_VIOLATION);
        assertThat(session.refusal(posting.insertEntries()).getSQLState()).isEqualTo(PlainSession.CHECK_VIOLATION);
        assertThat(session.refusal(posting.updateAccounts()).getSQLState()).isEqualTo(PlainSession.CHECK_VIOLATION);
        session.execute(right);
    }
}
