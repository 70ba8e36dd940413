package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.LockOrderException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Several joined calls in one transaction: accounts are never waited for against the ledger's order. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class LockOrderTest {

    private static final Money AMOUNT = Money.parse("EUR 1.00");

    private final TestDatabase database;
    private final Bank bank;
    private final EntityManagerFactory factory;

    // In PostgreSQL's order, which is unsigned: UUID.compareTo has the last two first.
    private final UUID first = account("00000000-0000-4000-8000-000000000001");
    private final UUID second = account("10000000-0000-4000-8000-000000000001");
    private final UUID third = account("80000000-0000-4000-8000-000000000001");
    private final UUID last = account("f0000000-0000-4000-8000-000000000001");

    LockOrderTest(TestDatabase database, Bank bank, EntityManagerFactory factory) {
        this.database = database;
        this.bank = bank;
        this.factory = factory;
        for (UUID id : new UUID[] {first, second, third, last}) {
            bank.accounts().open(OpenAccount.of("owner", EUR).withId(id).withoutMinimumBalance());
        }
    }

    private static UUID account(String id) {
        return UUID.fromString(id);
    }

    @Test
    void freeAccountsOutOfOrderCostNothing() {
        UUID id = UUID.randomUUID();

        factory.runInTransaction(entityManager -> {
            TransferService transfers = TransferService.joining(entityManager);
            transfers.transfer(TransferRequest.of(third, last, AMOUNT));
            transfers.transfer(TransferRequest.of(first, second, AMOUNT).withId(id));
        });

        assertThat(bank.transfers().find(id)).isPresent();
    }

    @Test
    void aBusyAccountOutOfOrderIsRefusedAndTheTransactionGoesOn() throws Exception {
        TransferRequest kept = TransferRequest.of(third, last, AMOUNT);
        TransferRequest refused = TransferRequest.of(last, second, AMOUNT);

        try (Connection rival = holding(second);
                EntityManager entityManager = factory.createEntityManager()) {
            TransferService transfers = TransferService.joining(entityManager);
            entityManager.getTransaction().begin();
            transfers.transfer(kept);
            assertThatThrownBy(() -> transfers.transfer(refused))
                    .isInstanceOfSatisfying(LockOrderException.class, order -> {
                        assertThat(order.getAccountId()).isEqualTo(second);
                        assertThat(order.getRequestId()).isEqualTo(refused.id());
                        assertThat(order.getOutcome()).isEqualTo(Outcome.NOT_DONE);
                        assertThat(order).hasMessageContaining("accounts.lock(");
                    });
            entityManager.getTransaction().commit();
            rival.rollback();
        }

        assertThat(bank.transfers().find(kept.id())).isPresent();
        assertThat(bank.transfers().find(refused.id())).isEmpty();
    }

    @Test
    void anAccountThatDoesNotExistIsNotTakenForABusyOne() {
        UUID nobody = account("08000000-0000-4000-8000-000000000001");

        factory.runInTransaction(entityManager -> {
            TransferService transfers = TransferService.joining(entityManager);
            transfers.transfer(TransferRequest.of(third, last, AMOUNT));
            assertThatThrownBy(() -> transfers.transfer(TransferRequest.of(last, nobody, AMOUNT)))
                    .isInstanceOfSatisfying(
                            AccountNotFoundException.class,
                            missing -> assertThat(missing.getAccountId()).isEqualTo(nobody));
        });
    }

    @Test
    void accountsThatAreLockedAheadMayFollowInAnyOrder() throws Exception {
        UUID id = UUID.randomUUID();

        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            AccountService.joining(entityManager).lock(last, second, first, third);
            assertThatThrownBy(() -> holding(second)).isInstanceOf(SQLException.class);

            TransferService transfers = TransferService.joining(entityManager);
            transfers.transfer(TransferRequest.of(third, last, AMOUNT));
            transfers.transfer(TransferRequest.of(second, first, AMOUNT).withId(id));
            entityManager.getTransaction().commit();
        }

        assertThat(bank.transfers().find(id)).isPresent();
        try (Connection connection = holding(second)) { // and nothing stays locked
            connection.rollback();
        }
    }

    @Test
    void aBusyAccountBehindAllThatAreHeldIsWaitedFor() throws Exception {
        UUID id = UUID.randomUUID();
        try (ForeignSession rival = new ForeignSession(database.dataSource()).hold(last)) {
            CompletableFuture<Void> answer = CompletableFuture.runAsync(
                    () -> factory.runInTransaction(entityManager -> {
                        TransferService transfers = TransferService.joining(entityManager);
                        transfers.transfer(TransferRequest.of(first, third, AMOUNT));
                        transfers.transfer(TransferRequest.of(first, second, AMOUNT)); // free, or held already
                        transfers.transfer(
                                TransferRequest.of(second, last, AMOUNT).withId(id)); // the one held, the other behind
                    }),
                    Together.A_THREAD_EACH);
            rival.awaitAWaiter();
            rival.release();
            answer.get(60, TimeUnit.SECONDS);
        }
        assertThat(bank.transfers().find(id)).isPresent();
    }

    /** Else it would hold what it has, and wait for more, without any use. */
    @Test
    void nothingIsWaitedForByACallThatIsRefused() throws Exception {
        try (ForeignSession rival = new ForeignSession(database.dataSource());
                EntityManager entityManager = factory.createEntityManager()) {
            rival.hold(second).hold(last);
            entityManager.getTransaction().begin();
            AccountService.joining(entityManager).lock(third);
            assertThatThrownBy(() -> AccountService.joining(entityManager).lock(second, last))
                    .isInstanceOfSatisfying(
                            LockOrderException.class,
                            order -> assertThat(order.getAccountId()).isEqualTo(second));
            entityManager.getTransaction().rollback();
        }
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void theNextTransactionOfAnEntityManagerBeginsWithoutLocks(boolean commit) throws Exception {
        try (ForeignSession rival = new ForeignSession(database.dataSource());
                EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            TransferService.joining(entityManager).transfer(TransferRequest.of(third, last, AMOUNT));
            if (commit) {
                entityManager.getTransaction().commit();
            } else {
                entityManager.getTransaction().rollback();
            }

            rival.hold(first);
            entityManager.getTransaction().begin();
            // In order again, so this may wait: the rival is waited for, not refused.
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> AccountService.joining(entityManager).lock(first), Together.A_THREAD_EACH);
            rival.awaitAWaiter();
            rival.release();
            waiting.get(60, TimeUnit.SECONDS);
            entityManager.getTransaction().rollback();
        }
    }

    /** A foreign transaction that has locked an account; fails at once where another has. */
    private Connection holding(UUID id) throws SQLException {
        Connection connection = database.dataSource().getConnection();
        connection.setAutoCommit(false);
        try (PreparedStatement lock =
                connection.prepareStatement("select 1 from bank.accounts where id = ? for update nowait")) {
            lock.setObject(1, id);
            lock.execute();
            return connection;
        } catch (SQLException busy) {
            connection.close();
            throw busy;
        }
    }
}
