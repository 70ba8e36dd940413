package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
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

    private final GroupQueue queue = new GroupQueue(8, 50);

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

        queue.finish(group, new GroupResults());
        queue.finish(other, new GroupResults());
        assertThat(take()).containsExactly(behindFirst, behindThat);
    }

    @Test
    void aCallThatSharesAFreeAccountWithOneThatWaitsForAHeldOnePassesIt() throws Exception {
        Member<?> waits = call(ALICE, BOB);
        Member<?> passes = call(ALICE, CAROL);
        queue.add(waits);
        queue.finish(take(), held(waits, BOB));
        queue.add(passes);

        assertThat(take()).containsExactly(passes);
        assertThat(queue.waiting()).isEqualTo(1);
    }

    @Test
    void callsThatNameAHeldAccountWaitForItInTheirOrder() throws Exception {
        Member<?> first = call(ALICE, BOB);
        Member<?> second = call(BOB);
        Member<?> third = call(BOB, CAROL);
        queue.add(first);
        List<Member<?>> group = take();
        queue.add(second); // before it is known that the account is held
        queue.finish(group, held(first, BOB));
        queue.add(third);

        assertThat(queue.awaitedAccounts()).containsExactly(BOB);
        assertThat(queue.claim(0)).isEmpty();
        queue.saw(Set.of(BOB), Set.of());
        assertThat(queue.claim(0)).containsExactly(first, second, third);
    }

    @Test
    void aCallWaitsForEachOfItsHeldAccountsAndNobodyWaitsForTheOneThatIsFree() throws Exception {
        Member<?> forBoth = call(ALICE, BOB);
        Member<?> forOne = call(ALICE);
        queue.add(forBoth);
        queue.finish(take(), held(forBoth, ALICE, BOB));
        queue.add(forOne);

        queue.saw(Set.of(ALICE), Set.of(BOB));
        assertThat(queue.claim(0)).containsExactly(forOne);
        queue.finishClaimed(List.of(forOne), new GroupResults());
        queue.saw(Set.of(BOB), Set.of());
        assertThat(queue.claim(0)).containsExactly(forBoth);
    }

    @Test
    void whatAFreedCallNeedsIsKeptForIt() throws Exception {
        Member<?> freed = call(ALICE, BOB);
        Member<?> later = call(ALICE);
        queue.add(freed);
        queue.finish(take(), held(freed, BOB));
        queue.add(call(ALICE));
        List<Member<?>> atAlice = take();
        queue.add(later);
        queue.saw(Set.of(BOB), Set.of());
        queue.add(call(BOB));
        queue.add(call(CAROL));

        assertThat(queue.claim(0)).isEmpty(); // as long as a group is at one of its accounts
        assertThat(take()).extracting(Member::accountIds).containsExactly(Set.of(CAROL));
        queue.finish(atAlice, new GroupResults());
        assertThat(queue.claim(0)).containsExactly(freed);
    }

    @Test
    void callsForAHeldAccountLeaveRoomForOthers() throws Exception {
        Member<?> held = call(ALICE);
        queue.add(held);
        queue.finish(take(), held(held, ALICE));
        for (int i = 1; i < 4; i++) {
            queue.offer(call(ALICE));
        }

        assertThatThrownBy(() -> queue.offer(call(ALICE)))
                .isInstanceOf(BankUnavailableException.class)
                .hasMessageContaining("full of 4 calls that wait for an account that another session holds");
        queue.offer(call(BOB));
        assertThat(take()).hasSize(1);
    }

    @Test
    void aQueueThatFailsAnswersWhoWaits() throws Exception {
        Member<?> held = call(ALICE);
        queue.add(held);
        queue.finish(take(), held(held, ALICE));
        Member<?> waits = call(BOB);
        queue.add(waits);
        StackOverflowError defect = new StackOverflowError();

        queue.failAll(defect);

        assertThat(List.of(held, waits))
                .allSatisfy(call -> assertThat(call.answer()).isCompletedExceptionally());
        queue.add(call(ALICE)); // and goes on
        assertThat(queue.waiting()).isEqualTo(1);
    }

    private static GroupResults held(Member<?> postponed, UUID... accountIds) {
        GroupResults results = new GroupResults();
        results.sawHeld(Set.of(accountIds));
        results.postpone(postponed, false);
        return results;
    }

    @Test
    void aFullQueueMakesACallerWaitForRoom() throws Exception {
        fill();
        Member<?> late = call(CAROL);
        CompletableFuture<Void> adding = CompletableFuture.runAsync(() -> add(late));

        List<Member<?>> group = take();
        adding.join();

        queue.finish(group, new GroupResults());
        assertThat(take()).containsExactly(late);
    }

    @Test
    void aFullQueueRefusesACallAtItsDeadline() throws Exception {
        fill();
        Member<?> late = new Member<>(new Touch(Set.of(CAROL)), 0, System.nanoTime());

        assertThatThrownBy(() -> queue.add(late)).isInstanceOfSatisfying(BankUnavailableException.class, full -> {
            assertThat(full.getOutcome()).isEqualTo(Outcome.NOT_DONE);
            assertThat(full.getRequestId()).isEqualTo(late.command().requestId());
            assertThat(full).hasMessageContaining("full of 8 calls");
        });
        assertThat(take()).hasSize(8).doesNotContain(late);
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
        for (int i = 0; i < 8; i++) {
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
        return queue.take();
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
