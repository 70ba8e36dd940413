package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** The changelog goes up and down, beside whatever else is in the database, by either Liquibase. */
@Tag("schema")
class ChangelogTest {

    /** A host with a schema, tables in public and a Liquibase history, all of its own. */
    private static final String HOST = """
            create schema host;
            create table host.accounts (id int primary key, owner text not null check (owner <> ''));
            create index on host.accounts (owner);
            comment on table host.accounts is 'not the ledger''s';
            insert into host.accounts values (1, 'alice');
            create table public.accounts (id int primary key, host_account int references host.accounts);
            insert into public.accounts values (7, 1);
            create table public.databasechangelog (id text, author text, filename text, md5sum text);
            insert into public.databasechangelog values ('01-schema', 'simplebank', 'db/changelog.xml', '9:0');
            create table public.databasechangeloglock (id int primary key, locked boolean not null);
            insert into public.databasechangeloglock values (1, true)""";

    private TestDatabase database;
    private Connection connection;

    @BeforeEach
    void connect() throws SQLException {
        database = TestDatabase.createEmpty();
        connection = database.dataSource().getConnection();
    }

    @AfterEach
    void disconnect() throws SQLException {
        connection.close();
        database.close();
    }

    @ParameterizedTest
    @EnumSource
    void comesUpGoesDownToNothingAndComesUpTheSameBesideAHost(LiquibaseVersion liquibase) throws Exception {
        execute(HOST);
        List<String> host = Catalog.ofItsNeighbours(connection);
        Migrations migrations = liquibase.migrations();

        migrations.update(connection);
        List<String> bank = Catalog.ofTheBank(connection);
        assertThat(bank).isNotEmpty();
        assertThat(Catalog.ofItsNeighbours(connection)).isEqualTo(host);

        migrations.rollback(connection, migrations.changesets().size());
        assertThat(Catalog.ofTheBank(connection)).isEmpty();
        assertThat(Catalog.history(connection)).isEmpty();
        assertThat(Catalog.ofItsNeighbours(connection)).isEqualTo(host);

        migrations.update(connection);
        assertThat(Catalog.ofTheBank(connection)).isEqualTo(bank);
        assertThat(Catalog.ofItsNeighbours(connection)).isEqualTo(host);
    }

    @ParameterizedTest
    @EnumSource
    void eachChangesetIsTakenBackToWhatWasThereBeforeIt(LiquibaseVersion liquibase) throws Exception {
        Migrations migrations = liquibase.migrations();
        List<List<String>> before = new ArrayList<>();
        for (String changeset : migrations.changesets()) {
            before.add(Catalog.ofTheBank(connection));
            migrations.updateOne(connection);
            assertThat(Catalog.ofTheBank(connection)).as(changeset).isNotEqualTo(before.get(before.size() - 1));
        }

        for (int i = before.size() - 1; i >= 0; i--) {
            migrations.rollback(connection, 1);
            assertThat(Catalog.ofTheBank(connection))
                    .as(migrations.changesets().get(i))
                    .isEqualTo(before.get(i));
        }
    }

    @ParameterizedTest
    @CsvSource({"FOUR, FOUR", "FOUR, FIVE", "FIVE, FOUR", "FIVE, FIVE"})
    void whatOneLiquibaseMigratedIsUpToDateForTheOther(LiquibaseVersion one, LiquibaseVersion other) throws Exception {
        one.migrations().update(connection);
        List<String> bank = Catalog.ofTheBank(connection);
        List<String> history = Catalog.history(connection);

        other.migrations().update(connection);

        assertThat(Catalog.ofTheBank(connection)).isEqualTo(bank);
        assertThat(Catalog.history(connection)).isEqualTo(history);
        Bank.on(database.dataSource()).open().close();
    }

    @ParameterizedTest
    @EnumSource
    void refusesAChangesetThatWasEditedSinceItWasApplied(LiquibaseVersion liquibase) throws Exception {
        Migrations migrations = liquibase.migrations();
        migrations.update(connection);
        execute("update public.simplebank_changelog set md5sum = overlay(md5sum placing '0000' from 5)"
                + " where id = '04-entries'");

        assertThatThrownBy(() -> migrations.update(connection)).hasMessageContaining("04-entries");
    }

    @Test
    void itsChangesetsAreTheSameToEachLiquibase() throws Exception {
        List<String> changesets = LiquibaseVersion.FOUR.migrations().changesets();

        assertThat(changesets)
                .isNotEmpty()
                .doesNotHaveDuplicates()
                .allMatch(changeset ->
                        changeset.matches("META-INF/simplebank/changes/[a-z0-9-]+\\.sql::[a-z0-9-]+::simplebank"));
        assertThat(LiquibaseVersion.FIVE.migrations().changesets()).isEqualTo(changesets);
    }

    @ParameterizedTest
    @CsvSource({"FOUR, 4.", "FIVE, 5."})
    void theLiquibasesAreWhatTheyAreCalled(LiquibaseVersion liquibase, String version) throws Exception {
        assertThat(liquibase.migrations().liquibase()).startsWith(version);
    }

    private void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
