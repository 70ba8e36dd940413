package io.simplebank.persistence;

import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * Hears what a {@link Bank} does, for metrics and alarms; set with {@link BankBuilder#listener}. Nothing that it hears names
 * an owner, a reference, an amount or an id.
 *
 * <p><b>When, and on which thread.</b> Answers are reported when they are final, after the commit and before their callers
 * hear of them, so that a caller who has its answer finds it counted. That is on the bank's own threads, on several of
 * them at a time; on the caller's where a call never came to work; on either for retries and lost connections. An
 * implementation must be thread-safe, must not block (every caller waits for it), and must not call the bank.
 *
 * <p><b>If it throws,</b> no call suffers: whatever it throws is caught, it goes on being told, and the other listeners are
 * told too. The first time, a warning with the exception goes to the {@link System.Logger} {@code
 * io.simplebank.persistence.BankListener}: the only thing that the library logs.
 *
 * <p><b>What is not reported:</b> calls of {@link AccountService} other than adjustments, look-ups such as {@link
 * TransferService#find} and {@link TransferService#expireHolds}, except for their retries and lost connections; calls of
 * one {@code transferEach} that were never begun because an earlier one could not be carried out; and whatever is done by
 * {@link TransferService#joining}, which belongs to no bank and whose end only the owner of the transaction knows. JFR's
 * event {@code io.simplebank.JoinedCall} tells of the latter.
 */
public interface BankListener {

    /**
     * The bank is open; told once, before anybody can call it.
     *
     * @param bank the bank, of which a listener may keep hold until {@link #onClose}
     */
    default void onOpen(Bank bank) {}

    /**
     * A group of calls, perhaps of a single one, has been at work.
     *
     * @param group its size, and what took its time
     */
    default void onGroup(Group group) {}

    /**
     * Calls have come to the same end, together.
     *
     * @param answers how many, and which
     */
    default void onAnswers(Answers answers) {}

    /**
     * A transaction of the bank is about to be tried again.
     *
     * @param retry why
     */
    default void onRetry(Retry retry) {}

    /**
     * A connection was lost within a transaction.
     *
     * @param loss when
     */
    default void onConnectionLost(ConnectionLoss loss) {}

    /**
     * The bank is closed, and has answered everybody.
     *
     * @param bank the bank
     */
    default void onClose(Bank bank) {}

    /** What a call asks for. */
    enum Kind {
        /** {@code transfer}, {@code submit}, or one of {@code transferEach}. */
        TRANSFER,
        /** {@code transferAll}. */
        TRANSFER_ALL,
        /** {@code hold}. */
        HOLD,
        /** {@code capture}. */
        CAPTURE,
        /** {@code release}. */
        RELEASE,
        /** {@code reverse}. */
        REVERSAL,
        /** {@code adjustBalance}. */
        ADJUSTMENT,
        /** What {@code capture}, {@code release} and {@code reverse} look up first, because it names the accounts. */
        LOOKUP;

        /** Whether its outcome is that of a transfer. */
        boolean isOfTransfers() {
            return this != HOLD && this != RELEASE && this != LOOKUP;
        }
    }

    /** How a call ended. */
    enum Outcome {
        /** It was done. */
        POSTED,
        /**
         * Nothing moved, because it had been done before, perhaps by an attempt of this very call whose COMMIT went
         * unanswered; or an adjustment found no difference.
         */
        REPLAYED,
        /** The ledger refused it; nothing was done. */
        REFUSED,
        /** The bank could not answer, or was closed; nothing was done. */
        UNAVAILABLE,
        /** The bank does not know: the same id has to be sent again. */
        UNKNOWN
    }

    /**
     * Calls that came to the same end.
     *
     * @param kind what they asked for
     * @param outcome how they ended
     * @param error the class of the exception that they threw, {@code null} if they threw none
     * @param calls how many, 1 or more
     * @param transfers how many transfers they asked for together; 0 for holds, releases and look-ups
     */
    record Answers(Kind kind, Outcome outcome, @Nullable Class<?> error, int calls, int transfers) {}

    /**
     * A group at work. Its times are those of all its transactions together: more than one where a call in it had to be
     * set apart.
     *
     * @param calls how many calls it took from the queue, 1 or more
     * @param transfers how many transfers these asked for together
     * @param accounts how many accounts were locked, at most in one transaction
     * @param queueDepth how many calls waited when it was taken, its own among them
     * @param longestWait how long its first call had waited
     * @param lockTime how long the queries took that lock its accounts, waiting for others' locks included
     * @param writeTime how long writing and committing took, which is one statement
     * @param transactions in how many transactions, 1 or more if there was a connection
     * @param postponed how many of its calls were set apart, to wait for accounts or other locks that others hold
     */
    record Group(
            int calls,
            int transfers,
            int accounts,
            int queueDepth,
            Duration longestWait,
            Duration lockTime,
            Duration writeTime,
            int transactions,
            int postponed) {}

    /**
     * A transaction that is tried again.
     *
     * @param sqlState PostgreSQL's reason: 40001 for a serialization failure, 40P01 for a deadlock, 08… or 57P… for a lost
     *     connection, 23505 for an id that another node was first to use
     * @param attempt how many attempts have failed, 1 or more
     */
    record Retry(String sqlState, int attempt) {}

    /**
     * A connection that was lost.
     *
     * @param sqlState the driver's or PostgreSQL's reason, 08… or 57P…
     * @param duringCommit whether COMMIT was on its way: whether the transaction happened is then unknown, until the next
     *     attempt has looked
     */
    record ConnectionLoss(String sqlState, boolean duringCommit) {}
}
