package io.simplebank.persistence;

import org.hibernate.SharedSessionContract;

/** Whether somebody's lock on a table keeps everybody from posting. */
final class TableLocks {

    /**
     * Locks that conflict with ROW EXCLUSIVE, which a write takes, on the tables that every posting writes to; and those
     * that conflict with the ACCESS SHARE of a look, on any. Granted or not: whoever comes later waits behind both.
     *
     * @see <a href="https://www.postgresql.org/docs/18/explicit-locking.html#LOCKING-TABLES">Table-level locks</a>
     */
    private static final String AGAINST_ALL = """
            select count(*) > 0
            from pg_locks l
            join pg_database d on d.oid = l.database and d.datname = current_database()
            join pg_class c on c.oid = l.relation
            join pg_namespace n on n.oid = c.relnamespace
            where l.locktype = 'relation' and l.pid is distinct from pg_backend_pid()
              and n.nspname = 'bank' and c.relname in ('accounts', 'transfers', 'entries', 'holds')
              and (l.mode = 'AccessExclusiveLock'
                or c.relname <> 'holds' and l.mode in ('ShareLock', 'ShareRowExclusiveLock', 'ExclusiveLock'))""";

    private TableLocks() {}

    static boolean areAgainstAll(SharedSessionContract session) {
        return Jdbc.list(session, AGAINST_ALL, statement -> {}, row -> row.getBoolean(1))
                .get(0);
    }
}
