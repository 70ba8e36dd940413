package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.hibernate.jpa.SpecHints;
import org.hibernate.query.SelectionQuery;

/**
 * The one query that locks accounts. Every lock that the library takes on accounts is taken here, in ascending order of
 * id as PostgreSQL sorts them, and so the library cannot deadlock with itself.
 *
 * <p>PostgreSQL locks the rows as they leave the sort ("LockRows" is on top of "Sort"), with {@code for no key update}:
 * it does not conflict with the {@code for key share} that a foreign key's check takes on the account, as the
 * {@code for update} of the course does, which is how that one deadlocks. The query selects columns instead of entities,
 * so that it reads the row as it is even where the caller's context holds a stale entity. {@code = any(array)} keeps it
 * one statement for any number of accounts; an HQL list would make a text for each.
 */
final class AccountLocks {

    private static final int SKIP_LOCKED = -2;
    private static final int COLUMNS_OF_ACCOUNT = 11;

    private static final String LOCK = """
            select a.id, a.owner, a.currency, a.balance, a.held, a.minimumBalance, a.status, a.position, a.version,
              a.openedAt, a.lastBookedAt,
              case when exists (select 1 from Transfer t where cast(sql('(? = any(?))', t.id, :transfers) as Boolean))
                then true else false end
            from Account a
            where cast(sql('(? = any(?))', a.id, :accounts) as Boolean)
            order by a.id""";

    private static final String EXISTING =
            "select a.id from Account a where cast(sql('(? = any(?))', a.id, :ids) as Boolean) order by a.id";

    /**
     * What the query saw.
     *
     * @param accounts as their rows are under the locks, outside any persistence context
     * @param transferSeen whether one of the transfers exists. PostgreSQL decides that before it waits for the locks: a
     *     transfer that was posted meanwhile is not seen. Whoever relies on {@code false} must look again before
     *     refusing, and is stopped by the primary key when posting
     */
    record Locked(List<Account> accounts, boolean transferSeen) {}

    private AccountLocks() {}

    /** Waits for each lock for as long as the transaction's {@code lock_timeout} says. */
    static Locked lock(SharedSessionContract session, Collection<UUID> accountIds, Collection<UUID> transferIds) {
        return read(query(session, accountIds, transferIds));
    }

    /** Leaves out the accounts that another transaction holds. */
    static Locked lockFree(SharedSessionContract session, Collection<UUID> accountIds, Collection<UUID> transferIds) {
        return read(query(session, accountIds, transferIds).setHint(SpecHints.HINT_SPEC_LOCK_TIMEOUT, SKIP_LOCKED));
    }

    /** Those of the accounts that {@link #lockFree} left out although they exist. */
    static List<UUID> busy(SharedSessionContract session, Collection<UUID> accountIds, Locked locked) {
        Set<UUID> missing = new HashSet<>(accountIds);
        locked.accounts().forEach(account -> missing.remove(account.getId()));
        if (missing.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(EXISTING, UUID.class)
                .setParameter("ids", missing.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    private static SelectionQuery<Object[]> query(
            SharedSessionContract session, Collection<UUID> accountIds, Collection<UUID> transferIds) {
        return session.createSelectionQuery(LOCK, Object[].class)
                .setParameter("accounts", accountIds.toArray(UUID[]::new), UUID[].class)
                .setParameter("transfers", transferIds.toArray(UUID[]::new), UUID[].class)
                .setLockMode(LockModeType.PESSIMISTIC_WRITE);
    }

    private static Locked read(SelectionQuery<Object[]> query) {
        List<Object[]> rows = query.getResultList();
        // Without a row there is no answer to read: the question is left open.
        boolean transferSeen = rows.isEmpty() || (boolean) rows.get(0)[COLUMNS_OF_ACCOUNT];
        return new Locked(rows.stream().map(AccountLocks::account).toList(), transferSeen);
    }

    private static Account account(Object[] row) {
        return Account.restore(
                (UUID) row[0],
                (String) row[1],
                (String) row[2],
                (long) row[3],
                (long) row[4],
                (Long) row[5],
                (AccountStatus) row[6],
                (long) row[7],
                (long) row[8],
                (Instant) row[9],
                (Instant) row[10]);
    }
}
