package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ForkJoinPool;
import java.util.concurrent.TimeUnit;
import java.util.function.BiConsumer;

/**
 * Gathers the calls that wait at a moment into one transaction, so that they share locks, round trips and the flush to
 * disk. A lone caller waits for nobody, and there is no timer: a group is whatever waits when a worker is free. Only
 * where few wait while a group is at work do they wait for that one, at most 5 ms. Thread-safe.
 *
 * <p>The database is talked to on threads of the library's own: a caller may be interrupted, or be a virtual thread,
 * without a socket being closed under a transaction. A caller that is interrupted while its call waits has it withdrawn;
 * later, the outcome is unknown.
 */
final class GroupCommit implements Teller, AutoCloseable {

    /** The most calls that wait at a time. */
    static final int QUEUE_CAPACITY = 10_000;

    /** The most transfers in one transaction; more gain nothing. */
    static final int GROUP_SIZE = 1_000;

    /**
     * How many groups are at work at once, over disjoint accounts. Measured on 2 cores, server included: at 128 callers
     * two workers do 1.4 times what one does, because one works while the other waits for the disk, and three do less
     * than two, because their groups are smaller. At 8 callers one does 1.2 times what two do: hence {@link
     * GroupQueue#WORTH_ANOTHER_WORKER}.
     */
    static final int WORKERS = 2;

    /** The most calls of one {@link #serveEach} that are under way: a group for each worker. */
    static final int WINDOW = WORKERS * GROUP_SIZE;

    private static final Duration LONGEST_GOODBYE = Duration.ofSeconds(30);

    private final GroupQueue queue = new GroupQueue(QUEUE_CAPACITY, GROUP_SIZE);
    private final List<Thread> workers = new ArrayList<>();
    private final FrontDesk desk;

    /**
     * Starts the workers.
     *
     * @param lockTimeout how long a call waits for accounts that other sessions hold
     * @param queueTimeout how long a call waits for a worker
     */
    GroupCommit(
            OwnTransactions transactions,
            Ledger ledger,
            Duration lockTimeout,
            Duration queueTimeout,
            Observations observations) {
        this.desk = new FrontDesk(queue, lockTimeout, queueTimeout, observations);
        for (int i = 1; i <= WORKERS; i++) {
            start("simple-bank-" + i, new GroupWorker(queue, transactions, ledger, observations));
        }
        start("simple-bank-patient", new PatientWorker(queue, transactions, ledger, observations));
    }

    private void start(String name, Runnable worker) {
        Thread thread = LibraryLoader.thread(name, worker);
        thread.start();
        workers.add(thread);
    }

    @Override
    public <R> R serve(Command<R> command) {
        Member<R> member;
        try {
            member = desk.add(command);
        } catch (InterruptedException interrupt) {
            throw desk.interrupted(command, interrupt);
        }
        try {
            return desk.await(member).get();
        } catch (InterruptedException interrupt) {
            throw desk.interrupted(member, interrupt);
        }
    }

    @Override
    public <R, C extends Command<R>> void serveEach(
            Iterator<C> commands, BiConsumer<? super C, ? super Answer<R>> answers) {
        Deque<C> asked = new ArrayDeque<>();
        Deque<Member<R>> underWay = new ArrayDeque<>();
        boolean answered = false;
        try {
            while (!underWay.isEmpty() || commands.hasNext()) {
                while (underWay.size() < WINDOW && commands.hasNext()) { // in this order: hasNext() draws one
                    C command = commands.next();
                    asked.addLast(command); // first: should an interrupt end the wait for a place, it names this call
                    underWay.addLast(desk.add(command));
                }
                do {
                    Answer<R> answer = desk.await(underWay.getFirst());
                    underWay.removeFirst();
                    if (!answer.isDecision()) {
                        answer.get(); // throws
                    }
                    answered = true;
                    answers.accept(asked.removeFirst(), answer);
                } while (!underWay.isEmpty() && underWay.getFirst().answer().isDone());
            }
        } catch (InterruptedException interrupt) {
            UUID requestId = asked.isEmpty() ? null : asked.getFirst().requestId();
            Outcome outcome = withdrawAll(underWay);
            throw FrontDesk.interrupted(requestId, answered ? Outcome.UNKNOWN : outcome, interrupt);
        } finally {
            withdrawAll(underWay);
        }
    }

    /** Takes back the calls that wait; those at work come to their end, though nobody hears of it. */
    private Outcome withdrawAll(Deque<? extends Member<?>> members) {
        Outcome outcome = Outcome.NOT_DONE;
        while (!members.isEmpty()) {
            Member<?> last = members.removeLast(); // so that none comes before one that was sent ahead of it
            if (!queue.withdraw(last) || last.outcome() == Outcome.UNKNOWN) {
                outcome = Outcome.UNKNOWN;
            }
        }
        return outcome;
    }

    /**
     * Adds a call without waiting; the stage is completed on the common pool, never on a worker. Where that pool has fewer
     * than two threads, {@link CompletableFuture} takes a new thread instead.
     */
    <R> CompletionStage<R> submit(Command<R> command) {
        Member<R> member;
        try {
            member = desk.offer(command);
        } catch (BankException refusal) {
            return CompletableFuture.failedStage(refusal);
        }
        return member.answer()
                .thenApplyAsync(answer -> desk.heard(member, answer).get(), ForkJoinPool.commonPool());
    }

    /** How many calls wait for a worker, or for what other sessions hold. */
    int waiting() {
        return queue.waiting();
    }

    /** Lets the groups at work come to their end, refuses whoever waits, and answers everybody. */
    @Override
    public void close() {
        queue.close();
        boolean interrupted = false;
        long end = System.nanoTime() + LONGEST_GOODBYE.toNanos();
        for (Thread worker : workers) {
            try {
                TimeUnit.NANOSECONDS.timedJoin(worker, end - System.nanoTime());
            } catch (InterruptedException interrupt) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
