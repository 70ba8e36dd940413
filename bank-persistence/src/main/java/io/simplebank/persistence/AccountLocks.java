package io.simplebank.persistence;

import io.simplebank.domain.Account;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/**
 * The one query that locks accounts, for a transaction of the library's own; {@link OrderedLocks} has it for a caller's.
 * Every lock that the library takes on accounts is taken in these two, in ascending order of id as PostgreSQL sorts them,
 * and so the library cannot deadlock with itself.
 *
 * <p>PostgreSQL locks the rows as they leave the sort ("LockRows" is on top of "Sort"), with {@code for no key update},
 * which is what Hibernate's {@code PESSIMISTIC_WRITE} gives: it does not conflict with the {@code for key share} that a
 * foreign key's check takes on the account, as the {@code for update} of the course does, which is how that one
 * deadlocks. The query selects columns instead of entities, so that it reads the row as it is even where the caller's
 * context holds a stale entity. {@code any(array)} keeps it one statement for any number of accounts.
 *
 * <p>{@code (select ?)} hides the array's length from the planner: it then finds that a plan for each call is no better
 * than one for all, and after five calls on a connection plans no more. That is a fifth of a lone transfer's time. And
 * {@code count} instead of {@code exists}, because for the first row of a table that is still empty the planner would
 * read all of it, for ever after.
 */
final class AccountLocks {

    private static final String COLUMNS = "select " + AccountRows.COLUMNS + ","
            + " (select count(*) from bank.transfers t where t.id = any((select ?)::uuid[])) > 0,"
            + " (select count(*) from bank.holds h where h.id = any((select ?)::uuid[])) > 0";

    private static final String LOCKED_ROWS =
            " from bank.accounts a where a.id = any((select ?)::uuid[]) order by a.id for no key update";

    private static final String LOCK = COLUMNS + LOCKED_ROWS;

    private static final String LOCK_FREE = LOCK + " skip locked";

    private static final String EXISTING =
            "select a.id from bank.accounts a where a.id = any((select ?)::uuid[]) order by a.id";

    /**
     * What the query saw.
     *
     * @param accounts as their rows are under the locks, outside any persistence context
     * @param transferSeen whether one of the ids is a transfer's, or may be. PostgreSQL decides that before it waits for
     *     the locks: a transfer that was posted meanwhile is not seen, except by {@link OrderedLocks}. Whoever relies on
     *     {@code false} must look again before refusing, and is stopped by the primary key when posting
     * @param holdSeen whether one of them is a hold's, in the same way
     */
    record Locked(List<Account> accounts, boolean transferSeen, boolean holdSeen) {}

    private AccountLocks() {}

    /** Waits for each lock for as long as the transaction's {@code lock_timeout} says. */
    static Locked lock(
            SharedSessionContract session,
            Collection<UUID> accountIds,
            Collection<UUID> transferIds,
            Collection<UUID> holdIds) {
        return lock(session, LOCK, accountIds, transferIds, holdIds);
    }

    /** Leaves out the accounts that another transaction holds. */
    static Locked lockFree(
            SharedSessionContract session,
            Collection<UUID> accountIds,
            Collection<UUID> transferIds,
            Collection<UUID> holdIds) {
        return lock(session, LOCK_FREE, accountIds, transferIds, holdIds);
    }

    /** Those of the accounts that {@link #lockFree} left out although they exist. */
    static List<UUID> busy(SharedSessionContract session, Collection<UUID> accountIds, Locked locked) {
        Set<UUID> missing = new HashSet<>(accountIds);
        locked.accounts().forEach(account -> missing.remove(account.getId()));
        if (missing.isEmpty()) {
            return List.of();
        }
        return Jdbc.list(
                session,
                EXISTING,
                statement -> Jdbc.setUuids(statement, 1, missing),
                row -> row.getObject(1, UUID.class));
    }

    private static Locked lock(
            SharedSessionContract session,
            String sql,
            Collection<UUID> accountIds,
            Collection<UUID> transferIds,
            Collection<UUID> holdIds) {
        if (accountIds.isEmpty()) {
            return new Locked(List.of(), true, true);
        }
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, sql)) {
                Jdbc.setUuids(statement, 1, transferIds);
                Jdbc.setUuids(statement, 2, holdIds);
                Jdbc.setUuids(statement, 3, accountIds);
                try (ResultSet rows = statement.executeQuery()) {
                    return read(rows, accountIds.size());
                }
            }
        });
    }

    private static Locked read(ResultSet rows, int expected) throws SQLException {
        List<Account> accounts = new ArrayList<>(expected);
        boolean transferSeen = true; // without a row there is no answer to read: the question is left open
        boolean holdSeen = true;
        while (rows.next()) {
            accounts.add(AccountRows.read(rows));
            transferSeen = rows.getBoolean(13);
            holdSeen = rows.getBoolean(14);
        }
        return new Locked(accounts, transferSeen, holdSeen);
    }
}
