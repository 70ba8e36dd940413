package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.CurrencyMismatchException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** When it is written down how a currency is counted: with the first account of it, or the first posting where there were some. */
@Tag("anywhere")
@Tag("joining")
@ParameterizedClass
@EnumSource(Way.class)
class CountedCurrenciesTest {

    private static final CurrencyUnit QAB = CurrencyUnit.registerCurrency("QAB", -1, 3, List.of(), true);

    private final TestDatabase database = TestDatabase.create();
    private final EntityManagerFactory factory = MultiTenancy.NONE.factory(database.dataSource());
    private final Bank bank = Bank.at(database.url()).open();
    private final Scene scene;

    CountedCurrenciesTest(Way way) {
        scene = Scene.of(way, bank, factory, database.dataSource());
    }

    @AfterEach
    void close() throws SQLException {
        TheBooks.areRight(database.dataSource());
        bank.close();
        factory.close();
        database.close();
    }

    private String counted() throws SQLException {
        return PlainSql.query(
                database.dataSource(),
                "select string_agg(code || ' ' || exponent, ', ' order by code) from bank.currencies");
    }

    private UUID[] there(String currency) throws SQLException {
        try (PlainSession session = new PlainSession(database.dataSource())) {
            return new UUID[] {session.open(currency), session.open(currency)};
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void theFirstAccountOfACurrencyWritesItDownAndItsReplayNothing(boolean again) throws SQLException {
        OpenAccount request = OpenAccount.of("alice", QAB);

        assertThat(scene.accounts().open(request).getDecimalPlaces()).isEqualTo(3);
        assertThat(counted()).isEqualTo("QAB 3");
        if (again) {
            assertThat(scene.accounts().open(request).getDecimalPlaces()).isEqualTo(3);
        }
        scene.empty(EUR);
        assertThat(counted()).isEqualTo("EUR 2, QAB 3");
    }

    @ParameterizedTest
    @ValueSource(strings = {"transfer", "hold", "limit"})
    void whereAccountsWereThereBeforeTheFirstChangeWritesItDown(String change) throws SQLException {
        UUID[] there = there("QAB");
        TransferRequest request = TransferRequest.of(there[0], there[1], Money.parse("QAB 1.500"));
        assertThat(scene.accounts().get(there[0]).getDecimalPlaces()).isNull();
        assertThat(scene.accounts().get(there[0]).getBalance()).isEqualTo(Money.parse("QAB 0.000"));
        assertThat(counted()).isEqualTo("null");

        switch (change) {
            case "transfer" -> scene.transfers().transfer(request);
            case "hold" -> scene.transfers().hold(request, Duration.ofDays(1));
            default -> scene.accounts().setMaximumBalance(there[1], Money.parse("QAB 9.000"));
        }
        assertThat(counted()).isEqualTo("QAB 3");
        assertThat(scene.accounts().get(there[1]).getDecimalPlaces()).isEqualTo(3);
    }

    @ParameterizedTest
    @ValueSource(strings = {"transfer", "open"})
    void anotherSessionThatIsFirstAndCountsOtherwiseIsNotOverheard(String call) throws Exception {
        UUID[] there = there("QAB");
        OpenAccount request = OpenAccount.of("alice", QAB);
        try (PlainSession first = new PlainSession(database.dataSource());
                PlainSession observer = new PlainSession(database.superuser())) {
            first.execute("begin");
            first.execute("insert into bank.currencies values ('QAB', 0)");
            CompletableFuture<CurrencyMismatchException> refusal =
                    CompletableFuture.supplyAsync(() -> scene.refused(CurrencyMismatchException.class, () -> {
                        if (call.equals("open")) {
                            scene.accounts().open(request);
                        } else {
                            scene.move(there[0], there[1], Money.parse("QAB 1.500"));
                        }
                    }));
            ForeignSession.awaitAWaiter(observer.connection());
            first.execute("commit");

            assertThat(refusal.get().getLedgerDecimalPlaces()).isZero();
            assertThat(refusal.get().getDecimalPlaces()).isEqualTo(3);
        }
        // What is wrong on purpose would be found by the check of the books.
        PlainSql.execute(database.superuser(), "set session_replication_role = replica; delete from bank.currencies");
    }

    @Test
    void aCallersTransactionThatIsFirstAndTakesItsTimeHoldsUpNobodyElse() throws SQLException {
        UUID[] there = there("QAB");
        UUID[] others = there("QAB");
        factory.runInTransaction(entityManager -> {
            TransferService.joining(entityManager)
                    .transfer(TransferRequest.of(there[0], there[1], Money.parse("QAB 1.500")));

            scene.move(others[0], others[1], Money.parse("QAB 2.500")); // would wait in vain
        });

        assertThat(counted()).isEqualTo("QAB 3");
    }

    @Test
    void callersOfManyTenantsAskEachLedger() throws SQLException {
        try (TestDatabase other = TestDatabase.create()) {
            PlainSql.execute(other.dataSource(), "insert into bank.currencies values ('QAB', 0)");
            Map<String, DataSource> pools = Map.of("a", database.dataSource(), "b", other.dataSource());
            try (EntityManagerFactory tenants = MultiTenancy.BY_DATABASE.factory(pools)) {
                for (String tenant : List.of("a", "b")) {
                    RoutedByThread.TENANT.set(tenant);
                    UUID[] accounts;
                    try (PlainSession session = new PlainSession(pools.get(tenant))) {
                        accounts = new UUID[] {session.open("QAB"), session.open("QAB")};
                    }
                    TransferRequest request = TransferRequest.of(accounts[0], accounts[1], Money.parse("QAB 1.500"));
                    tenants.runInTransaction(entityManager -> {
                        if (tenant.equals("a")) {
                            TransferService.joining(entityManager).transfer(request);
                        } else {
                            scene.refused(
                                    CurrencyMismatchException.class,
                                    () -> TransferService.joining(entityManager).transfer(request));
                        }
                    });
                }
            } finally {
                RoutedByThread.TENANT.remove();
            }
        }
    }
}
