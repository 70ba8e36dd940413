package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * Nothing that others have made in {@code public}, or the session in its temporary schema, is run or taken into the
 * ledger's schema: the class of <a href="https://wiki.postgresql.org/wiki/A_Guide_to_CVE-2018-1058">CVE-2018-1058</a>.
 */
class HostileSchemaTest {

    private static final String MINUS = """
            create function public.gotcha(numeric, bigint) returns numeric immutable language sql return 1000000;
            create operator public.- (function = public.gotcha, leftarg = numeric, rightarg = bigint)""";

    private static final String DEFAULT_PATH = "\"$user\", public";
    private static final String PUBLIC_FIRST = "public, pg_catalog";

    private final TestDatabase database = TestDatabase.createEmpty();

    @AfterEach
    void nothingWasTakenIn() throws SQLException {
        assertThat(Planted.takenIn(database)).isEmpty();
        database.close();
    }

    private String url(String path) {
        return database.url() + (database.url().contains("?") ? "&" : "?") + "options=-c%20search_path="
                + path.replace(" ", "").replace("\"", "%22").replace("$", "%24").replace(",", "%2C");
    }

    private HikariDataSource pool(String path) {
        HikariConfig config = config(path);
        config.setConnectionInitSql(Planted.inItsOwnSession());
        return new HikariDataSource(config);
    }

    private HikariConfig config(String path) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url(path));
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(2);
        return config;
    }

    @ParameterizedTest
    @ValueSource(strings = {DEFAULT_PATH, PUBLIC_FIRST})
    void isOfNoUseAgainstABankThatOwnsItsPool(String path) throws Exception {
        Planted.in(database);
        try (Bank bank = Bank.at(url(path)).poolSize(2).migrate().open()) {
            use(bank.accounts(), bank.transfers());
            look(bank);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEFAULT_PATH, PUBLIC_FIRST})
    void isOfNoUseAgainstABankOnAPool(String path) throws Exception {
        Planted.in(database);
        try (HikariDataSource pool = pool(path);
                Bank bank = Bank.on(pool).migrate().open()) {
            use(bank.accounts(), bank.transfers());
            look(bank);
        }
    }

    @Test
    void isOfNoUseInACallersTransaction() throws Exception {
        Bank.at(database.url()).migrate().open().close();
        try (HikariDataSource pool = new HikariDataSource(config(DEFAULT_PATH));
                EntityManagerFactory factory = new HibernatePersistenceConfiguration("host")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .property("jakarta.persistence.nonJtaDataSource", pool)
                        .createEntityManagerFactory()) {
            Planted.in(database);
            CallersOf callers = new CallersOf(factory, Planted.inItsOwnSession());

            use(callers.accounts(), callers.transfers());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {DEFAULT_PATH, PUBLIC_FIRST})
    void isOfNoUseAgainstTheOneWhoGrantsTheRolesByPsql(String path) throws Exception {
        Planted.in(database);
        Bank.at(database.url()).migrate().open().close();
        try (HikariDataSource pool = pool(path);
                Connection connection = pool.getConnection();
                Statement statement = connection.createStatement();
                InputStream roles = Bank.class.getResourceAsStream("/META-INF/simplebank/roles/01-roles.sql")) {
            statement.execute(new String(Objects.requireNonNull(roles).readAllBytes(), StandardCharsets.UTF_8));

            assertThat(Catalog.column(connection, "show search_path"))
                    .as("the session's, as before")
                    .containsExactly(path.replace(" ", ""));
        }
    }

    /** Liquibase and the driver ask the catalog on the path that they are given: that is for the DBA to set. */
    @ParameterizedTest
    @EnumSource
    void isOfNoUseAgainstTheOneWhoGrantsTheRolesByLiquibase(LiquibaseVersion liquibase) throws Exception {
        Bank.at(database.url()).migrate().open().close();
        Planted.in(database, """
                create function public.gotcha() returns bool language plpgsql as
                  $$ begin raise exception 'gotcha'; end $$;
                create function public.pg_has_role(text, text) returns bool language sql as 'select public.gotcha()';
                create function public.pg_has_role(name, text) returns bool language sql as 'select public.gotcha()';
                create function public.format(text, text) returns text language sql as 'select public.gotcha()::text';
                create function public.to_regrole(name) returns regrole language sql as 'select public.gotcha()::text::regrole';
                create function public.gotcha(oid, regrole) returns bool language sql as 'select public.gotcha()';
                create operator public.<> (function = public.gotcha, leftarg = oid, rightarg = regrole);
                create operator public.= (function = public.gotcha, leftarg = oid, rightarg = regrole)""");
        try (Connection connection = database.superuser().getConnection()) {
            liquibase.roles().update(connection);
            liquibase.roles().update(connection);
            liquibase.roles().rollback(connection, 1);
        }
    }

    @Test
    void eachChangesetSinceThenPinsItsPath() throws Exception {
        for (String file : Set.copyOf(Changelog.shipped().stream()
                .map(changeset -> changeset.substring(0, changeset.indexOf("::")))
                .filter(name -> name.compareTo(Changelog.CHANGES + "14") >= 0)
                .toList())) {
            try (InputStream sql = Bank.class.getResourceAsStream("/" + file)) {
                String text = new String(Objects.requireNonNull(sql).readAllBytes(), StandardCharsets.UTF_8);
                assertThat(text.split("--changeset").length - 1)
                        .isEqualTo(text.split("(?m)^SET LOCAL search_path = pg_catalog, pg_temp;$").length - 1);
            }
        }
    }

    @Test
    void aPlantedMinusIsNotTakenIntoTheMinimum() throws Exception {
        Planted.in(database, MINUS);
        try (Bank bank = Bank.at(database.url()).migrate().open()) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            assertMinimumIsKept(scene.with(cents(100)));
        }
    }

    @Test
    void aMinusThatWasTakenInBeforeIsReplacedByMigrating() throws Exception {
        Planted.in(database, MINUS);
        Migrations byHand = LiquibaseVersion.FOUR.migrations();
        try (Connection connection = database.superuser().getConnection()) {
            byHand.updateOne(connection); // as Liquibase's command line does
            byHand.updateOne(connection);
        }
        assertThat(Planted.takenIn(database)).isNotEmpty();

        try (Bank bank = Bank.at(database.url()).migrate().open()) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            assertMinimumIsKept(scene.with(cents(100)));
        }
    }

    @Test
    void refusesToOpenOnAConstraintThatUsesSomebodysOperator() throws Exception {
        Planted.in(database, MINUS);
        Bank.at(database.url()).migrate().open().close();
        String make = "alter table bank.accounts drop constraint accounts_minimum_remains, add constraint"
                + " accounts_minimum_remains check (balance::numeric - held >= minimum_balance)";
        PlainSql.execute(database.superuser(), make);

        assertThatThrownBy(() -> Bank.at(database.url()).migrate().open())
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("[bank.accounts]")
                .hasMessageContaining("accounts_minimum_remains uses the operator public.-(numeric,bigint)");

        PlainSql.execute(database.superuser(), "set search_path = pg_catalog; " + make);
        Bank.at(database.url()).open().close();
    }

    /** Liquibase would write to them, or read them, with the rights of whoever migrates. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "create table public.simplebank_changelog_lock (id int primary key, locked boolean not null default"
                        + " public.gotcha(), lockgranted timestamp, lockedby varchar(255))",
                "create table public.simplebank_changelog (id varchar(255), author varchar(255), filename varchar(255))",
                "create view public.simplebank_changelog_lock as select 1 as id, public.gotcha() as locked",
                "create materialized view public.simplebank_changelog as select 1 as id"
            })
    void refusesAHistoryThatSomebodyHasPlanted(String plant) throws SQLException {
        Planted.in(database, """
                create function public.gotcha() returns boolean language plpgsql as
                  $$ begin raise exception 'gotcha'; end $$""", plant, "grant all on all tables in schema public to public");

        assertThatThrownBy(() -> Bank.at(database.url()).migrate().open())
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("somebody else than who migrates")
                .hasMessageContaining(plant.contains("view") ? " is no table" : " belongs to planter_");
        assertThatThrownBy(() -> Bank.at(database.url()).open())
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("somebody else than who migrates");

        PlainSql.execute(database.superuser(), plant.replaceAll("create (.*view|table) (\\S+) .*", "drop $1 $2"));
        Bank.at(database.url()).migrate().open().close();
    }

    @Test
    void refusesATriggerOnTheHistory() throws SQLException {
        Bank.at(database.url()).migrate().open().close();
        PlainSql.execute(database.superuser(), "grant trigger on public.simplebank_changelog to public");
        Planted.in(database, """
                create function public.gotcha() returns trigger language plpgsql as
                  $$ begin raise exception 'gotcha'; end $$;
                create trigger gotcha before insert or update on public.simplebank_changelog
                  for each row execute function public.gotcha()""");

        assertThatThrownBy(() -> Bank.at(database.url()).migrate().open())
                .isExactlyInstanceOf(SchemaMismatchException.class)
                .hasMessageContaining("simplebank_changelog has the trigger gotcha");

        PlainSql.execute(database.superuser(), "drop function public.gotcha cascade");
        Bank.at(database.url()).migrate().open().close();
    }

    @ParameterizedTest
    @EnumSource
    void isOfNoUseAgainstTheOneWhoTakesTheSchemaBack(LiquibaseVersion liquibase) throws Exception {
        Planted.in(database);
        try (PGConnections connections = new PGConnections(url("pg_catalog, pg_temp"));
                Connection connection = connections.next()) {
            liquibase.migrations().update(connection);
            liquibase.migrations().rollback(connection, 5);
            liquibase.migrations().update(connection);
            liquibase.migrations().rollback(connection, 1_000);
            assertThat(Catalog.ofTheBank(connection)).isEmpty();
        }
    }

    private record PGConnections(String url) implements AutoCloseable {
        Connection next() throws SQLException {
            PGSimpleDataSource dataSource = new PGSimpleDataSource();
            dataSource.setUrl(url);
            return dataSource.getConnection();
        }

        @Override
        public void close() {}
    }

    private void assertMinimumIsKept(UUID account) throws SQLException {
        assertThatThrownBy(() -> PlainSql.execute(
                        database.superuser(),
                        "set session_replication_role = replica; update bank.accounts set balance = -1 where id = '"
                                + account + "'"))
                .hasMessageContaining("accounts_minimum_remains");
    }

    /** Everything that an account or a transfer can go through. */
    private static void use(AccountService accounts, TransferService transfers) {
        UUID world = accounts.open(OpenAccount.of("world", CurrencyUnit.EUR).withoutMinimumBalance())
                .getId();
        UUID alice = accounts.open(OpenAccount.of("alice", CurrencyUnit.EUR)).getId();
        UUID bob = accounts.open(OpenAccount.of("bob", CurrencyUnit.EUR)).getId();
        Instant begun = Instant.EPOCH;
        TransferRequest request = TransferRequest.of(world, alice, cents(1_000)).withReference("order 4711");
        Transfer paid = transfers.transfer(request);
        transfers.transfer(request);
        transfers.transferAll(List.of(
                TransferRequest.of(alice, bob, cents(10)).withReference("order 4711"),
                TransferRequest.of(bob, alice, cents(5))));
        transfers.transferEach(
                List.of(TransferRequest.of(alice, bob, cents(10)), TransferRequest.of(bob, alice, cents(1_000_000))));
        transfers.reverse(paid.getId(), cents(10));
        Hold captured = transfers.hold(TransferRequest.of(alice, bob, cents(20)), Duration.ofDays(1));
        Hold released = transfers.hold(TransferRequest.of(alice, bob, cents(20)), Duration.ofDays(1));
        transfers.hold(TransferRequest.of(alice, bob, cents(20)), Duration.ofNanos(1_000));
        assertThat(transfers.pendingHolds(alice, 0, 10)).hasSize(3);
        List<Hold> pending = transfers.pendingHolds(alice, null, 1);
        assertThat(transfers.pendingHolds(alice, pending.get(0).getId(), 10)).hasSize(2);
        transfers.capture(captured.getId(), cents(5));
        transfers.release(released.getId());
        transfers.expireHolds(10);
        assertThat(transfers.findHold(captured.getId())).isPresent();
        assertThat(transfers.find(paid.getId())).isPresent();
        assertThat(transfers.list(alice, 0, 10)).isNotEmpty();
        List<Transfer> ofTheOrder = transfers.listByReference("order 4711", null, 1);
        assertThat(ofTheOrder).hasSize(1);
        assertThat(transfers.listByReference("order 4711", ofTheOrder.get(0).getId(), 10))
                .hasSize(1);
        transfers.blankReference(paid.getId());
        assertThat(accounts.list(0, 10)).hasSize(3);
        assertThat(accounts.list("alice", 0, 10)).hasSize(1);
        assertThat(accounts.list(new UUID(0, 0), 10))
                .isEqualTo(accounts.list(null, 10))
                .hasSize(3);
        assertThat(accounts.list("alice", null, 10))
                .isEqualTo(accounts.list("alice", new UUID(0, 0), 10))
                .hasSize(1);
        accounts.setMinimumBalance(alice, cents(1));
        accounts.setMaximumBalance(alice, cents(1_000_000));
        accounts.freeze(alice);
        accounts.freezeDebits(alice);
        accounts.freezeCredits(alice);
        accounts.unfreeze(alice);
        accounts.adjustBalance(bob, cents(0), world);
        accounts.close(bob);
        accounts.reopen(bob);
        accounts.delete(
                accounts.open(OpenAccount.of("nobody", CurrencyUnit.EUR)).getId());
        assertThat(accounts.entry(alice, 1).getAmount()).isEqualTo(cents(1_000));
        assertThat(accounts.entries(alice, 0, 10)).isNotEmpty();
        assertThat(accounts.entries(alice, begun, Instant.now().plusSeconds(60), 0, 10))
                .isNotEmpty();
        assertThat(accounts.balanceAt(alice, begun)).isEqualTo(cents(0));
        assertThat(accounts.statement(alice, begun, Instant.now().plusSeconds(60))
                        .entries())
                .isNotEmpty();
    }

    private static void look(Bank bank) {
        UUID alice = bank.accounts().list("alice", 0, 1).get(0).getId();
        assertThat(bank.accounts().stream(alice, 0)).isNotEmpty();
        assertThat(bank.audit().findings()).isEmpty();
        assertThat(bank.feed().read(0, 100)).isNotEmpty();
        assertThat(bank.locks()).isNotNull();
    }
}
