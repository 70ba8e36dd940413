package io.simplebank.persistence;

import java.io.Serial;
import java.sql.Connection;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;

/**
 * Opens the sessions for the library's own transactions.
 *
 * @param factory whose
 * @param autocommit whether its connections come with auto-commit, asked where no transaction was under way
 * @param replacement of connections that proved useless
 * @param connections which of its connections lead to the ledger
 */
record OwnSessions(
        SessionFactory factory, boolean autocommit, Replacement replacement, CheckedConnections connections) {

    /**
     * A session that is in no transaction yet. On a thread that is in a JTA transaction, an application server's data
     * source gives out the very connection that this transaction is on: to set it up, or to commit, would be done to
     * the caller's work.
     *
     * @throws InCallersTransactionException if it would be so; nothing was sent
     */
    StatelessSession open() {
        StatelessSession session = factory.openStatelessSession();
        try {
            if (autocommit && !session.doReturningWork(Connection::getAutoCommit)) {
                throw new InCallersTransactionException();
            }
            return session;
        } catch (RuntimeException | Error failure) {
            session.close();
            throw failure;
        }
    }

    /** The connection is in the transaction that the thread is in, which is not the library's. */
    static final class InCallersTransactionException extends IllegalStateException {

        @Serial
        private static final long serialVersionUID = 1L;

        InCallersTransactionException() {
            super(
                    "a connection came without auto-commit, though the data source gave them with it when the bank opened:"
                            + " its transaction would be somebody else's");
        }
    }
}
