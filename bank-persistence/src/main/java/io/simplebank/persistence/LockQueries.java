package io.simplebank.persistence;

import io.simplebank.domain.LockReport;
import java.util.Locale;

/**
 * What a {@link LockObserver} asks. Ages are in microseconds. Locks of the mode {@code SIReadLock} are left out, since
 * nobody waits for these.
 */
final class LockQueries {

    /**
     * Who waits in this database, for how long and for whom, and at which place of which table the row is. Whoever is
     * first to wait for a row holds a lock on its place and waits for the transaction that has the row; the others wait
     * for the place. To ask for whom somebody waits stops all locking for a moment, so it is asked for those who wait
     * only. See {@code src/backend/access/heap/README.tuplock} in PostgreSQL.
     */
    static final String WAITS = String.format(Locale.ROOT, """
            with lock as materialized (
              select * from pg_locks where mode <> 'SIReadLock'
            ), wait as materialized (
              select l.*, count(*) over () as total
              from lock l
              join pg_stat_activity a on a.pid = l.pid
              where not l.granted and a.datname = current_database() and l.pid <> pg_backend_pid()
              order by l.waitstart nulls last, l.pid
              limit %d
            )
            select w.pid, w.locktype, w.mode, w.total, pg_blocking_pids(w.pid) as blocked_by,
              (extract(epoch from clock_timestamp() - w.waitstart) * 1000000)::bigint as waited,
              n.nspname || '.' || c.relname as relation, '(' || place.page || ',' || place.tuple || ')' as place
            from wait w
            left join lateral (
              select w.relation, w.page, w.tuple where w.locktype <> 'transactionid'
              union all
              select l.relation, l.page, l.tuple from lock l
              where w.locktype = 'transactionid' and l.locktype = 'tuple' and l.granted and l.pid = w.pid
              limit 1
            ) place on true
            left join pg_class c on c.oid = place.relation
            left join pg_namespace n on n.oid = c.relnamespace
            order by w.waitstart nulls last, w.pid""", LockReport.MOST);

    /** What is locked in the schema {@code bank}; a prepared transaction has the pid 0. */
    static final String LOCKS = String.format(Locale.ROOT, """
            select coalesce(l.pid, 0) as pid, n.nspname || '.' || c.relname as relation, l.locktype, l.mode, l.granted,
              (extract(epoch from clock_timestamp() - l.waitstart) * 1000000)::bigint as waited,
              count(*) over () as total
            from pg_locks l
            join pg_database d on d.oid = l.database and d.datname = current_database()
            join pg_class c on c.oid = l.relation
            join pg_namespace n on n.oid = c.relnamespace and n.nspname = 'bank'
            where l.mode <> 'SIReadLock' and l.pid is distinct from pg_backend_pid()
            order by 1, 2, 3, 4
            limit %d""", LockReport.MOST);

    /** The sessions of these pids. */
    static final String SESSIONS = """
            select pid, usename, nullif(application_name, '') as application_name, state, nullif(query, '') as query,
              (extract(epoch from clock_timestamp() - state_change) * 1000000)::bigint as state_age,
              (extract(epoch from clock_timestamp() - xact_start) * 1000000)::bigint as transaction_age
            from pg_stat_activity
            where pid = any(?)""";

    /** The accounts at these places of their table, as others see them: a row that is being changed is still there. */
    static final String ACCOUNTS =
            "select ctid::text as place, id from bank.accounts where ctid = any(?::text[]::tid[])";

    private LockQueries() {}
}
