package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.persistence.OwnSessions.InCallersTransactionException;
import io.simplebank.persistence.TransactionFailure.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Function;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/**
 * Transactions that the library begins, commits and, where that is safe, repeats. Thread-safe.
 *
 * <p>What is repeated, each time in a fresh session: serialization failures and deadlocks (the database has rolled
 * back), a lost connection (the work looks up its ids under the locks, so it finds out whether the lost COMMIT
 * happened), a connection that takes no writes (another may lead to the server that does), and once a unique key that
 * another node was first to use.
 *
 * <p>They run on the caller's thread, or apart from it where that one is in a JTA transaction.
 */
final class OwnTransactions implements Transacting {

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(2);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(200);

    private final OwnSessions sessions;
    private final @Nullable String preface;
    private final @Nullable String readPreface;
    private final Retries retries;
    private final Observations observations;
    /** What becomes of a transaction whose COMMIT is lost. */
    private enum Effect {
        /** Nothing can have been done. */
        NONE,
        /** It is done or not. */
        CHANGES
    }

    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param preface SQL that sets up every transaction, {@code null} where the connections come set up
     * @param readPreface the same for those that only read
     * @param retries how often and for how long a transaction is tried
     * @param observations told of every lost connection and of every further attempt
     */
    OwnTransactions(
            OwnSessions sessions,
            @Nullable String preface,
            @Nullable String readPreface,
            Retries retries,
            Observations observations) {
        this.sessions = sessions;
        this.preface = preface;
        this.readPreface = readPreface;
        this.retries = retries;
        this.observations = observations;
    }

    /** Refuses every call from now on. */
    void close() {
        closed.set(true);
    }

    /** Reports a piece of a call's work that was refused, where the call goes on without it. */
    void refused(Command<?> piece, RuntimeException reason) {
        observations.turnedAway(piece, reason);
    }

    @Override
    public <T> T read(Function<SharedSessionContract, T> work) {
        return run(null, readPreface, Effect.NONE, session -> work.apply(session.hibernate()));
    }

    @Override
    public <T> T write(@Nullable UUID requestId, Function<LedgerSession, T> work) {
        return run(requestId, preface, Effect.CHANGES, work);
    }

    private <T> T run(
            @Nullable UUID requestId, @Nullable String itsPreface, Effect effect, Function<LedgerSession, T> work) {
        try {
            return run(new Call<>(itsPreface, effect, Stopwatch.OFF, work));
        } catch (TransactionFailure failure) {
            throw failure.forRequest(requestId);
        }
    }

    /**
     * Runs work in a transaction, in as many attempts as it takes and is allowed.
     *
     * @param stopwatch takes the time of each attempt
     * @throws TransactionFailure if it did not come to its end
     */
    <T> T run(Stopwatch stopwatch, Function<LedgerSession, T> work) {
        return run(new Call<>(preface, Effect.CHANGES, stopwatch, work));
    }

    private <T> T run(Call<T> call) {
        if (closed.get()) {
            throw new TransactionFailure(Kind.CLOSED, Outcome.NOT_DONE, null);
        }
        try {
            return call.run();
        } catch (InCallersTransactionException here) {
            return Apart.call(call::run);
        }
    }

    /** One call, through all its attempts. */
    private final class Call<T> {

        private final @Nullable String itsPreface;
        private final Effect effect;
        private final Stopwatch stopwatch;
        private final Function<LedgerSession, T> work;
        private final List<RuntimeException> earlierFailures = new ArrayList<>();
        /** Whether the answer to an earlier attempt's COMMIT was lost. */
        private Outcome outcome = Outcome.NOT_DONE;

        private boolean rechecked;
        /** Whether a server is waited for that takes writes, which takes longer than others' transactions do. */
        private boolean readOnly;

        Call(@Nullable String itsPreface, Effect effect, Stopwatch stopwatch, Function<LedgerSession, T> work) {
            this.itsPreface = itsPreface;
            this.effect = effect;
            this.stopwatch = stopwatch;
            this.work = work;
        }

        T run() {
            long begun = System.nanoTime();
            for (int attempt = 1; ; attempt++) {
                OwnTransaction<T> transaction = new OwnTransaction<>(sessions, itsPreface, stopwatch, work, outcome);
                try {
                    return transaction.run();
                } catch (InCallersTransactionException here) {
                    throw here;
                } catch (BankException refusal) {
                    throw outcome == Outcome.UNKNOWN && refusal.getOutcome() == Outcome.NOT_DONE
                            ? ended(Kind.UNDECIDED, refusal)
                            : refusal;
                } catch (RuntimeException failure) {
                    Kind end = judge(transaction, failure, retries.areOver(attempt, begun));
                    if (end != null) {
                        throw ended(end, failure);
                    }
                    earlierFailures.add(failure);
                    observations.retried(failure, attempt);
                    pause(attempt);
                }
            }
        }

        private TransactionFailure ended(Kind kind, RuntimeException failure) {
            TransactionFailure end = new TransactionFailure(kind, outcome, failure);
            earlierFailures.forEach(earlier -> end.addSuppressed(ServerMessage.withoutDetail(earlier)));
            return end;
        }

        /** Why the call ends, or {@code null} if it is to be tried again. */
        private @Nullable Kind judge(OwnTransaction<T> transaction, RuntimeException failure, boolean last) {
            if (!transaction.isConnected()) {
                return isInterrupted(failure) ? Kind.INTERRUPTED : closed.get() ? Kind.CLOSED : Kind.NO_CONNECTION;
            }
            if (failure instanceof UnconfirmedCommitException) {
                outcome = Outcome.UNKNOWN; // and the next attempt would find it here, which proves nothing
                return Kind.UNCONFIRMED;
            }
            if (failure instanceof OtherLedgerException) {
                sessions.replacement().afterLoss(); // a connection that is made anew may lead to the right one
                return Kind.OTHER_LEDGER;
            }
            String state = SqlState.of(failure);
            SqlMeaning meaning = SqlMeaning.of(failure);
            if (effect == Effect.CHANGES
                    && transaction.isCommitting()
                    && (meaning == null || meaning == SqlMeaning.LOST)) {
                outcome = Outcome.UNKNOWN; // any other answer is an error that the server has rolled back for
            }
            if (meaning == null) {
                if (outcome == Outcome.NOT_DONE) {
                    throw failure; // not the database's doing
                }
                return Kind.FAILED;
            }
            return switch (meaning) {
                case LOST -> {
                    sessions.replacement().afterLoss();
                    observations.lost(String.valueOf(state), transaction.isCommitting());
                    // On a virtual thread an interrupt closes the driver's socket.
                    yield Thread.currentThread().isInterrupted() ? Kind.INTERRUPTED : last ? Kind.LOST : null;
                }
                case READ_ONLY -> {
                    readOnly = true;
                    yield last ? transaction.isBehindStandby() ? Kind.STANDBY : Kind.READ_ONLY : null;
                }
                case ROLLED_BACK -> last ? Kind.CONTENDED : null;
                case BUSY -> Kind.BUSY;
                case CANCELLED -> Kind.TOO_SLOW;
                case MIXED_UP -> Kind.MIXED_UP;
                case UNABLE -> Kind.FAILED;
                case MISMATCHED -> Kind.MISMATCHED;
                case REFUSED -> {
                    boolean again = SqlState.UNIQUE_VIOLATION.equals(state) && !rechecked && !last;
                    rechecked |= again;
                    yield again ? null : Kind.REFUSED;
                }
            };
        }

        /** Waits a random part of a pause that doubles with each attempt, so that rivals do not meet again. */
        private void pause(int attempt) {
            long longest = readOnly
                    ? LONGEST_PAUSE_NANOS
                    : Math.min(FIRST_PAUSE_NANOS << Math.min(attempt, 20), LONGEST_PAUSE_NANOS);
            try {
                TimeUnit.NANOSECONDS.sleep(ThreadLocalRandom.current().nextLong(longest));
            } catch (InterruptedException interrupt) {
                Thread.currentThread().interrupt();
                throw ended(Kind.INTERRUPTED, new IllegalStateException(interrupt));
            }
        }
    }

    private static boolean isInterrupted(Throwable failure) {
        int bound = 100; // a chain of causes may be a circle
        for (Throwable cause = failure; cause != null && bound-- > 0; cause = cause.getCause()) {
            if (cause instanceof InterruptedException) {
                return true;
            }
        }
        return false;
    }
}
