package io.simplebank.persistence;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.persistence.AccountLocks.Locked;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.SharedSessionContract;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.jspecify.annotations.Nullable;

/**
 * One attempt at a transaction of the library's own, and how far it came. A stateless session caches nothing, so there
 * is nobody's context to keep fresh. Confined to one thread.
 */
final class OwnTransaction<T> implements LedgerSession {

    private final OwnSessions sessions;
    private final @Nullable String preface;
    private final Stopwatch stopwatch;
    private final Function<LedgerSession, T> work;
    private final Outcome earlier;
    private @Nullable StatelessSession session;
    private boolean connected;
    private boolean committing;
    private boolean standby;

    /**
     * @param earlier what is known of the attempts before this one
     */
    OwnTransaction(
            OwnSessions sessions,
            @Nullable String preface,
            Stopwatch stopwatch,
            Function<LedgerSession, T> work,
            Outcome earlier) {
        this.sessions = sessions;
        this.preface = preface;
        this.stopwatch = stopwatch;
        this.work = work;
        this.earlier = earlier;
    }

    /** Whether there was a connection: without one, nothing can have happened. */
    boolean isConnected() {
        return connected;
    }

    /** Whether COMMIT was on its way: a failure then leaves the outcome unknown. */
    boolean isCommitting() {
        return committing;
    }

    /** Whether what takes no writes is a standby. */
    boolean isBehindStandby() {
        return standby;
    }

    T run() {
        try (StatelessSession opened = sessions.open()) {
            session = opened;
            Transaction transaction = opened.beginTransaction();
            try {
                opened.doWork(this::setUp);
                T result = work.apply(this);
                opened.doWork(this::commit);
                transaction.commit(); // for Hibernate to know: the driver sends nothing more
                return result;
            } catch (RuntimeException failure) {
                replaceIfReadOnly(opened, failure);
                rollBack(transaction, failure);
                throw failure;
            } catch (Error failure) {
                rollBack(transaction, failure);
                throw failure;
            } finally {
                stopwatch.endTransaction();
            }
        }
    }

    private void beginCommit() {
        committing = true;
        stopwatch.beginWriting();
    }

    /** Without a round trip where the work has ended the transaction. Hibernate would drop the warnings. */
    private void commit(Connection connection) throws SQLException {
        beginCommit();
        connection.clearWarnings();
        connection.commit();
        UnconfirmedCommitException.throwIfAmong(connection.getWarnings());
    }

    private void setUp(Connection connection) throws SQLException {
        connected = true;
        stopwatch.beginTransaction();
        sessions.connections().setUp(connection, preface);
    }

    /** Before the pool has the connection back. */
    private void replaceIfReadOnly(StatelessSession opened, RuntimeException failure) {
        if (SqlMeaning.of(failure) == SqlMeaning.READ_ONLY) {
            try {
                opened.doWork(connection -> {
                    standby = Standby.isBehind(connection);
                    sessions.replacement().afterReadOnly(connection, standby);
                });
            } catch (RuntimeException gone) {
                failure.addSuppressed(gone);
            }
        }
    }

    private static void rollBack(Transaction transaction, Throwable failure) {
        try {
            if (transaction.isActive()) {
                transaction.rollback();
            }
        } catch (RuntimeException alreadyGone) {
            failure.addSuppressed(alreadyGone);
        }
    }

    @Override
    public SharedSessionContract hibernate() {
        if (session == null) {
            throw new IllegalStateException("the transaction has not begun");
        }
        return session;
    }

    @Override
    public boolean followsUnknownOutcome() {
        return earlier == Outcome.UNKNOWN;
    }

    @Override
    public Locked lock(Collection<UUID> accountIds, Collection<UUID> transferIds, Collection<UUID> holdIds) {
        stopwatch.beginLocking(accountIds.size());
        try {
            return AccountLocks.lock(hibernate(), accountIds, transferIds, holdIds);
        } finally {
            stopwatch.endLocking();
        }
    }

    @Override
    public Locked lockFree(Collection<UUID> accountIds) {
        return AccountLocks.lockFree(hibernate(), accountIds, List.of(), List.of());
    }

    @Override
    public boolean commitsWithNextWrite() {
        beginCommit();
        return true;
    }

    @Override
    public void written(Statement write) throws SQLException {
        UnconfirmedCommitException.throwIfAmong(write.getWarnings());
    }

    @Override
    public void changed(Collection<UUID> accountIds, Collection<UUID> holdIds) {
        // nothing is cached here
    }

    @Override
    public void blanked(UUID transferId) {
        // nothing is cached here
    }

    @Override
    public void removed(UUID accountId) {
        // nothing is cached here
    }
}
