package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.persistence.Answer.Refused;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.jspecify.annotations.Nullable;

/** Takes calls to the queue, waits for their answers, and reports those that never came to work. Thread-safe. */
final class FrontDesk {

    private final GroupQueue queue;
    private final Duration lockTimeout;
    private final Duration queueTimeout;
    private final Observations observations;

    /**
     * @param lockTimeout how long a call waits for accounts that other sessions hold
     * @param queueTimeout how long a call waits for a worker
     */
    FrontDesk(GroupQueue queue, Duration lockTimeout, Duration queueTimeout, Observations observations) {
        this.queue = queue;
        this.lockTimeout = lockTimeout;
        this.queueTimeout = queueTimeout;
        this.observations = observations;
    }

    /** Adds a call, waiting for room. */
    <R> Member<R> add(Command<R> command) throws InterruptedException {
        Member<R> member = member(command);
        try {
            queue.add(member);
        } catch (BankException refusal) {
            throw turnedAway(command, refusal);
        }
        return member;
    }

    /** Adds a call, or refuses it at once where there is no room. */
    <R> Member<R> offer(Command<R> command) {
        Member<R> member = member(command);
        try {
            queue.offer(member);
        } catch (BankException refusal) {
            throw turnedAway(command, refusal);
        }
        return member;
    }

    private <R> Member<R> member(Command<R> command) {
        long now = System.nanoTime();
        return new Member<>(command, now + lockTimeout.toNanos(), now + queueTimeout.toNanos());
    }

    <R> Answer<R> await(Member<R> member) throws InterruptedException {
        try {
            return heard(member, member.answer().get(Math.max(0, member.nanosToDeadline()), TimeUnit.NANOSECONDS));
        } catch (TimeoutException late) {
            if (queue.withdraw(member)) {
                throw turnedAway(member.command(), GroupQueue.notTakenUp(member));
            }
            return heard(member, member.answer().join()); // at work: its transaction's own timeouts end it
        } catch (ExecutionException defect) {
            throw new CompletionException(defect.getCause());
        }
    }

    /** Passes an answer on, and reports it if no worker has. */
    <R> Answer<R> heard(Member<R> member, Answer<R> answer) {
        if (member.isTurnedAway() && answer instanceof Refused<R> refused) {
            observations.turnedAway(member.command(), refused.refusal());
        }
        return answer;
    }

    private BankException turnedAway(Command<?> command, BankException error) {
        observations.turnedAway(command, error);
        return error;
    }

    /** The error for a caller that was interrupted while its call waited for room. */
    BankException interrupted(Command<?> command, InterruptedException interrupt) {
        return turnedAway(command, interrupted(command.requestId(), Outcome.NOT_DONE, interrupt));
    }

    /** The error for a caller that was interrupted while it waited for the answer, after taking its call back if it can be. */
    BankException interrupted(Member<?> member, InterruptedException interrupt) {
        UUID requestId = member.command().requestId();
        return queue.withdraw(member)
                ? turnedAway(member.command(), interrupted(requestId, member.outcome(), interrupt))
                : interrupted(requestId, Outcome.UNKNOWN, interrupt); // a worker reports what becomes of it
    }

    static BankInterruptedException interrupted(
            @Nullable UUID requestId, Outcome outcome, InterruptedException interrupt) {
        Thread.currentThread().interrupt();
        return new BankInterruptedException(
                requestId,
                outcome,
                outcome == Outcome.NOT_DONE
                        ? "interrupted before the call was at work; nothing was done"
                        : "interrupted while the call was at work; send the same id again to settle it",
                interrupt);
    }
}
