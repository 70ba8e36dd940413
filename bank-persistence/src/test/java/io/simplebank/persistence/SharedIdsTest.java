package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A hold and a transfer that are sent under one id at the same moment: one of them has it, and neither comes to harm. */
@ExtendWith(BankExtension.class)
class SharedIdsTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Bank bank;
    private final EntityManagerFactory factory;
    private final Scene scene;
    private final UUID from;
    private final UUID to;
    private final TransferRequest request;

    SharedIdsTest(Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.bank = bank;
        this.factory = factory;
        scene = new Scene(bank.transfers(), bank.accounts(), dataSource);
        from = scene.with(eur("10.00"));
        to = scene.empty();
        request = TransferRequest.of(from, to, eur("1.00"));
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
        assertThat(bank.audit().findings()).isEmpty();
    }

    @Test
    void aHoldThatWaitedForTheTransferOfItsIdConflicts() throws Exception {
        Throwable refusal = whileAnotherHasNotCommitted(
                first -> first.transfer(request), () -> bank.transfers().hold(request, AN_HOUR));

        assertThat(refusal).isInstanceOf(TransferConflictException.class);
        assertThat(((TransferConflictException) refusal).getField()).isEqualTo("kind");
        assertThat(bank.transfers().findHold(request.id())).isEmpty();
    }

    @Test
    void aTransferThatWaitedForTheHoldOfItsIdConflicts() throws Exception {
        Throwable refusal = whileAnotherHasNotCommitted(
                first -> first.hold(request, AN_HOUR), () -> bank.transfers().transfer(request));

        assertThat(refusal).isInstanceOf(TransferConflictException.class);
        assertThat(((TransferConflictException) refusal).getField()).isEqualTo("kind");
        assertThat(bank.transfers().find(request.id())).isEmpty();
        bank.transfers().capture(request.id());
    }

    @Test
    void aHoldThatWaitedForItselfIsAReplay() throws Exception {
        Throwable refusal = whileAnotherHasNotCommitted(
                first -> first.hold(request, AN_HOUR), () -> bank.transfers().hold(request, AN_HOUR));

        assertThat(refusal).isNull();
        assertThat(bank.accounts().get(from).getHeld()).isEqualTo(eur("1.00"));
    }

    private interface Step {
        void on(TransferService transfers);
    }

    private Throwable whileAnotherHasNotCommitted(Step first, Runnable second) throws Exception {
        try (EntityManager entityManager = factory.createEntityManager();
                ForeignSession observer = new ForeignSession(scene.dataSource())) {
            entityManager.getTransaction().begin();
            first.on(TransferService.joining(entityManager));
            CompletableFuture<Throwable> refusal = CompletableFuture.supplyAsync(() -> catchThrowable(second::run));
            observer.awaitAWaiter();
            entityManager.getTransaction().commit();
            return refusal.get();
        }
    }

    /** No lock brings them together, and neither can see the other: what is left can be mended. */
    @Test
    void aHoldBesideAnUnrelatedTransferOfItsIdCanStillBeReleasedAndHoldsUpNoSweep() {
        TransferRequest elsewhere = TransferRequest.of(scene.with(eur("10.00")), scene.empty(), eur("2.00"))
                .withId(request.id());
        try (EntityManager one = factory.createEntityManager();
                EntityManager two = factory.createEntityManager()) {
            one.getTransaction().begin();
            two.getTransaction().begin();
            TransferService.joining(one).hold(request, Duration.ofNanos(1_000));
            TransferService.joining(two).transfer(elsewhere);
            one.getTransaction().commit();
            two.getTransaction().commit();
        }
        Hold innocent = bank.transfers().hold(TransferRequest.of(from, to, eur("1.00")), Duration.ofNanos(1_000));

        assertThat(catchThrowable(() -> bank.transfers().expireHolds(100))).isNull();
        assertThat(bank.transfers().findHold(innocent.getId()).orElseThrow().getStatus())
                .isEqualTo(HoldStatus.EXPIRED);
        assertThat(catchThrowable(() -> bank.transfers().release(request.id()))).isNull();
        assertThat(bank.accounts().get(from).getHeld()).isEqualTo(eur("0.00"));
    }
}
