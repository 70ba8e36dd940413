package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.stat.Statistics;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** No call in the caller's transaction begins, commits, clears or closes anything: done or refused, all is the caller's still. */
@ExtendWith(BankExtension.class)
class CallersContextTest {

    private final TestDatabase database;
    private final Scene scene;
    private final EntityManagerFactory factory;
    private final EntityManager entityManager;
    private final TransferService transfers;
    private final AccountService accounts;
    private final UUID world;
    private final UUID alice;
    private final UUID empty;
    private final UUID newcomer;
    private final UUID paid;

    CallersContextTest(TestDatabase database, Bank bank) throws SQLException {
        this.database = database;
        PlainSql.execute(database.superuser(), PurchaseOrder.TABLE);
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        world = scene.world();
        alice = scene.with(cents(1_000));
        empty = scene.empty();
        newcomer = scene.empty();
        paid = scene.move(world, alice, cents(10)).getId();
        factory = new HibernatePersistenceConfiguration("host")
                .managedClasses(PersistenceUnit.ENTITIES)
                .managedClass(PurchaseOrder.class)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .property("hibernate.generate_statistics", true)
                .createEntityManagerFactory();
        entityManager = factory.createEntityManager();
        transfers = TransferService.joining(entityManager);
        accounts = AccountService.joining(entityManager);
    }

    @AfterEach
    void close() {
        entityManager.close();
        factory.close();
    }

    private TransferRequest request() {
        return TransferRequest.of(alice, world, cents(1));
    }

    private TransferRequest tooMuch() {
        return TransferRequest.of(empty, world, cents(1));
    }

    /** Everything that writes, and what is refused of it, in one transaction. */
    private Map<String, Runnable> calls() {
        TransferRequest captured = request();
        TransferRequest released = request();
        Map<String, Runnable> calls = new LinkedHashMap<>();
        calls.put("lock", () -> accounts.lock(world, alice, empty, newcomer));
        calls.put("transfer", () -> transfers.transfer(request()));
        calls.put("a refused transfer", () -> transfers.transfer(tooMuch()));
        calls.put("transferAll", () -> transfers.transferAll(List.of(request(), request())));
        calls.put("a refused transferAll", () -> transfers.transferAll(List.of(request(), tooMuch())));
        calls.put("transferEach", () -> transfers.transferEach(List.of(request(), tooMuch())));
        calls.put(
                "transferEach of a stream", () -> transfers.transferEach(Stream.of(request(), tooMuch()), told -> {}));
        calls.put("hold", () -> transfers.hold(captured, Duration.ofDays(1)));
        calls.put("hold again", () -> transfers.hold(captured, Duration.ofDays(1)));
        calls.put("capture", () -> transfers.capture(captured.id()));
        calls.put("another hold", () -> transfers.hold(released, Duration.ofDays(1)));
        calls.put("release", () -> transfers.release(released.id()));
        calls.put("a refused capture", () -> transfers.capture(released.id()));
        calls.put("expireHolds", () -> transfers.expireHolds(10));
        calls.put("reverse", () -> transfers.reverse(paid));
        calls.put("a refused reversal", () -> transfers.reverse(paid, cents(5)));
        calls.put("blankReference", () -> transfers.blankReference(paid));
        calls.put("submit", () -> transfers.submit(request()));
        calls.put("find", () -> transfers.find(paid));
        calls.put("list", () -> transfers.list(alice, 0, 10));
        calls.put("open", () -> accounts.open(OpenAccount.of("bob", EUR)));
        calls.put("adjustBalance", () -> accounts.adjustBalance(empty, cents(3), world));
        calls.put("setMinimumBalance", () -> accounts.setMinimumBalance(alice, cents(-5)));
        calls.put("setMaximumBalance", () -> accounts.setMaximumBalance(alice, cents(5_000)));
        calls.put("freeze", () -> accounts.freeze(alice));
        calls.put("freezeDebits", () -> accounts.freezeDebits(alice));
        calls.put("freezeCredits", () -> accounts.freezeCredits(alice));
        calls.put("unfreeze", () -> accounts.unfreeze(alice));
        calls.put("a refused close", () -> accounts.close(alice));
        calls.put("close", () -> accounts.close(newcomer));
        calls.put("reopen", () -> accounts.reopen(newcomer));
        calls.put("delete", () -> accounts.delete(newcomer));
        calls.put("a refused delete", () -> accounts.delete(alice));
        calls.put("statement", () -> accounts.statement(alice, Instant.MIN, Instant.MAX));
        calls.put("stream", () -> accounts.stream(alice, 0).count());
        return calls;
    }

    @Test
    void isLeftAsItWasByEveryCall() {
        Contents before = Contents.of(database.dataSource());
        EntityTransaction transaction = entityManager.getTransaction();
        transaction.begin();
        PurchaseOrder order = new PurchaseOrder(UUID.randomUUID(), "new");
        entityManager.persist(order);
        Account managed = entityManager.find(Account.class, world);
        Statistics statistics = factory.unwrap(SessionFactory.class).getStatistics();
        statistics.clear();
        int changes = 0;
        for (Map.Entry<String, Runnable> call : calls().entrySet()) {
            order.state = "change " + ++changes; // not flushed yet
            catchThrowable(call.getValue()::run);
            assertThat(entityManager.isOpen()).as(call.getKey()).isTrue();
            assertThat(entityManager.getTransaction().isActive())
                    .as(call.getKey())
                    .isTrue();
            assertThat(entityManager.getTransaction().getRollbackOnly())
                    .as(call.getKey())
                    .isFalse();
            assertThat(entityManager.contains(order)).as(call.getKey()).isTrue();
            assertThat(entityManager.contains(managed)).as(call.getKey()).isTrue();
            assertThat(order.state).as(call.getKey()).isEqualTo("change " + changes);
        }
        assertThat(statistics.getTransactionCount())
                .as("transactions that ended")
                .isZero();
        assertThat(statistics.getSessionOpenCount() + statistics.getSessionCloseCount())
                .isZero();
        entityManager.flush();
        assertThat(entityManager
                        .unwrap(Session.class)
                        .createNativeQuery("select state from purchase_orders where id = :id", String.class)
                        .setParameter("id", order.id)
                        .getSingleResult())
                .isEqualTo("change " + changes);
        transaction.rollback();
        assertThat(Contents.of(database.dataSource())).isEqualTo(before);
    }
}
