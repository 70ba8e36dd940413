package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.persistence.GroupQueue.Lane;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.Test;

/** Which calls a worker gets, and when: the queue looks at the accounts of a call and at its deadline, nothing else. */
class GroupQueueTest {

    private static final UUID ALICE = UUID.randomUUID();
    private static final UUID BOB = UUID.randomUUID();
    private static final UUID CAROL = UUID.randomUUID();

    private final GroupQueue queue = new GroupQueue(3, 50);

    @Test
    void aGroupIsWhateverWaits() throws Exception {
        List<Member<?>> calls = List.of(call(ALICE, BOB), call(BOB, CAROL), call(ALICE, CAROL));
        for (Member<?> call : calls) {
            queue.add(call);
        }

        assertThat(take()).isEqualTo(calls);
    }

    @Test
    void aWorkerThatIsHeldUpIsJoinedByAnotherEvenForOneCall() throws Exception {
        Member<?> second = call(BOB);
        queue.add(call(ALICE));
        take();
        queue.add(second);

        assertThat(take()).containsExactly(second); // or waits for ever
    }

    @Test
    void callsForAccountsThatAreWithAnotherWorkerStayAndKeepTheirOrder() throws Exception {
        Member<?> first = call(ALICE);
        Member<?> behindFirst = call(ALICE, BOB);
        Member<?> behindThat = call(BOB);
        Member<?> free = call(CAROL);
        queue.add(first);
        List<Member<?>> group = take();
        queue.add(behindFirst);
        queue.add(behindThat);
        queue.add(free);

        List<Member<?>> other = take();
        assertThat(other).containsExactly(free);

        queue.finish(Lane.ORDINARY, group, List.of());
        queue.finish(Lane.ORDINARY, other, List.of());
        assertThat(take()).containsExactly(behindFirst, behindThat);
    }

    @Test
    void aCallThatMustWaitForAnotherSessionIsTheOtherLanes() throws Exception {
        Member<?> held = call(ALICE);
        Member<?> behind = call(ALICE, BOB);
        queue.add(held);
        queue.finish(Lane.ORDINARY, take(), List.of(held));
        queue.add(behind);

        assertThat(queue.take(Lane.PATIENT)).containsExactly(held, behind);
    }

    @Test
    void aFullQueueMakesACallerWaitForRoom() throws Exception {
        fill();
        Member<?> late = call(CAROL);
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> add(late));

        List<Member<?>> group = take();
        adding.join();

        queue.finish(Lane.ORDINARY, group, List.of());
        assertThat(take()).containsExactly(late);
    }

    @Test
    void aFullQueueRefusesACallAtItsDeadline() throws Exception {
        fill();
        Member<?> late = new Member<>(new Touch(Set.of(CAROL)), 0, System.nanoTime());

        assertThatThrownBy(() -> queue.add(late)).isInstanceOfSatisfying(BankUnavailableException.class, full -> {
            assertThat(full.getOutcome()).isEqualTo(Outcome.NOT_DONE);
            assertThat(full.getRequestId()).isEqualTo(late.command().requestId());
            assertThat(full).hasMessageContaining("full of 3 calls");
        });
        assertThat(take()).hasSize(3).doesNotContain(late);
    }

    @Test
    void aCallerThatWaitsForRoomIsRefusedWhenTheQueueIsClosed() throws Exception {
        fill();
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> add(call(CAROL)));

        queue.close();

        assertThatThrownBy(adding::join).hasCauseInstanceOf(BankClosedException.class);
        assertThat(take()).isEmpty();
    }

    private void fill() throws InterruptedException {
        for (int i = 0; i < 3; i++) {
            queue.add(call(ALICE));
        }
    }

    private void add(Member<?> member) {
        try {
            queue.add(member);
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException(interrupt);
        }
    }

    private List<Member<?>> take() throws InterruptedException {
        return queue.take(Lane.ORDINARY);
    }

    private static Member<?> call(UUID... accountIds) {
        long inAMinute = System.nanoTime() + Duration.ofMinutes(1).toNanos();
        return new Member<>(new Touch(Set.of(accountIds)), inAMinute, inAMinute);
    }

    /** A command that is never applied. */
    private record Touch(Set<UUID> accountIds, UUID requestId) implements Command<Void> {

        Touch(Set<UUID> accountIds) {
            this(accountIds, UUID.randomUUID());
        }

        @Override
        public BankListener.Kind kind() {
            return BankListener.Kind.TRANSFER;
        }

        @Override
        public Set<UUID> transferIds() {
            return Set.of(requestId);
        }

        @Override
        public Void applyTo(Books books) {
            throw new AssertionError("not applied here");
        }
    }
}
