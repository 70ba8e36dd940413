package io.simplebank.persistence;

import static io.simplebank.persistence.RoutedByThread.TENANT;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongLedgerException;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.AfterParameterizedClassInvocation;
import org.junit.jupiter.params.BeforeParameterizedClassInvocation;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Each tenant has a database, and in it a ledger with accounts of the same ids. A bank that would move money in another one
 * than its caller means is refused: when it opens, or when a connection turns out to lead there.
 */
@Tag("anywhere")
@Tag("joining")
@ParameterizedClass
@EnumSource
class TenantsTest {

    /** What the other tenant's database is to the first one's. */
    enum Other {
        /** It has an id of its own, as one that was migrated by itself. */
        MIGRATED,
        /** It was made with the same template. */
        COPIED
    }

    private static final String ACCOUNT = """
            insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
            values ('%s', '%s', 'EUR', 0, 0, 'OPEN', 0, 0, '2026-11-22T12:00:00Z')""";

    private static final UUID WORLD = new UUID(0x4000L, 1);
    private static final UUID SHOP = new UUID(0x4000L, 2);

    private static TestDatabase a;
    private static TestDatabase b;

    private final Other other;
    private final Map<Object, DataSource> pools = new HashMap<>();
    private final List<AutoCloseable> opened = new ArrayList<>();

    TenantsTest(Other other) {
        this.other = other;
        pools.put("a", pool(a));
        pools.put("b", pool(b));
    }

    @BeforeParameterizedClassInvocation
    static void makeTenants(Other other) throws SQLException {
        a = tenant("a");
        b = tenant("b");
        if (other == Other.MIGRATED) {
            PlainSql.execute(
                    b.superuser(),
                    "set session_replication_role = replica; update bank.ledger set id = gen_random_uuid()");
        }
    }

    private static TestDatabase tenant(String name) throws SQLException {
        TestDatabase database = TestDatabase.create();
        PlainSql.execute(database.superuser(), ACCOUNT.formatted(WORLD, "world " + name));
        PlainSql.execute(database.superuser(), ACCOUNT.formatted(SHOP, "shop " + name));
        return database;
    }

    @AfterParameterizedClassInvocation
    static void dropTenants() {
        a.close();
        b.close();
    }

    private HikariDataSource pool(TestDatabase database) {
        HikariDataSource pool = closeable(new HikariDataSource());
        pool.setJdbcUrl(database.url());
        pool.setMaximumPoolSize(4);
        pool.setMinimumIdle(0);
        return pool;
    }

    private <T extends AutoCloseable> T closeable(T resource) {
        opened.add(resource);
        return resource;
    }

    @AfterEach
    void close() throws Exception {
        TENANT.remove();
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
    }

    private static TransferRequest five() {
        return TransferRequest.of(WORLD, SHOP, eur("5.00"));
    }

    private Contents both() {
        List<String> rows = new ArrayList<>(Contents.of(a.dataSource()).rows());
        rows.addAll(Contents.of(b.dataSource()).rows());
        return new Contents(rows);
    }

    private WrongLedgerException refused(ThrowingCallable call) {
        Contents before = both();
        WrongLedgerException refusal = catchThrowableOfType(WrongLedgerException.class, call);
        assertThat(refusal)
                .hasMessageContaining("give each tenant a Bank")
                .hasMessageContaining("TransferService.joining(entityManager)");
        assertThat(refusal.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        assertThat(both()).isEqualTo(before);
        return refusal;
    }

    @Test
    void whatATenantReadsThroughTheBankOfAnotherIsRefusedAndThenNothingIsPostedEither() {
        Bank bank = closeable(Bank.on(RoutedByThread.over(pools)).open());
        bank.transfers().transfer(five());

        TENANT.set("b");
        refused(() -> bank.accounts().get(SHOP));
        TransferRequest request = five();
        assertThat(refused(() -> bank.transfers().transfer(request)).getRequestId())
                .isEqualTo(request.id());
        refused(() -> bank.transfers().transferAll(List.of(five(), five())));
        refused(() -> bank.transfers().transferEach(List.of(five(), five())));
        refused(() -> bank.transfers().hold(five(), Duration.ofDays(1)));
        refused(() -> bank.accounts().open(OpenAccount.of("alice", EUR)));
        refused(() -> bank.accounts().freeze(SHOP));
        refused(() -> bank.feed().read(0, 10));
        refused(bank::audit);
        TENANT.set("a");
        refused(() -> bank.transfers().transfer(five()));
    }

    @Test
    void aBankThatATenantOpensOnAPoolThatLeadsElsewhereOnOtherThreadsIsRefused() {
        TENANT.set("b");

        refused(() -> Bank.on(RoutedByThread.over(pools)).open());
    }

    @Test
    void aPoolThatShowsThatItLeadsToTwoLedgersIsRefused() {
        DataSource routing = RoutedByThread.openOver(pools);

        refused(() -> Bank.on(routing).open());
        refused(() ->
                Bank.on(RoutedByThread.around(RoutedByThread.around(routing))).open());
        try (var factory = MultiTenancy.NONE.factory(routing)) {
            refused(() -> Bank.using(factory).open());
        }
    }

    @Test
    void aPoolMayChooseAmongManyWaysToOneLedger() {
        Bank bank = closeable(Bank.on(RoutedByThread.openOver(Map.of("a", pools.get("a"), "b", pool(a))))
                .open());

        TENANT.set("b");
        bank.transfers().transfer(five());
        assertThat(bank.accounts().get(SHOP).getOwner()).isEqualTo("shop a");
    }

    @Test
    void whatTheBanksOwnThreadsGetIsCheckedBeforeAnythingIsWritten() {
        AtomicReference<String> chosen = new AtomicReference<>("a");
        Bank bank = closeable(
                Bank.on(RoutedByThread.pool(() -> pools.get(chosen.get()))).open());
        bank.transfers().transfer(five());

        chosen.set("b");
        TransferRequest request = five();
        assertThat(refused(() -> bank.transfers().transfer(request)).getRequestId())
                .isEqualTo(request.id());
    }

    /** A pool of connections that do not show whose they are: each transaction asks. */
    @Test
    void connectionsThatNobodyCanTellApartAreAskedEachTime() {
        AtomicReference<String> chosen = new AtomicReference<>("a");
        DataSource hiding = HiddenConnections.of(() -> pools.get(chosen.get()));
        Bank bank = closeable(Bank.on(hiding).open());
        bank.transfers().transfer(five());
        bank.transfers().transfer(five());
        assertThat(bank.audit().isClean()).isTrue();

        chosen.set("b");
        refused(() -> bank.transfers().transfer(five()));
    }

    @Test
    void aDatabaseWithoutALedgerIsRefusedAndTheBankGoesOnBehindIt() {
        try (TestDatabase empty = TestDatabase.createEmpty()) {
            AtomicReference<DataSource> chosen = new AtomicReference<>(pools.get("a"));
            Bank bank = closeable(Bank.on(RoutedByThread.pool(chosen::get)).open());

            chosen.set(empty.dataSource());
            assertThat(refused(() -> bank.transfers().transfer(five())).getFoundId())
                    .isNull();
            assertThat(refused(() -> bank.accounts().get(SHOP)).getFoundId()).isNull();
            chosen.set(pools.get("a"));
            bank.transfers().transfer(five());
        }
    }

    /** As where a host's name leads to another server for a while. The copy then is as good as a backup restored. */
    @Test
    void aBankWithAPoolOfItsOwnRefusesAnotherLedgerOfTheSameNameAndGoesOnBehindIt() throws Exception {
        String name = PlainSql.query(a.superuser(), "select current_database()");
        String itsName = PlainSql.query(b.superuser(), "select current_database()");
        Bank bank = closeable(Bank.at(a.url()).open());
        bank.transfers().transfer(five());
        closePools();

        TestDatabase aside = closeable(TestDatabase.createEmpty());
        swap(aside, name, itsName);
        if (other == Other.MIGRATED) {
            refused(() -> bank.transfers().transfer(five()));
            refused(() -> bank.accounts().get(SHOP));
        } else {
            bank.transfers().transfer(five());
        }
        swap(aside, name, itsName);
        bank.transfers().transfer(five());
    }

    private void closePools() throws Exception {
        for (AutoCloseable pool : List.copyOf(opened)) {
            if (pool instanceof HikariDataSource) {
                pool.close();
            }
        }
    }

    /** One takes the other's name. Nobody is let in meanwhile. */
    private static void swap(TestDatabase aside, String one, String other) throws SQLException {
        for (String name : List.of(one, other)) {
            PlainSql.execute(aside.superuser(), "alter database %s with allow_connections false".formatted(name));
            PlainSql.query(aside.superuser(), """
                    select count(pg_terminate_backend(pid, 60000)) from pg_stat_activity where datname = '%s'""".formatted(name));
        }
        PlainSql.execute(aside.superuser(), "alter database %s rename to %s_aside".formatted(one, one));
        PlainSql.execute(aside.superuser(), "alter database %s rename to %s".formatted(other, one));
        PlainSql.execute(aside.superuser(), "alter database %s_aside rename to %s".formatted(one, other));
        for (String name : List.of(one, other)) {
            PlainSql.execute(aside.superuser(), "alter database %s with allow_connections true".formatted(name));
        }
    }

    @Test
    void callersJoinEachInTheLedgerOfTheirTenant() throws SQLException {
        for (MultiTenancy by : List.of(MultiTenancy.BY_DATABASE, MultiTenancy.NONE)) {
            DataSource routing = RoutedByThread.over(pools);
            try (var factory = by == MultiTenancy.NONE ? by.factory(routing) : by.factory(pools)) {
                for (String tenant : List.of("b", "a")) {
                    TENANT.set(tenant);
                    Transfer paid = factory.callInTransaction(entityManager ->
                            TransferService.joining(entityManager).transfer(five()));
                    assertThat(factory.<String>callInTransaction(entityManager -> AccountService.joining(entityManager)
                                    .get(SHOP)
                                    .getOwner()))
                            .isEqualTo("shop " + tenant);
                    TENANT.set("a");
                    assertThat(PlainSql.query(
                                    pools.get(tenant),
                                    "select count(*) from bank.transfers where id = '" + paid.getId() + "'"))
                            .isEqualTo("1");
                }
            }
        }
    }

    @Test
    void aMultiTenantFactoryIsRefused() {
        for (MultiTenancy by : List.of(MultiTenancy.BY_DATABASE, MultiTenancy.BY_COLUMN)) {
            try (var factory = by.factory(pools)) {
                assertThatThrownBy(() -> Bank.using(factory).open())
                        .isExactlyInstanceOf(IllegalArgumentException.class)
                        .hasMessageContaining("multi-tenant")
                        .hasMessageContaining("one Bank for each tenant")
                        .hasMessageContaining("TransferService.joining(entityManager)");
            }
        }
    }
}
