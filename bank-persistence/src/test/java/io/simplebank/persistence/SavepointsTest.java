package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.LockOrderException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A caller who goes back to a savepoint of his own: what was done since is undone, and its locks are free. */
@Tag("anywhere")
@Tag("joining")
@ExtendWith(BankExtension.class)
class SavepointsTest {

    private final TestDatabase database;
    private final EntityManagerFactory factory;
    private final UUID world;
    /** In the ledger's order. */
    private final List<UUID> accounts = new ArrayList<>();

    private final List<EntityManager> begun = new ArrayList<>();

    SavepointsTest(TestDatabase database, Bank bank, EntityManagerFactory factory) {
        this.database = database;
        this.factory = factory;
        world = open(bank, "f");
        for (String digit : List.of("0", "1", "8", "9")) {
            accounts.add(open(bank, digit));
        }
        accounts.forEach(id -> bank.transfers().transfer(TransferRequest.of(world, id, eur("100.00"))));
    }

    private static UUID open(Bank bank, String digit) {
        UUID id = UUID.fromString(digit + UUID.randomUUID().toString().substring(1));
        bank.accounts().open(OpenAccount.of("owner of " + id, EUR).withId(id).withoutMinimumBalance());
        return id;
    }

    private EntityManager begin(IsolationLevel level) {
        EntityManager entityManager = factory.createEntityManager();
        begun.add(entityManager);
        entityManager.getTransaction().begin();
        execute(entityManager, "set transaction isolation level " + level.sql());
        return entityManager;
    }

    private static void execute(EntityManager entityManager, String sql) {
        entityManager.createNativeQuery(sql).executeUpdate();
    }

    private static void lock(EntityManager entityManager, UUID... ids) {
        AccountService.joining(entityManager).lock(ids);
    }

    @AfterEach
    void end() throws Exception {
        for (EntityManager entityManager : begun) {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
        TheBooks.areRight(database.dataSource());
    }

    @ParameterizedTest
    @EnumSource
    void theServicesAnswerWithWhatIsThereStill(IsolationLevel level) {
        EntityManager entityManager = begin(level);
        TransferService transfers = TransferService.joining(entityManager);
        AccountService services = AccountService.joining(entityManager);
        UUID account = accounts.get(1);
        Account managed = entityManager.find(Account.class, account);
        UUID opened = UUID.randomUUID();
        TransferRequest transfer =
                TransferRequest.of(account, world, eur("5.00")).withReference("undone " + account);
        TransferRequest hold = TransferRequest.of(account, world, eur("1.00"));

        execute(entityManager, "savepoint before");
        transfers.transfer(transfer);
        transfers.hold(hold, Duration.ofDays(1));
        services.open(OpenAccount.of("owner", EUR).withId(opened));
        services.freeze(account);
        assertThat(managed.getBalance()).isEqualTo(eur("95.00"));
        assertThat(transfers.find(transfer.id())).isPresent();
        execute(entityManager, "rollback to savepoint before");

        assertThat(services.get(account).getBalance()).isEqualTo(eur("100.00"));
        assertThat(services.find(account).orElseThrow().getHeld()).isEqualTo(eur("0.00"));
        assertThat(services.list("owner of " + account, 0, 10))
                .singleElement()
                .extracting(Account::getStatus, Account::getBalance)
                .containsExactly(io.simplebank.domain.AccountStatus.OPEN, eur("100.00"));
        assertThat(services.list(0, 1_000)).noneMatch(each -> each.getId().equals(opened));
        assertThat(services.find(opened)).isEmpty();
        assertThat(services.entries(account, 0, 10)).hasSize(1);
        assertThatThrownBy(() -> services.entry(account, 2)).hasMessageContaining("the entries 1 to 1");
        assertThat(services.balanceAt(account, Instant.MAX)).isEqualTo(eur("100.00"));
        assertThat(transfers.find(transfer.id())).isEmpty();
        assertThat(transfers.list(account, 0, 10)).hasSize(1);
        assertThat(transfers.listByReference("undone " + account, null, 10)).isEmpty();
        assertThat(transfers.findHold(hold.id())).isEmpty();

        transfers.transfer(transfer); // anew, and no replay
        assertThat(managed.getBalance()).isEqualTo(eur("95.00"));
        assertThat(services.get(account).getPosition()).isEqualTo(2);
        entityManager.getTransaction().commit();
        assertThat(transfers.find(transfer.id())).isPresent();
    }

    @ParameterizedTest
    @EnumSource
    void anAccountIsWaitedForThoughOneBehindItWasHeldBefore(IsolationLevel level) throws Exception {
        EntityManager entityManager = begin(level);
        TransferService transfers = TransferService.joining(entityManager);
        execute(entityManager, "savepoint before");
        transfers.transfer(TransferRequest.of(accounts.get(2), accounts.get(3), eur("5.00")));
        execute(entityManager, "rollback to savepoint before");

        try (ForeignSession rival = new ForeignSession(database.dataSource()).hold(accounts.get(0))) {
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> transfers.transfer(TransferRequest.of(accounts.get(0), accounts.get(1), eur("1.00"))),
                    Together.A_THREAD_EACH);
            rival.awaitAWaiter();
            rival.release();
            waiting.get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void anAccountWhoseLockWasTakenBackIsNotWaitedForAgainstTheOrder(IsolationLevel level) throws Exception {
        EntityManager one = begin(level);
        execute(one, "savepoint before");
        lock(one, accounts.get(0), accounts.get(3));
        execute(one, "rollback to savepoint before");
        lock(one, accounts.get(1));

        EntityManager two = begin(level);
        lock(two, accounts.get(0)); // which is free
        try (ForeignSession observer = new ForeignSession(database.dataSource())) {
            CompletableFuture<Void> waiting =
                    CompletableFuture.runAsync(() -> lock(two, accounts.get(1)), Together.A_THREAD_EACH);
            observer.awaitAWaiter();

            assertThatThrownBy(() -> lock(one, accounts.get(0)))
                    .isInstanceOfSatisfying(
                            LockOrderException.class,
                            refusal -> assertThat(refusal.getAccountId()).isEqualTo(accounts.get(0)));
            one.getTransaction().commit();
            waiting.get(60, TimeUnit.SECONDS);
        }
    }

    @ParameterizedTest
    @EnumSource
    void whatWasLockedBeforeTheSavepointOrWithinAReleasedOneIsHeld(IsolationLevel level) throws Exception {
        EntityManager entityManager = begin(level);
        execute(entityManager, "savepoint one");
        lock(entityManager, accounts.get(1));
        execute(entityManager, "release savepoint one");
        execute(entityManager, "savepoint two");
        lock(entityManager, accounts.get(3));
        execute(entityManager, "rollback to savepoint two");

        try (ForeignSession rival = new ForeignSession(database.dataSource()).hold(accounts.get(3))) {
            assertThatThrownBy(() -> rival.hold(accounts.get(1))).hasMessageContaining("could not obtain lock");
            rival.release();
            rival.hold(accounts.get(0)).hold(accounts.get(2));
            assertThatThrownBy(() -> lock(entityManager, accounts.get(0))).isInstanceOf(LockOrderException.class);
            CompletableFuture<Void> waiting = CompletableFuture.runAsync(
                    () -> lock(entityManager, accounts.get(1), accounts.get(2)), Together.A_THREAD_EACH);
            rival.awaitAWaiter();
            rival.release();
            waiting.get(60, TimeUnit.SECONDS);
        }
    }

    /** As two persistence units have them in one transaction of JTA's. */
    @ParameterizedTest
    @EnumSource
    void twoEntityManagersOnOneConnectionShareTheirLocks(IsolationLevel level) throws Exception {
        EntityManager one = begin(level);
        try (EntityManager two = one.unwrap(org.hibernate.Session.class)
                .sessionWithOptions()
                .connection()
                .openSession()) {
            lock(one, accounts.get(1), accounts.get(2));
            try (ForeignSession rival = new ForeignSession(database.dataSource())) {
                rival.hold(accounts.get(0));
                assertThatThrownBy(() -> lock(two, accounts.get(0))).isInstanceOf(LockOrderException.class);
                assertThatThrownBy(() -> lock(one, accounts.get(0))).isInstanceOf(LockOrderException.class);
            }
            lock(two, accounts.get(2), accounts.get(1)); // held
            TransferService.joining(two).transfer(TransferRequest.of(accounts.get(1), accounts.get(2), eur("1.00")));
            assertThat(AccountService.joining(one).get(accounts.get(1)).getBalance())
                    .isEqualTo(eur("99.00"));
        }
    }
}
