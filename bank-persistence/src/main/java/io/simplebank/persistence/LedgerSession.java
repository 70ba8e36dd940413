package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.persistence.AccountLocks.Locked;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Collection;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/** A session inside a transaction, and how accounts are locked in it. */
interface LedgerSession {

    /** In the log of the server only, which it is written to with the transaction. */
    String LEAVE_A_TRACE = "select pg_catalog.pg_logical_emit_message(true, 'simplebank', '')";

    /** Hibernate's session, for queries and for work on its connection. */
    SharedSessionContract hibernate();

    /**
     * Whether the answer to an earlier attempt's COMMIT was lost: what the work asks for may have been done by itself. A
     * state that is as asked for is then success, and any other refusal is reported as unknown.
     */
    boolean followsUnknownOutcome();

    /**
     * Locks accounts in the ledger's order, reads them as they are under the locks, and looks on the way whether any of
     * some transfers and holds exists.
     */
    Locked lock(Collection<UUID> accountIds, Collection<UUID> transferIds, Collection<UUID> holdIds);

    /** As {@link #lock(Collection, Collection, Collection)}, leaving out the accounts that another transaction holds. */
    Locked lockFree(Collection<UUID> accountIds);

    /** Locks one account and reads it; nothing is found if it does not exist. */
    default Optional<Account> lock(UUID accountId) {
        return lock(List.of(accountId), List.of(), List.of()).accounts().stream()
                .findFirst();
    }

    /**
     * Asked before the write that ends the work: whether it is to carry COMMIT along, which saves a round trip. Only
     * where the library owns the transaction, because Hibernate does not hear of it.
     */
    boolean commitsWithNextWrite();

    /**
     * Called when the write that {@link #commitsWithNextWrite} was asked for has been executed.
     *
     * @throws UnconfirmedCommitException if it carried a COMMIT that did not wait for the standby
     */
    void written(Statement write) throws SQLException;

    /**
     * Has COMMIT wait for the standby, though nothing is changed: what the work has found, and answers with, may be there
     * on this server only. Where accounts are locked it waits anyway, because a lock on a row is written down.
     */
    default void awaitStandby() {
        hibernate().doWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(hibernate(), connection, LEAVE_A_TRACE)) {
                statement.execute();
            }
        });
    }

    /** Called when rows of accounts and holds have been changed behind Hibernate's back. */
    void changed(Collection<UUID> accountIds, Collection<UUID> holdIds);

    /** Called when rows of accounts have been changed behind Hibernate's back. */
    default void changed(Collection<UUID> accountIds) {
        changed(accountIds, List.of());
    }

    /** Called when the references of the transfer and of the hold of an id have been blanked behind Hibernate's back. */
    void blanked(UUID transferId);

    /** Called when the row of an account has been deleted behind Hibernate's back. */
    void removed(UUID accountId);
}
