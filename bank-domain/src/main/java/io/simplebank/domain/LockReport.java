package io.simplebank.domain;

import java.io.Serializable;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * Who blocks whom in the ledger's database at one moment. Immutable.
 *
 * <p>The statements of the sessions are shown as they are, values included where a program writes them into its SQL:
 * treat the report as confidential.
 *
 * @param takenAt when that was, by the bank's clock
 * @param waits who waits for a lock, of whatever kind, the longest first
 * @param totalWaits how many wait, those that are not kept included
 * @param locks what is locked in the schema {@code bank}, by pid
 * @param totalLocks how much is locked there, what is not kept included
 */
public record LockReport(
        Instant takenAt, List<LockWait> waits, long totalWaits, List<LedgerLock> locks, long totalLocks)
        implements Serializable {

    /**
     * The most waits that a report keeps, and the most locks: 1,000. The rest is counted. Where more wait, one that is
     * not kept may be taken for a root.
     */
    public static final int MOST = 1_000;

    /**
     * Copies the lists.
     *
     * @param takenAt any
     * @param waits at most {@value #MOST}
     * @param totalWaits counts them all
     * @param locks at most {@value #MOST}
     * @param totalLocks counts them all
     * @throws IllegalArgumentException if fewer are counted than kept, or naming what must not be {@code null}
     */
    public LockReport {
        Arguments.notNull("takenAt", takenAt);
        waits = Arguments.copyOf("waits", waits);
        locks = Arguments.copyOf("locks", locks);
        if (totalWaits < waits.size() || totalLocks < locks.size()) {
            throw new IllegalArgumentException(waits.size() + " waits and " + locks.size()
                    + " locks are kept, but only " + totalWaits + " and " + totalLocks + " are counted");
        }
    }

    /**
     * The sessions that others wait for and that do not wait themselves: where to look first.
     *
     * @return each once; none if nobody waits, or in a deadlock
     */
    public List<DatabaseSession> roots() {
        return new WaitGraph(waits).roots();
    }

    /**
     * Who waits for a session: from {@link #roots()} on, the tree of waiters. Who waits for several is found at each.
     *
     * @param session one of the report's
     * @return the longest wait first; empty if nobody waits for it
     */
    public List<LockWait> waitsFor(DatabaseSession session) {
        return new WaitGraph(waits).waitsFor(Arguments.notNull("session", session));
    }

    /**
     * The sessions that wait for each other in a circle. PostgreSQL looks for these once one has waited for
     * {@code deadlock_timeout}, 1 second by default, and ends one of its transactions.
     *
     * @return each circle, where every session waits for the next one, and the last for the first
     */
    public List<List<DatabaseSession>> deadlocks() {
        return new WaitGraph(waits).circles();
    }

    /**
     * The sessions whose state and statement PostgreSQL does not show to the bank's role. It shows those of all to
     * members of {@code pg_read_all_stats} or {@code pg_monitor}, else those of the role itself only.
     *
     * @return each once
     */
    public List<DatabaseSession> hiddenSessions() {
        return sessions()
                .filter(session -> session.state() == SessionState.HIDDEN)
                .toList();
    }

    private Stream<DatabaseSession> sessions() {
        Map<Integer, DatabaseSession> byPid = new LinkedHashMap<>();
        waits.forEach(wait -> {
            wait.blockedBy().forEach(blocking -> byPid.putIfAbsent(blocking.pid(), blocking));
            byPid.putIfAbsent(wait.session().pid(), wait.session());
        });
        locks.forEach(lock -> byPid.putIfAbsent(lock.session().pid(), lock.session()));
        return byPid.values().stream();
    }

    /**
     * The report for people to read in an incident: each root with a tree of who waits behind it, each deadlock, and the
     * locks in the schema {@code bank} of each session. A session stands under one that it waits for, as near to the
     * root as there is; each part has at most 100 lines, and statements are cut to 120 characters.
     *
     * @return one line or more
     */
    public String describe() {
        return LockDescription.of(this);
    }

    /**
     * As {@link #describe()}.
     *
     * @return one line or more
     */
    @Override
    public String toString() {
        return describe();
    }
}
