package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.persistence.AccountLocks.Locked;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/**
 * Locks accounts in a caller's transaction, which may have locked others before: the query of {@link AccountLocks}, for one
 * call after the other.
 *
 * <p>Several calls in one transaction ("pay, then fee") take their locks one after the other. An account behind all that
 * are held, in PostgreSQL's order, may be waited for: then every transaction waits in the ledger's order, and none of them
 * can deadlock. Any other account is taken if it is free or held already; if it is busy, nothing is waited for.
 *
 * <p>The last account that is held is kept <b>in the transaction itself</b>, as a setting of PostgreSQL's that is local to
 * it. So it is always that of the locks: {@code rollback to savepoint} takes back both, {@code release savepoint} keeps
 * both, they end together, and two entity managers on one connection share them. It is read and set by the statement that
 * locks, in one round trip.
 *
 * <p>It also sees to it that a null in an array is a null, where the caller's session has {@code array_nulls} off: what is
 * written under the locks would say {@code NULL} in letters.
 *
 * <p>A second statement in the same round trip looks for the ids. Under {@code read committed} its snapshot is taken
 * under the locks: it sees what was posted while they were waited for, or between the first one's snapshot and its locks.
 * Nobody can repeat a caller's transaction, and a primary key that refuses would abort it.
 */
final class OrderedLocks {

    /** A custom setting, which anybody may set: two words with a point between them. */
    private static final String LAST = "simplebank.last_locked_account";

    /**
     * In order: {@code behind} is taken without waiting, {@code busy} is what that left out, {@code ahead} is waited for,
     * unless an account is busy and the call will be refused anyway. {@code array(…)} and {@code set_config} are evaluated
     * once. There is a row where no account is found, too.
     */
    private static final String LOCK = String.format(Locale.ROOT, """
            with wanted as materialized (
              select ?::pg_catalog.uuid[] as ids, ?::boolean as waits,
                nullif(pg_catalog.current_setting('%1$s', true), '')::pg_catalog.uuid as last_id
            ), behind as materialized (
              select * from bank.accounts a
              where a.id = any((select ids from wanted)::pg_catalog.uuid[])
                and (a.id <= (select last_id from wanted) or not (select waits from wanted))
              order by a.id for no key update skip locked
            ), busy as materialized (
              select a.id from bank.accounts a
              where a.id = any((select ids from wanted)::pg_catalog.uuid[])
                and a.id <= (select last_id from wanted) and a.id not in (select b.id from behind b)
            ), ahead as materialized (
              select * from bank.accounts a
              where a.id = any((select ids from wanted)::pg_catalog.uuid[])
                and (a.id <= (select last_id from wanted)) is not true and (select waits from wanted)
                and not exists (select from busy)
              order by a.id for no key update
            ), locked as (
              select * from behind union all select * from ahead
            )
            select %2$s, array(select b.id from busy b order by b.id),
              (select pg_catalog.set_config('%1$s', coalesce(greatest(
                  w.last_id, (select l.id from locked l order by l.id desc limit 1))::pg_catalog.text, ''), true)
                from wanted w),
              (select pg_catalog.set_config('array_nulls', 'on', true))
            from wanted left join locked a on true;
            """, LAST, AccountRows.COUNTED_COLUMNS);

    private static final String LOOK = """
            select (select count(*) from bank.transfers t where t.id = any((select ?)::pg_catalog.uuid[])) > 0,
              (select count(*) from bank.holds h where h.id = any((select ?)::pg_catalog.uuid[])) > 0""";

    private static final int COLUMNS_OF_LOOK = 2;

    private static final String LOCK_AND_LOOK = LOCK + LOOK;

    /**
     * What the statements saw.
     *
     * @param locked the accounts that are locked now, and whether the ids were seen under their locks
     * @param busy those of the accounts that could not be waited for, in PostgreSQL's order; if there is one, accounts
     *     behind it may not have been locked
     */
    record Taken(Locked locked, List<UUID> busy) {}

    private OrderedLocks() {}

    /** Waits, where that is in order, for as long as the transaction's {@code lock_timeout} says. */
    static Taken lock(
            SharedSessionContract session,
            Collection<UUID> accountIds,
            Collection<UUID> transferIds,
            Collection<UUID> holdIds) {
        return lock(session, true, accountIds, transferIds, holdIds);
    }

    /** Leaves out the accounts that another transaction holds. */
    static Locked lockFree(SharedSessionContract session, Collection<UUID> accountIds) {
        return lock(session, false, accountIds, List.of(), List.of()).locked();
    }

    private static Taken lock(
            SharedSessionContract session,
            boolean waits,
            Collection<UUID> accountIds,
            Collection<UUID> transferIds,
            Collection<UUID> holdIds) {
        if (accountIds.isEmpty()) {
            return new Taken(new Locked(List.of(), true, true), List.of());
        }
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, LOCK_AND_LOOK)) {
                Jdbc.setUuids(statement, 1, accountIds);
                statement.setBoolean(2, waits);
                Jdbc.setUuids(statement, 3, transferIds);
                Jdbc.setUuids(statement, 4, holdIds);
                statement.execute();
                if (statement.getResultSet().getMetaData().getColumnCount() > COLUMNS_OF_LOOK) {
                    Rows rows = read(statement.getResultSet());
                    statement.getMoreResults();
                    return look(rows, statement.getResultSet());
                }
            }
            return lockThenLook(session, connection, waits, accountIds, transferIds, holdIds);
        });
    }

    /**
     * The same in two round trips. With {@code prepareThreshold=-1} in the host's URL, the driver takes the columns of the
     * second statement for those of the first, and reads nothing; what was locked is locked.
     */
    private static Taken lockThenLook(
            SharedSessionContract session,
            Connection connection,
            boolean waits,
            Collection<UUID> accountIds,
            Collection<UUID> transferIds,
            Collection<UUID> holdIds)
            throws SQLException {
        try (PreparedStatement lock = Jdbc.prepare(session, connection, LOCK);
                PreparedStatement look = Jdbc.prepare(session, connection, LOOK)) {
            Jdbc.setUuids(lock, 1, accountIds);
            lock.setBoolean(2, waits);
            Jdbc.setUuids(look, 1, transferIds);
            Jdbc.setUuids(look, 2, holdIds);
            return look(read(lock.executeQuery()), look.executeQuery());
        }
    }

    /** What the first statement answers. */
    private record Rows(List<Account> accounts, List<UUID> busy) {}

    private static Rows read(ResultSet locked) throws SQLException {
        List<Account> accounts = new ArrayList<>();
        List<UUID> busy = List.of();
        try (locked) {
            while (locked.next()) {
                busy = List.of((UUID[]) locked.getArray(14).getArray());
                if (locked.getObject(1) != null) {
                    accounts.add(AccountRows.readCounted(locked));
                }
            }
        }
        return new Rows(accounts, busy);
    }

    private static Taken look(Rows rows, ResultSet seen) throws SQLException {
        try (seen) {
            seen.next();
            return new Taken(new Locked(rows.accounts(), seen.getBoolean(1), seen.getBoolean(2)), rows.busy());
        }
    }
}
