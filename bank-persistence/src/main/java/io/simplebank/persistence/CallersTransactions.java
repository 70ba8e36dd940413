package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.Hold;
import io.simplebank.domain.LockOrderException;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.AccountLocks.Locked;
import io.simplebank.persistence.TransactionFailure.Kind;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.Statement;
import java.util.Collection;
import java.util.UUID;
import java.util.function.Function;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/**
 * Takes part in the transaction that the caller's entity manager is in, and never begins, commits, retries, clears or
 * closes. As thread-safe as the entity manager: a shared proxy may be used from many threads, a plain one may not.
 */
final class CallersTransactions implements Transacting {

    private final EntityManager entityManager;

    private CallersTransactions(EntityManager entityManager) {
        this.entityManager = entityManager;
    }

    /** Refuses one whose persistence unit does not know the ledger, which its calls would find out one by one. */
    static CallersTransactions of(EntityManager entityManager) {
        PersistenceUnit.knowingTheLedger(entityManager.getEntityManagerFactory());
        return new CallersTransactions(entityManager);
    }

    /**
     * Outside a transaction too: where there is no session then, this opens one for the call. What is read are the rows,
     * with what the caller has changed and not flushed, as for a query of the caller's.
     */
    @Override
    public <T> T read(Function<SharedSessionContract, T> work) {
        Session session = Sessions.of(entityManager);
        if (session == null) {
            return entityManager
                    .getEntityManagerFactory()
                    .unwrap(SessionFactory.class)
                    .fromSession(work);
        }
        ManagedEntities.flush(session);
        return work.apply(session);
    }

    @Override
    public <T> T write(@Nullable UUID requestId, Function<LedgerSession, T> work) {
        Session session = sessionInTransaction();
        session.flush(); // the caller's changes: errors in them are the caller's, and are not translated
        try {
            return work.apply(new CallersSession(session, requestId));
        } catch (RuntimeException failure) {
            throw translate(requestId, failure);
        }
    }

    private Session sessionInTransaction() {
        Session session = Sessions.of(entityManager);
        if (session == null || !session.isJoinedToTransaction()) {
            throw new IllegalStateException("there is no transaction to join: begin one on this entity manager first,"
                    + " or let the library run its own through Bank.transfers() and Bank.accounts()");
        }
        if (session.isDefaultReadOnly() || session.doReturningWork(Connection::isReadOnly)) {
            throw readOnly(null);
        }
        session.doWork(PersistenceUnit::requireTransaction);
        return session;
    }

    private static RuntimeException translate(@Nullable UUID requestId, RuntimeException failure) {
        SqlMeaning meaning = SqlMeaning.of(failure);
        if (meaning == null) {
            return failure;
        }
        return switch (meaning) {
            case BUSY -> refusal(Kind.BUSY, requestId, failure);
            case REFUSED -> refusal(Kind.REFUSED, requestId, failure);
            case MISMATCHED -> refusal(Kind.MISMATCHED, requestId, failure);
            case READ_ONLY -> readOnly(failure);
            default -> failure; // deadlocks and lost connections are for whoever owns the transaction
        };
    }

    private static BankException refusal(Kind kind, @Nullable UUID requestId, RuntimeException failure) {
        return new TransactionFailure(kind, Outcome.NOT_DONE, failure).forRequest(requestId);
    }

    private static IllegalStateException readOnly(@Nullable RuntimeException cause) {
        return new IllegalStateException(
                "the caller's transaction is read-only: money cannot move in it"
                        + (cause == null ? "" : ". Or its connection leads to a standby, and has to be replaced"),
                cause);
    }

    /** The caller's session for the length of one call. */
    private record CallersSession(
            Session hibernate, @Nullable UUID requestId) implements LedgerSession {

        @Override
        public boolean followsUnknownOutcome() {
            return false;
        }

        @Override
        public Locked lock(Collection<UUID> accountIds, Collection<UUID> transferIds, Collection<UUID> holdIds) {
            OrderedLocks.Taken taken = OrderedLocks.lock(hibernate, accountIds, transferIds, holdIds);
            if (!taken.busy().isEmpty()) {
                throw new LockOrderException(requestId, taken.busy().get(0));
            }
            return taken.locked();
        }

        @Override
        public Locked lockFree(Collection<UUID> accountIds) {
            return OrderedLocks.lockFree(hibernate, accountIds);
        }

        @Override
        public boolean commitsWithNextWrite() {
            return false;
        }

        @Override
        public void written(Statement write) {
            // COMMIT is the caller's, and so are its warnings
        }

        @Override
        public void changed(Collection<UUID> accountIds, Collection<UUID> holdIds) {
            accountIds.forEach(id -> refresh(Account.class, id));
            holdIds.forEach(id -> refresh(Hold.class, id));
        }

        @Override
        public void blanked(UUID transferId) {
            refresh(Transfer.class, transferId);
            refresh(Hold.class, transferId);
        }

        private void refresh(Class<?> entity, UUID id) {
            ManagedEntities.find(hibernate, entity, id).ifPresent(hibernate::refresh);
        }

        @Override
        public void removed(UUID accountId) {
            ManagedEntities.find(hibernate, Account.class, accountId).ifPresent(hibernate::detach);
        }
    }
}
