package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Account;
import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A closed bank answers every call with a refusal, and closes what is its own, nothing else. */
@ExtendWith(BankExtension.class)
class ClosedBankTest {

    private final TestDatabase database;
    private final Scene scene;

    ClosedBankTest(TestDatabase database, Bank bank) {
        this.database = database;
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
    }

    @ParameterizedTest
    @EnumSource
    void refusesEveryCall(Opening opening) {
        UUID id = scene.with(eur("10.00"));
        UUID other = scene.world();
        TransferRequest request = TransferRequest.of(id, other, eur("1.00"));
        OpenAccount open = OpenAccount.of("alice", EUR);
        try (Opened opened = opening.on(database.url(), builder -> builder)) {
            TransferService transfers = opened.bank().transfers();
            AccountService accounts = opened.bank().accounts();
            assertThat(accounts.get(id).getBalance()).isEqualTo(eur("10.00"));

            opened.bank().close();
            opened.bank().close(); // again

            assertClosed(request.id(), () -> transfers.transfer(request));
            assertClosed(request.id(), () -> transfers.transferAll(List.of(request)));
            assertThat(transfers.submit(request))
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseExactlyInstanceOf(BankClosedException.class);
            assertClosed(request.id(), () -> transfers.transferEach(List.of(request)));
            assertClosed(request.id(), () -> transfers.hold(request, Duration.ofDays(1)));
            assertClosed(request.id(), () -> transfers.capture(request.id()));
            assertClosed(request.id(), () -> transfers.capture(request.id(), eur("1.00")));
            assertClosed(request.id(), () -> transfers.release(request.id()));
            assertClosed(request.id(), () -> transfers.reverse(request.id()));
            assertClosed(request.id(), () -> transfers.reverse(request.id(), eur("1.00")));
            assertClosed(null, () -> transfers.expireHolds(1));
            assertClosed(null, () -> transfers.findHold(request.id()));
            assertClosed(null, () -> transfers.pendingHolds(id, 0, 1));
            assertClosed(null, () -> transfers.pendingHolds(id, null, 1));
            assertClosed(null, () -> transfers.listByReference("rent", null, 1));
            assertClosed(null, () -> transfers.find(request.id()));
            assertClosed(null, () -> transfers.list(id, 0, 1));
            assertClosed(open.id(), () -> accounts.open(open));
            assertClosed(null, () -> opened.bank().audit());
            assertClosed(null, () -> opened.bank().feed().read(0, 1));
            assertClosed(null, () -> accounts.get(id));
            assertClosed(null, () -> accounts.find(id));
            assertClosed(null, () -> accounts.list(0, 1));
            assertClosed(null, () -> accounts.list("alice", 0, 1));
            assertClosed(null, () -> accounts.list(null, 1));
            assertClosed(null, () -> accounts.list("alice", null, 1));
            assertClosed(null, () -> accounts.setMinimumBalance(id, null));
            assertClosed(null, () -> accounts.freeze(id));
            assertClosed(null, () -> accounts.unfreeze(id));
            assertClosed(null, () -> accounts.setMaximumBalance(id, null));
            assertClosed(null, () -> accounts.freezeDebits(id));
            assertClosed(null, () -> accounts.freezeCredits(id));
            assertClosed(null, () -> accounts.reopen(id));
            assertClosed(null, () -> accounts.close(id));
            assertClosed(null, () -> accounts.delete(id));
            assertClosed(null, () -> accounts.entry(id, 1));
            assertClosed(null, () -> accounts.entries(id, 0, 1));
            assertClosed(null, () -> accounts.balanceAt(id, Instant.now()));
            assertClosed(null, () -> accounts.statement(id, Instant.EPOCH, Instant.now()));
            assertClosed(null, () -> accounts.stream(id, 0));
            Throwable adjustment = catchThrowable(() -> accounts.adjustBalance(id, eur("0.00"), other));
            assertThat(adjustment).isExactlyInstanceOf(BankClosedException.class);
        }
    }

    private void assertClosed(UUID requestId, ThrowingCallable call) {
        assertThat(scene.refused(BankClosedException.class, call).getRequestId())
                .isEqualTo(requestId);
    }

    @Test
    void leavesTheApplicationsPoolOpen() throws Exception {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.url());
            Bank.on(pool).open().close();

            assertThat(pool.isClosed()).isFalse();
            pool.getConnection().close();
            try (Bank second = Bank.on(pool).open()) {
                second.accounts().list(0, 1);
            }
        }
    }

    @Test
    void leavesTheApplicationsPersistenceUnitOpen(EntityManagerFactory factory) {
        UUID id = scene.empty();
        Bank.using(factory).open().close();

        assertThat(factory.isOpen()).isTrue();
        factory.runInTransaction(entityManager ->
                assertThat(entityManager.find(Account.class, id)).isNotNull());
    }

    @Test
    void closesItsOwnPool() throws Exception {
        try (TestDatabase empty = TestDatabase.create()) {
            Bank bank = Bank.at(empty.url()).open();
            bank.accounts().list(0, 1);
            assertThat(connectionsOfTheLibrary(empty.dataSource())).isPositive();

            bank.close();

            // A server process takes a moment to notice that its client has gone.
            long deadline = System.nanoTime() + TimeUnit.SECONDS.toNanos(60);
            while (connectionsOfTheLibrary(empty.dataSource()) > 0) {
                assertThat(System.nanoTime()).isLessThan(deadline);
            }
        }
    }

    private static int connectionsOfTheLibrary(DataSource dataSource) throws Exception {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("""
                        select count(*) from pg_stat_activity
                        where datname = current_database() and application_name = 'simple-bank'""")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
