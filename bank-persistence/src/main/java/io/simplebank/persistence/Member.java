package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

/**
 * A call on its way through the {@link GroupCommit}: a command, what it needs, until when, and its answer.
 *
 * <p>One worker at a time has it, or else the queue; the answer is thread-safe.
 */
final class Member<R> {

    private final Command<R> command;
    private final Set<UUID> accountIds;
    private final int size;
    private final long since = System.nanoTime();
    private final long busyDeadline;
    private final long deadline;
    private final CompletableFuture<Answer<R>> answer = new CompletableFuture<>();
    private Set<UUID> heldAccounts = Set.of();
    private boolean stuck;
    private int triesAlone;
    private long number;
    private volatile boolean turnedAway;
    private volatile Outcome outcome = Outcome.NOT_DONE;

    /**
     * @param busyDeadline the {@link System#nanoTime} until which the locks of others are waited for
     * @param deadline the one until which it may stay in the queue for any other reason
     */
    Member(Command<R> command, long busyDeadline, long deadline) {
        this.command = command;
        this.accountIds = command.accountIds();
        this.size = Math.max(1, command.transfers());
        this.busyDeadline = busyDeadline;
        this.deadline = deadline;
    }

    Command<R> command() {
        return command;
    }

    Set<UUID> accountIds() {
        return accountIds;
    }

    /** How many transfers it may post. */
    int size() {
        return size;
    }

    /** Its place in the order of all calls, given by the queue. */
    long number() {
        return number;
    }

    void setNumber(long number) {
        this.number = number;
    }

    /** Those of its accounts that it waits for, because another session was seen to hold them. */
    Set<UUID> heldAccounts() {
        return heldAccounts;
    }

    void waitFor(Set<UUID> itsHeldAccounts) {
        heldAccounts = itsHeldAccounts;
    }

    /** Whether it waits for another lock than an account's: on a table, or on an id that is not yet committed. */
    boolean isStuck() {
        return stuck;
    }

    void setStuck(boolean stuck) {
        this.stuck = stuck;
    }

    /** How often it was tried by itself while it was stuck. */
    int triesAlone() {
        return triesAlone;
    }

    void triedAlone() {
        triesAlone++;
    }

    long nanosWaited() {
        return System.nanoTime() - since;
    }

    boolean isPastBusyDeadline() {
        return System.nanoTime() - busyDeadline >= 0;
    }

    boolean isPastDeadline() {
        return System.nanoTime() - deadline >= 0;
    }

    long nanosToDeadline() {
        return deadline - System.nanoTime();
    }

    /** What is known of the call as long as it has no answer. */
    Outcome outcome() {
        return outcome;
    }

    /** Remembers that a transaction with this call has perhaps been committed. */
    void learnFrom(TransactionFailure failure) {
        if (failure.outcome() == Outcome.UNKNOWN) {
            becomeUnknown();
        }
    }

    /** A transaction with this call has perhaps been committed. */
    void becomeUnknown() {
        outcome = Outcome.UNKNOWN;
    }

    /** The answer, where what is known of the call may leave more of it open than its last transaction does. */
    Answer<?> settled(Answer<?> theAnswer) {
        return outcome == Outcome.UNKNOWN ? theAnswer.afterUnknownOutcome() : theAnswer;
    }

    CompletableFuture<Answer<R>> answer() {
        return answer;
    }

    @SuppressWarnings("unchecked") // the ledger answers each command with its own type
    void complete(Answer<?> theAnswer) {
        answer.complete((Answer<R>) theAnswer);
    }

    /** The error that a failed transaction is to this call. */
    BankException error(TransactionFailure failure) {
        return failure.forRequest(command.requestId(), outcome);
    }

    /** Refuses the call in the queue: no worker has it. */
    void turnAway(BankException error) {
        turnedAway = true;
        answer.complete(new Answer.Refused<>(error));
    }

    /** Whether the answer came from the queue. */
    boolean isTurnedAway() {
        return turnedAway;
    }

    /** For what is no exception to handle. Each caller gets an error of its own, with the defect as its cause. */
    void fail(Throwable defect) {
        answer.completeExceptionally(new CompletionException(defect));
    }
}
