package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A bank opens on just the schema that it ships. */
@Tag("migrating")
class SchemaVersionTest {

    private static final String ADD = """
            insert into public.simplebank_changelog (id, author, filename, dateexecuted, orderexecuted, exectype)
            values ('99-future', 'simplebank', '%s', now(), 1000, 'EXECUTED')""";

    /** As Liquibase makes them. */
    private static final Map<String, String> TABLES = Map.of(
            "simplebank_changelog_lock", """
            create table public.simplebank_changelog_lock (id integer not null, locked boolean not null,
              lockgranted timestamp, lockedby varchar(255), constraint simplebank_changelog_lock_pkey primary key (id))""",
            "simplebank_changelog", """
            create table public.simplebank_changelog (id varchar(255) not null, author varchar(255) not null,
              filename varchar(255) not null, dateexecuted timestamp not null, orderexecuted integer not null,
              exectype varchar(10) not null, md5sum varchar(35), description varchar(255), comments varchar(255),
              tag varchar(255), liquibase varchar(20), contexts varchar(255), labels varchar(255),
              deployment_id varchar(10))""");

    @ParameterizedTest
    @EnumSource
    void refusesADatabaseThatIsNotMigratedAndOpensItOnceItIs(Opening opening) {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            assertThatThrownBy(() -> opening.on(database.url(), builder -> builder))
                    .isExactlyInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("has not been migrated: call migrate() before open()");

            try (Opened opened = opening.on(database.url(), BankBuilder::migrate)) {
                assertThat(opened.bank().accounts().list(0, 1)).isEmpty();
            }
            opening.on(database.url(), builder -> builder).close();
            opening.on(database.url(), BankBuilder::migrate).close(); // does nothing
        }
    }

    @Test
    void refusesASchemaThatIsBehind() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            String last = "(select max(orderexecuted) from public.simplebank_changelog)";
            PlainSql.execute(
                    database.superuser(), "delete from public.simplebank_changelog where orderexecuted = " + last);

            assertThatThrownBy(() -> Bank.on(database.dataSource()).open())
                    .isExactlyInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("is behind the library: call migrate() before open()")
                    .hasMessageContaining("META-INF/simplebank/changes/");
        }
    }

    @Test
    void refusesASchemaThatIsNewerEvenToMigrateIt() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            PlainSql.execute(database.superuser(), ADD.formatted("META-INF/simplebank/changes/99-future.sql"));

            for (BankBuilder builder : List.of(
                    Bank.on(database.superuser()), Bank.on(database.superuser()).migrate())) {
                assertThatThrownBy(builder::open)
                        .isExactlyInstanceOf(SchemaMismatchException.class)
                        .hasMessageContaining("99-future")
                        .hasMessageContaining("upgrade the library");
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"accounts", "entries", "holds", "transfers"})
    void refusesATableThatSomebodyHasReplaced(String table) throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            PlainSql.execute(
                    database.superuser(),
                    "alter table bank.%1$s rename to replaced; create table bank.%1$s (like bank.replaced)"
                            .formatted(table));

            assertThatThrownBy(() -> Bank.on(database.superuser()).migrate().open())
                    .isExactlyInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("[bank." + table + "]")
                    .hasMessageContaining("lost their triggers");
        }
    }

    @Test
    void doesNotMindChangesetsOfSomebodyElse() throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            PlainSql.execute(database.superuser(), ADD.formatted("db/changelog/host.sql"));

            Bank.on(database.dataSource()).open().close();
        }
    }

    @Test
    void banksThatMigrateAtOnceAllOpenOnOneSchema() throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty();
                TestDatabase reference = TestDatabase.create()) {
            Together.run(4, thread -> () -> {
                Opening opening = Opening.values()[thread % Opening.values().length];
                try (Opened opened = opening.on(database.url(), BankBuilder::migrate)) {
                    return opened.bank().accounts().list(0, 1);
                }
            });

            String history = "select string_agg(filename || id, ',' order by orderexecuted)"
                    + " from public.simplebank_changelog";
            assertThat(PlainSql.query(database.dataSource(), history))
                    .isEqualTo(PlainSql.query(reference.dataSource(), history));
            assertThat(PlainSql.query(database.dataSource(), "select locked from public.simplebank_changelog_lock"))
                    .isEqualTo("f");
        }
    }

    /** Each has a Liquibase in a class loader of its own, which knows of the other by the database only. */
    @Test
    void nodesThatMigrateAtOnceAllComeThrough() throws Exception {
        LiquibaseVersion[] nodes = LiquibaseVersion.values();
        for (LiquibaseVersion node : nodes) {
            node.migrations(); // which takes time, and they are to begin at once
        }
        try (TestDatabase database = TestDatabase.createEmpty()) {
            Together.run(nodes.length, thread -> () -> {
                try (Connection connection = database.dataSource().getConnection()) {
                    nodes[thread].migrations().update(connection);
                    return thread;
                }
            });

            Bank.on(database.dataSource()).open().close();
        }
    }

    /** Liquibase's own tables are made before it can lock: whoever is second to make one must come through too. */
    @ParameterizedTest
    @ValueSource(strings = {"simplebank_changelog", "simplebank_changelog_lock"})
    void comesThroughThoughAnotherNodeIsFirstToMakeATable(String table) throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty();
                Connection first = database.dataSource().getConnection();
                Statement statement = first.createStatement();
                ForeignSession observer = new ForeignSession(database.dataSource())) {
            first.setAutoCommit(false);
            statement.execute(TABLES.get(table));

            CompletableFuture<Bank> second = CompletableFuture.supplyAsync(
                    () -> Bank.on(database.dataSource()).migrate().open());
            observer.awaitAWaiter();
            first.commit();

            second.get(1, TimeUnit.MINUTES).close();
        }
    }
}
