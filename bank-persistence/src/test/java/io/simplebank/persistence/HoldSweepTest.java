package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Holds whose time is over are set free by whoever sweeps, from as many nodes as there are: each ends once. */
@ExtendWith(BankExtension.class)
class HoldSweepTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final ClockByHand clock = new ClockByHand(Instant.parse("2030-01-01T12:00:00Z"));
    private final EntityManagerFactory factory;
    private final Bank one;
    private final Bank two;
    private final Scene scene;

    HoldSweepTest(TestDatabase database, EntityManagerFactory factory) {
        this.factory = factory;
        one = Bank.at(database.url()).clock(clock).open();
        two = Bank.at(database.url()).clock(clock).open();
        scene = new Scene(one.transfers(), one.accounts(), database.dataSource());
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        one.close();
        two.close();
        TheBooks.areRight(scene.dataSource());
        HeldMoney.isRight(scene.dataSource());
    }

    /** Holds of a cent on several accounts. */
    private List<Hold> holds(List<UUID> accounts, UUID to, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> one.transfers()
                        .hold(TransferRequest.of(accounts.get(i % accounts.size()), to, cents(1)), AN_HOUR))
                .toList();
    }

    private Hold stored(Hold hold) {
        return one.transfers().findHold(hold.getId()).orElseThrow();
    }

    @Test
    void aSweepPassesOverAnAccountThatIsLockedAndTakesTheRest() throws Exception {
        UUID locked = scene.with(eur("1.00"));
        UUID free = scene.with(eur("1.00"));
        UUID to = scene.empty();
        Hold kept = holds(List.of(locked), to, 1).get(0);
        Hold swept = holds(List.of(free), to, 1).get(0);
        clock.advance(AN_HOUR);

        try (ForeignSession foreign = new ForeignSession(scene.dataSource()).hold(locked)) {
            assertThat(one.transfers().expireHolds(10)).isOne();
            assertThat(stored(kept).getStatus()).isEqualTo(HoldStatus.PENDING);
            assertThat(stored(swept).getStatus()).isEqualTo(HoldStatus.EXPIRED);
            assertThat(one.transfers().expireHolds(10)).isZero();
            foreign.release();
        }
        assertThat(two.transfers().expireHolds(10)).isOne();
        assertThat(stored(kept).getStatus()).isEqualTo(HoldStatus.EXPIRED);
    }

    @Test
    void aSweepDoesNotCareForTheAccountThatWasToBeCredited() throws Exception {
        UUID to = scene.empty();
        Hold hold = holds(List.of(scene.with(eur("1.00"))), to, 1).get(0);
        clock.advance(AN_HOUR);

        try (ForeignSession foreign = new ForeignSession(scene.dataSource()).hold(to)) {
            assertThat(one.transfers().expireHolds(10)).isOne();
            foreign.release();
        }
        assertThat(stored(hold).getStatus()).isEqualTo(HoldStatus.EXPIRED);
    }

    @Test
    void aSweepTakesNoMoreThanItsLimit() {
        List<UUID> accounts = List.of(scene.with(eur("1.00")), scene.with(eur("1.00")), scene.with(eur("1.00")));
        holds(accounts, scene.empty(), 25);
        clock.advance(AN_HOUR);

        assertThat(one.transfers().expireHolds(10)).isEqualTo(10);
        assertThat(two.transfers().expireHolds(10)).isEqualTo(10);
        assertThat(one.transfers().expireHolds(10)).isEqualTo(5);
        assertThat(two.transfers().expireHolds(10)).isZero();

        assertThat(accounts)
                .allSatisfy(id -> assertThat(one.accounts().get(id).getHeld()).isEqualTo(cents(0)));
    }

    @Test
    void aSweepIsPartOfTheCallersTransaction() {
        UUID from = scene.with(eur("1.00"));
        // the joined sweep goes by the system's clock: for it, the hold must have been placed in the past
        clock.set(Instant.parse("2020-01-01T12:00:00Z"));
        Hold hold = holds(List.of(from), scene.empty(), 1).get(0);

        factory.runInTransaction(entityManager -> {
            TransferService joining = TransferService.joining(entityManager);
            assertThat(joining.expireHolds(10)).isOne();
            assertThat(joining.findHold(hold.getId()).orElseThrow().getStatus()).isEqualTo(HoldStatus.EXPIRED);
            assertThat(joining.expireHolds(10)).isZero();
            assertThat(stored(hold).getStatus()).isEqualTo(HoldStatus.PENDING);
            entityManager.getTransaction().setRollbackOnly();
        });
        assertThat(stored(hold).getStatus()).isEqualTo(HoldStatus.PENDING);

        int swept = factory.callInTransaction(
                entityManager -> TransferService.joining(entityManager).expireHolds(10));
        assertThat(swept).isOne();
        assertThat(stored(hold).getStatus()).isEqualTo(HoldStatus.EXPIRED);
    }

    @Test
    void aSweepMayBeFollowedByTransfersInTheCallersTransaction() {
        UUID from = scene.with(eur("1.00"));
        UUID to = scene.empty();
        clock.set(Instant.parse("2020-01-01T12:00:00Z"));
        one.transfers().hold(TransferRequest.of(from, to, eur("1.00")), AN_HOUR);

        factory.runInTransaction(entityManager -> {
            TransferService joining = TransferService.joining(entityManager);
            assertThat(joining.expireHolds(10)).isOne();
            joining.transfer(TransferRequest.of(from, to, eur("1.00")));
        });

        assertThat(scene.balance(to)).isEqualTo(eur("1.00"));
    }

    /** How one call on one hold ended. */
    private record End(UUID holdId, HoldStatus status) {}

    @Test
    void eachHoldEndsOnceWhoeverSweepsCapturesAndReleases() throws Exception {
        List<UUID> accounts =
                IntStream.range(0, 5).mapToObj(i -> scene.with(eur("1.00"))).toList();
        UUID to = scene.empty();
        List<Hold> due = holds(accounts, to, 100);
        clock.advance(AN_HOUR);
        List<Hold> holds = new ArrayList<>(due);
        holds.addAll(holds(accounts, to, 100));

        List<List<End>> ends = Together.run(8, thread -> () -> {
            TransferService transfers = (thread % 2 == 0 ? one : two).transfers();
            return thread < 2 ? sweep(transfers) : captureAndRelease(transfers, holds, new Random(thread));
        });

        Map<UUID, HoldStatus> answered = new HashMap<>();
        ends.stream().flatMap(List::stream).forEach(end -> {
            HoldStatus other = answered.put(end.holdId(), end.status());
            assertThat(other).as("%s was answered before", end).isIn(null, end.status());
        });
        long captured = 0;
        for (Hold hold : holds) {
            HoldStatus status = stored(hold).getStatus();
            assertThat(answered).containsEntry(hold.getId(), status);
            assertThat(one.transfers().find(hold.getId()).isPresent()).isEqualTo(status == HoldStatus.CAPTURED);
            captured += status == HoldStatus.CAPTURED ? 1 : 0;
        }
        assertThat(due).allSatisfy(hold -> assertThat(stored(hold).getStatus()).isEqualTo(HoldStatus.EXPIRED));
        assertThat(captured).isBetween(1L, 99L);
        assertThat(scene.balance(to)).isEqualTo(cents(captured));
        assertThat(accounts)
                .allSatisfy(id -> assertThat(one.accounts().get(id).getHeld()).isEqualTo(cents(0)));
    }

    private static List<End> sweep(TransferService transfers) {
        for (int i = 0; i < 20; i++) {
            transfers.expireHolds(7);
        }
        return List.of();
    }

    private static List<End> captureAndRelease(TransferService transfers, List<Hold> holds, Random random) {
        List<Hold> mine = new ArrayList<>(holds);
        Collections.shuffle(mine, random);
        List<End> ends = new ArrayList<>();
        for (Hold hold : mine) {
            ends.add(new End(hold.getId(), end(transfers, hold, random.nextBoolean())));
        }
        return ends;
    }

    private static HoldStatus end(TransferService transfers, Hold hold, boolean capture) {
        try {
            if (capture) {
                Transfer transfer = transfers.capture(hold.getId());
                assertThat(transfer.getId()).isEqualTo(hold.getId());
                return HoldStatus.CAPTURED;
            }
            return transfers.release(hold.getId()).getStatus();
        } catch (HoldNotPendingException ended) {
            return ended.getStatus();
        }
    }
}
