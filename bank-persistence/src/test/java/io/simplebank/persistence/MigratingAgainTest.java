package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.persistence.testing.TestDatabase;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** A JVM migrates the same database more than once, and another process may have done something to it in between. */
@Tag("migrating")
class MigratingAgainTest {

    /** As Liquibase leaves it where its process dies. */
    private static final String DIE = "update public.simplebank_changelog_lock"
            + " set locked = true, lockgranted = timestamp '2026-11-25 01:02:03', lockedby = 'web-1 (10.0.0.7)'";

    private static final String RELEASE =
            "update public.simplebank_changelog_lock" + " set locked = false, lockgranted = null, lockedby = null";

    private static void migrate(DataSource dataSource) {
        Bank.on(dataSource).migrate().open().close();
    }

    private static void rollBack(DataSource dataSource, int changesets) throws Exception {
        try (Connection connection = dataSource.getConnection()) {
            LiquibaseVersion.FOUR.migrations().rollback(connection, changesets);
        }
    }

    /** Without the columns' numbers: one that was dropped and added again has another. */
    private static List<String> schema(Connection connection) throws SQLException {
        return Catalog.ofTheBank(connection).stream()
                .map(fact -> fact.replaceFirst("^(column \\S+) \\d+", "$1"))
                .sorted()
                .toList();
    }

    @Test
    void migratesAgainWhatWasTakenBackMeanwhile() throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty();
                Connection connection = database.dataSource().getConnection()) {
            migrate(database.dataSource());
            for (int changesets : new int[] {1, 3}) {
                List<String> before = schema(connection);
                rollBack(database.dataSource(), changesets);
                assertThat(schema(connection)).isNotEqualTo(before);

                migrate(database.dataSource());

                assertThat(schema(connection)).isEqualTo(before);
            }
        }
    }

    @Test
    void migratesADatabaseThatWasMadeAnewUnderTheSameUrl() throws Exception {
        try (TestDatabase server = TestDatabase.createEmpty();
                TestDatabase database = TestDatabase.createEmpty()) {
            migrate(database.dataSource());
            String name = PlainSql.query(database.dataSource(), "select current_database()");
            PlainSql.execute(server.dataSource(), "drop database " + name + " with (force)");
            PlainSql.execute(server.dataSource(), "create database " + name);

            migrate(database.dataSource());
        }
    }

    @Test
    void migratesTwoDatabasesInTurn() throws Exception {
        try (TestDatabase one = TestDatabase.createEmpty();
                TestDatabase other = TestDatabase.createEmpty()) {
            for (int turn = 0; turn < 2; turn++) {
                migrate(one.dataSource());
                migrate(other.dataSource());
                rollBack(one.dataSource(), 1);
            }
            migrate(one.dataSource());
        }
    }

    @Test
    void aLockThatADeadNodeHasLeftIsNamedWithItsRemedyAndNothingIsPrinted() throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty();
                Connection connection = database.dataSource().getConnection()) {
            migrate(database.dataSource());
            rollBack(database.dataSource(), 1);
            PlainSql.execute(database.dataSource(), DIE);
            ByteArrayOutputStream printed = new ByteArrayOutputStream();
            PrintStream out = System.out;
            PrintStream err = System.err;
            BankUnavailableException busy;
            try (PrintStream capture = new PrintStream(printed, true, StandardCharsets.UTF_8)) {
                System.setOut(capture);
                System.setErr(capture);
                busy = catchThrowableOfType(
                        BankUnavailableException.class,
                        () -> Changelog.update(connection, MigrationWait.atMost(Duration.ofMillis(300))));
            } finally {
                System.setOut(out);
                System.setErr(err);
            }

            assertThat(busy)
                    .hasMessageContaining("web-1 (10.0.0.7) since 2026-11-25 01:02:03")
                    .hasMessageContaining("within 300 ms")
                    .hasMessageContaining("release-locks")
                    .hasMessageEndingWith(RELEASE);
            assertThat(busy.getOutcome()).isEqualTo(Outcome.NOT_DONE);
            assertThat(printed.toString(StandardCharsets.UTF_8)).isEmpty();
            assertThat(connection.getAutoCommit()).isTrue();
            PlainSql.execute(database.dataSource(), RELEASE);
            migrate(database.dataSource());
        }
    }

    @Test
    void aLockThatWasLeftHoldsUpNobodyWhoHasNothingToMigrate() throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            migrate(database.dataSource());
            PlainSql.execute(database.dataSource(), DIE);

            migrate(database.dataSource());
        }
    }

    @Test
    void aMigrationThatFailsReleasesTheLock() throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            PlainSql.execute(database.dataSource(), "create schema bank");

            assertThat(catchThrowableOfType(SchemaMismatchException.class, () -> migrate(database.dataSource())))
                    .hasMessageContaining("could not be migrated");

            assertThat(PlainSql.query(database.dataSource(), "select locked from public.simplebank_changelog_lock"))
                    .isEqualTo("f");
        }
    }
}
