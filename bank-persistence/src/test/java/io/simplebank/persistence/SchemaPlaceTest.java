package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import javax.sql.DataSource;
import org.assertj.core.api.AbstractThrowableAssert;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A database that others have been in before: the ledger finds its place, or says why not and changes nothing. */
@Tag("migrating")
class SchemaPlaceTest {

    private final TestDatabase database = TestDatabase.createEmpty();
    private final DataSource dataSource = database.superuser();

    @AfterEach
    void drop() {
        database.close();
    }

    private AbstractThrowableAssert<?, ? extends Throwable> assertRefused() {
        return assertThatThrownBy(() -> Bank.on(dataSource).migrate().open().close())
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("could not be migrated");
    }

    private String tables() throws SQLException {
        return PlainSql.query(
                dataSource,
                "select string_agg(relname, ' ' order by relname) from pg_class where relnamespace = 'bank'::regnamespace");
    }

    /** Called as none of ours, as one of ours, as our history in another schema. */
    @ParameterizedTest
    @ValueSource(strings = {"branches", "accounts", "simplebank_changelog"})
    void aSchemaOfThatNameWhichIsAHostsIsRefusedByNameAndLeftAlone(String table) throws SQLException {
        PlainSql.execute(dataSource, "create schema bank create table " + table + " (id int)");
        assertRefused()
                .hasMessageContaining("a schema bank that Simple Bank has not made: it holds " + table)
                .hasMessageContaining("rename it or give the ledger another database");
        assertRefused(); // again: the lock is free
        assertThat(tables()).isEqualTo(table);
    }

    @Test
    void anEmptyOneIsRefusedAndTheLedgerIsMadeWhenItIsGone() throws SQLException {
        PlainSql.execute(dataSource, "create schema bank");
        assertRefused().hasMessageContaining("it holds nothing").hasMessageContaining("if it is empty, drop it");
        PlainSql.execute(dataSource, "drop schema bank");
        Bank.on(dataSource).migrate().open().close();
        assertThat(tables()).contains("accounts");
    }

    /** As after a backup of the schema alone. */
    @Test
    void aLedgerWithoutItsHistoryIsTakenForNeitherNewNorOurs() throws SQLException {
        Bank.on(dataSource).migrate().open().close();
        PlainSql.execute(dataSource, "create table kept as table public.simplebank_changelog");
        PlainSql.execute(dataSource, "truncate public.simplebank_changelog");
        assertRefused().hasMessageContaining("if it is the ledger's, restore that table with it");
        PlainSql.execute(dataSource, "insert into public.simplebank_changelog table kept");
        Bank.on(dataSource).migrate().open().close();
    }

    @Test
    void aDatabaseWithoutTheSchemaForTheHistoryIsRefusedByName() throws SQLException {
        PlainSql.execute(dataSource, "drop schema public");
        assertRefused().hasMessageContaining("create schema public");
        assertThatThrownBy(() -> Bank.on(dataSource).open())
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("migrate()");
        PlainSql.execute(dataSource, "create schema public");
        Bank.on(dataSource).migrate().open().close();
    }
}
