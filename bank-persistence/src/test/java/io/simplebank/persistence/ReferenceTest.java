package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Transfers are found by their reference, until it is blanked. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class ReferenceTest {

    private static final Duration HOUR = Duration.ofHours(1);

    private final Scene scene;
    private final TransferService transfers;
    private final EntityManagerFactory factory;
    private final UUID world;
    private final UUID id;

    /** One that no other test uses. */
    private final String reference = "order " + UUID.randomUUID();

    ReferenceTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        this.factory = factory;
        world = scene.world();
        id = scene.empty();
    }

    private TransferRequest request() {
        return TransferRequest.of(world, id, eur("1.00")).withReference(reference);
    }

    private Transfer stored(UUID transferId) {
        return transfers.find(transferId).orElseThrow();
    }

    @Test
    void findsTheTransfersThatCarryAReference() {
        transfers.transfer(request().withReference(null));
        transfers.transfer(request().withReference(reference + "0"));
        Transfer first = transfers.transfer(request());
        Transfer second = transfers.transfer(request());

        assertThat(transfers.listByReference(reference, null, 10)).containsExactly(first, second);
        assertThat(transfers.listByReference(reference.toUpperCase(Locale.ROOT), null, 10))
                .isEmpty();
        assertThat(transfers.listByReference("", null, 10)).isEmpty();
    }

    @Test
    void pagesMeetInPostgreSqlsOrderOfIds() {
        long any = UUID.randomUUID().getLeastSignificantBits();
        List<UUID> ids = List.of(
                new UUID(0, any),
                new UUID(1, any),
                new UUID(Long.MAX_VALUE, any),
                new UUID(Long.MIN_VALUE, any),
                new UUID(-1, any));
        for (UUID transferId : ids) {
            transfers.transfer(request().withId(transferId));
        }

        List<UUID> found = new ArrayList<>();
        UUID after = null;
        for (int page = 0; page < 3; page++) {
            for (Transfer transfer : transfers.listByReference(reference, after, 2)) {
                found.add(transfer.getId());
                after = transfer.getId();
            }
        }
        assertThat(found).isEqualTo(ids);
        assertThat(transfers.listByReference(reference, null, 0)).isEmpty();
        assertThat(transfers.listByReference(reference, new UUID(-1, -1), 10)).isEmpty();
    }

    @Test
    void blanksAReferenceAndNothingElse() {
        TransferRequest request = request();
        Transfer before = transfers.transfer(request);
        Entry entry = scene.accounts().entry(id, 1);

        transfers.blankReference(request.id());

        assertThat(stored(request.id()).getReference()).isNull();
        assertThat(stored(request.id()))
                .usingRecursiveComparison()
                .ignoringFields("reference")
                .isEqualTo(before);
        assertThat(scene.accounts().entry(id, 1)).usingRecursiveComparison().isEqualTo(entry);
        assertThat(transfers.listByReference(reference, null, 10)).isEmpty();

        transfers.blankReference(request.id()); // nothing is left to blank
        assertThat(stored(request.id()).getReference()).isNull();
    }

    @Test
    void blanksNothingOfItsNeighbours() {
        Transfer one = transfers.transfer(request());
        Transfer other = transfers.transfer(request());

        transfers.blankReference(one.getId());

        assertThat(transfers.listByReference(reference, null, 10)).containsExactly(other);
        assertThat(stored(other.getId()).getReference()).isEqualTo(reference);
    }

    @Test
    void refusesAnIdThatIsNobodys() {
        UUID nobody = UUID.randomUUID();

        assertThat(scene.refused(TransferNotFoundException.class, () -> transfers.blankReference(nobody))
                        .getTransferId())
                .isEqualTo(nobody);
    }

    /** Nobody knows what it was, or whether there was any. */
    @Test
    void theOriginalRequestConflictsThenAndWithoutItsReferenceItIsAReplay() {
        TransferRequest request = request();
        Transfer paid = transfers.transfer(request);
        transfers.blankReference(request.id());

        TransferConflictException conflict =
                scene.refused(TransferConflictException.class, () -> transfers.transfer(request));
        assertThat(conflict.getField()).isEqualTo("reference");
        assertThat(transfers.transfer(request.withReference(null))).isEqualTo(paid);
        assertThat(scene.balance(id)).isEqualTo(eur("1.00"));
    }

    @Test
    void blanksThatOfAPendingHoldWhichIsThenCapturedWithout() {
        Hold hold = transfers.hold(request(), HOUR);

        transfers.blankReference(hold.getId());
        Hold blank = transfers.findHold(hold.getId()).orElseThrow();
        assertThat(blank.getReference()).isNull();
        assertThat(blank).usingRecursiveComparison().ignoringFields("reference").isEqualTo(hold);

        assertThat(transfers.capture(hold.getId()).getReference()).isNull();
        assertThat(stored(hold.getId()).getReference()).isNull();
    }

    @Test
    void blanksThatOfACapturedHoldTogetherWithItsTransfers() {
        Hold hold = transfers.hold(request(), HOUR);
        assertThat(transfers.capture(hold.getId(), eur("0.60")).getReference()).isEqualTo(reference);

        transfers.blankReference(hold.getId());

        assertThat(stored(hold.getId()).getReference()).isNull();
        Hold blank = transfers.findHold(hold.getId()).orElseThrow();
        assertThat(blank.getReference()).isNull();
        assertThat(blank.getStatus()).isEqualTo(HoldStatus.CAPTURED);
    }

    @Test
    void blanksThatOfAReleasedHold() {
        Hold hold = transfers.hold(request(), HOUR);
        transfers.release(hold.getId());

        transfers.blankReference(hold.getId());

        assertThat(transfers.findHold(hold.getId()).orElseThrow().getReference())
                .isNull();
    }

    /** The capture has read the reference and written it down, and commits when the blanking has begun. */
    @Test
    void aCaptureThatIsUnderWayDoesNotBringTheReferenceBack(DataSource dataSource) throws Exception {
        Hold hold = transfers.hold(request(), HOUR);
        try (EntityManager entityManager = factory.createEntityManager();
                ForeignSession observer = new ForeignSession(dataSource)) {
            entityManager.getTransaction().begin();
            TransferService.joining(entityManager).capture(hold.getId());
            CompletableFuture<Void> blanking = CompletableFuture.runAsync(() -> transfers.blankReference(hold.getId()));
            observer.awaitAWaiter();
            entityManager.getTransaction().commit();
            blanking.get(60, TimeUnit.SECONDS);
        }

        assertThat(stored(hold.getId()).getReference()).isNull();
        assertThat(transfers.findHold(hold.getId()).orElseThrow().getReference())
                .isNull();
    }

    @Test
    void whatTheCallersContextManagesIsRefreshed(TestDatabase database) {
        try (EntityManagerFactory withHolds = new HibernatePersistenceConfiguration("with-holds")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .managedClass(Hold.class)
                        .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                        .createEntityManagerFactory();
                EntityManager entityManager = withHolds.createEntityManager()) {
            entityManager.getTransaction().begin();
            TransferService joining = TransferService.joining(entityManager);
            UUID holdId = joining.hold(request(), HOUR).getId();
            joining.capture(holdId);
            Transfer transfer = entityManager.find(Transfer.class, holdId);
            Hold hold = entityManager.find(Hold.class, holdId);
            assertThat(transfer.getReference()).isEqualTo(reference);
            assertThat(hold.getReference()).isEqualTo(reference);

            joining.blankReference(holdId);

            assertThat(transfer.getReference()).isNull();
            assertThat(hold.getReference()).isNull();
            entityManager.getTransaction().rollback();
        }
    }
}
