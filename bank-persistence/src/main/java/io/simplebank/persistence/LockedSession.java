package io.simplebank.persistence;

import io.simplebank.persistence.AccountLocks.Locked;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/**
 * A session in which all accounts that can be asked for have been locked already, and read. Confined to one thread.
 *
 * @param session the session itself
 * @param locked what the query saw
 */
record LockedSession(LedgerSession session, Locked locked) implements LedgerSession {

    @Override
    public SharedSessionContract hibernate() {
        return session.hibernate();
    }

    @Override
    public boolean followsUnknownOutcome() {
        return session.followsUnknownOutcome();
    }

    /** Answers with what was locked, of more accounts perhaps, and for more ids. */
    @Override
    public Locked lock(Collection<UUID> accountIds, Collection<UUID> transferIds, Collection<UUID> holdIds) {
        return locked;
    }

    @Override
    public Locked lockFree(Collection<UUID> accountIds) {
        return session.lockFree(accountIds);
    }

    @Override
    public boolean commitsWithNextWrite() {
        return session.commitsWithNextWrite();
    }

    @Override
    public void written(Statement write) throws SQLException {
        session.written(write);
    }

    @Override
    public void awaitStandby() {
        session.awaitStandby();
    }

    @Override
    public void changed(Collection<UUID> accountIds, Collection<UUID> holdIds) {
        session.changed(accountIds, holdIds);
    }

    @Override
    public void blanked(UUID transferId) {
        session.blanked(transferId);
    }

    @Override
    public void removed(UUID accountId) {
        session.removed(accountId);
    }
}
