package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.Hold;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Every transfer, once, in one order. */
@Tag("server")
@ExtendWith(BankExtension.class)
class FeedTest {

    private final Bank bank;
    private final EntityManagerFactory factory;
    private final DataSource dataSource;
    private final Scene scene;
    private final UUID world;
    private final UUID alice;

    /** Where the feed ends when a test begins. */
    private final long before;

    FeedTest(Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.bank = bank;
        this.factory = factory;
        this.dataSource = dataSource;
        scene = new Scene(bank.transfers(), bank.accounts(), dataSource);
        world = scene.world();
        alice = scene.empty();
        List<TransferEvent> events = bank.feed().read(0, Integer.MAX_VALUE);
        before = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
    }

    private TransferRequest request() {
        return TransferRequest.of(world, alice, eur("1.00"));
    }

    private List<Transfer> feed() {
        return bank.feed().read(before, 1_000).stream()
                .map(TransferEvent::transfer)
                .toList();
    }

    @Test
    void tellsEachTransferAsItWasBooked() {
        Transfer first = bank.transfers().transfer(request().withReference("rent"));
        Transfer second = bank.transfers().transfer(request());

        List<TransferEvent> events = bank.feed().read(before, 10);

        assertThat(events).extracting(TransferEvent::transfer).containsExactly(first, second);
        assertThat(events.get(0).transfer()).usingRecursiveComparison().isEqualTo(first);
        assertThat(events.get(0).position()).isGreaterThan(before);
        assertThat(events.get(1).position()).isGreaterThan(events.get(0).position());
    }

    @Test
    void tellsReversalsAndCapturesButNoHoldsNoReplaysAndNoRefusals() {
        TransferRequest request = request();
        Transfer paid = bank.transfers().transfer(request);
        bank.transfers().transfer(request);
        Hold released = bank.transfers().hold(request().withReference("hotel"), Duration.ofDays(1));
        Hold hold = bank.transfers().hold(request().withReference("car"), Duration.ofDays(1));
        bank.transfers().release(released.getId());
        Transfer captured = bank.transfers().capture(hold.getId());
        TransferRequest tooMuch = TransferRequest.of(alice, world, eur("1000.00"));
        assertThatThrownBy(() -> bank.transfers().transfer(tooMuch)).isInstanceOf(InsufficientFundsException.class);
        Transfer back = bank.transfers().reverse(paid.getId());

        assertThat(feed()).containsExactly(paid, captured, back);
        assertThat(feed().get(2).getReversesId()).isEqualTo(paid.getId());
    }

    @Test
    void keepsTheOrderOfTheCommandsOfOneTransaction() {
        List<TransferRequest> requests = new ArrayList<>();
        for (int i = 0; i < 300; i++) {
            requests.add(request());
        }
        Collections.shuffle(requests); // or else they would be in order of id

        List<Transfer> all = bank.transfers().transferAll(requests);
        List<Transfer> joined = factory.callInTransaction(entityManager -> List.of(
                TransferService.joining(entityManager).transfer(request()),
                TransferService.joining(entityManager).transfer(request())));

        List<Transfer> expected = new ArrayList<>(all);
        expected.addAll(joined);
        assertThat(feed()).isEqualTo(expected);
    }

    @Test
    void goesOnWhereAConsumerHasStoppedInPartsOfAnyLength() {
        List<Transfer> all = new ArrayList<>();
        for (int i = 0; i < 7; i++) {
            all.add(bank.transfers().transfer(request()));
        }

        List<Transfer> read = new ArrayList<>();
        long position = before;
        for (int parts = 0; parts < 3; parts++) {
            List<TransferEvent> events = bank.feed().read(position, 3);
            assertThat(events).hasSize(parts < 2 ? 3 : 1);
            events.forEach(event -> read.add(event.transfer()));
            position = events.get(events.size() - 1).position();
        }
        assertThat(read).isEqualTo(all);
        assertThat(bank.feed().read(position, 3)).isEmpty();
        assertThat(bank.feed().read(before, 0)).isEmpty();
        assertThat(feed()).isEqualTo(all); // again
    }

    @Test
    void tellsAtOnceWhatIsCommittedWhileNobodyWrites() {
        Transfer paid = bank.transfers().transfer(request());

        try (Bank other = Bank.on(dataSource).open()) { // which has seen nothing yet
            assertThat(other.feed().read(before, 10))
                    .extracting(TransferEvent::transfer)
                    .containsExactly(paid);
        }
    }

    @Test
    void stepsOverTheHoleThatARollbackLeaves() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            TransferService.joining(entityManager).transfer(request());
            entityManager.getTransaction().rollback();
        }
        Transfer paid = bank.transfers().transfer(request());

        List<TransferEvent> events = bank.feed().read(before, 10);

        assertThat(events).extracting(TransferEvent::transfer).containsExactly(paid);
        assertThat(events.get(0).position()).isGreaterThan(before + 1);
    }

    /** A part that is all holes must not look like the end. */
    @Test
    void stepsOverMoreHolesThanAReaderAsksFor() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            entityManager.getTransaction().begin();
            for (int i = 0; i < 10; i++) {
                TransferService.joining(entityManager).transfer(request());
            }
            entityManager.getTransaction().rollback();
        }
        Transfer paid = bank.transfers().transfer(request());

        assertThat(bank.feed().read(before, 1))
                .extracting(TransferEvent::transfer)
                .containsExactly(paid);
    }

    @Test
    void tellsABlankedReferenceAsItIsNow() {
        Transfer paid = bank.transfers().transfer(request().withReference("personal"));
        assertThat(feed().get(0).getReference()).isEqualTo("personal");

        bank.transfers().blankReference(paid.getId());

        assertThat(feed()).containsExactly(paid);
        assertThat(feed().get(0).getReference()).isNull();
    }

    /** The number is drawn with the account in hand: whoever waits for the account has none yet. */
    @Test
    void followsThePositionsOfEachAccount() throws Exception {
        UUID elsewhere = scene.empty();
        UUID otherWorld = scene.world();
        try (EntityManager entityManager = factory.createEntityManager();
                ForeignSession observer = new ForeignSession(dataSource)) {
            entityManager.getTransaction().begin();
            Transfer first = TransferService.joining(entityManager).transfer(request());
            CompletableFuture<Transfer> next =
                    CompletableFuture.supplyAsync(() -> bank.transfers().transfer(request()), Together.A_THREAD_EACH);
            observer.awaitAWaiter();
            Transfer meanwhile = scene.move(otherWorld, elsewhere, eur("1.00"));
            entityManager.getTransaction().commit();

            assertThat(next.get(60, TimeUnit.SECONDS)).isNotNull();
            assertThat(feed()).containsExactly(first, meanwhile, next.join());
        }
    }

    @Test
    void refusesWhatCanBeNoPositionAndNoLimit() {
        assertThatThrownBy(() -> bank.feed().read(-1, 10))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("afterPosition must not be negative, but is -1");
        assertThatThrownBy(() -> bank.feed().read(0, -1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessage("limit must not be negative, but is -1");
    }

    @Test
    void refusesAPositionThatTheLedgerHasNotReached() {
        bank.transfers().transfer(request());
        long last = bank.feed().read(before, 1).get(0).position();

        assertThat(bank.feed().read(last, 1)).isEmpty();
        assertThatThrownBy(() -> bank.feed().read(last + 1, 1))
                .isExactlyInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("afterPosition is " + (last + 1))
                .hasMessageContaining("the last transfer has the position " + last);
    }
}
