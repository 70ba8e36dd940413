package io.simplebank.domain;

import java.io.Serializable;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A session that waits for a lock, and those that keep it waiting; immutable.
 *
 * <p>Who waits for a row waits for the transaction that has it locked ({@code transactionid}), or behind another waiter
 * for the same row ({@code tuple}).
 *
 * @param session who waits
 * @param blockedBy whom it waits for: those that hold the lock, and those that wait for it ahead in the queue; never
 *     empty
 * @param kind what is locked, in PostgreSQL's words: {@code transactionid}, {@code tuple}, {@code relation},
 *     {@code advisory} and so on, see <a href="https://www.postgresql.org/docs/18/view-pg-locks.html">pg_locks</a>
 * @param mode how it wants to lock that, in PostgreSQL's words: {@code ShareLock}, {@code AccessExclusiveLock} and so on
 * @param relation the table or index, as in {@code bank.accounts}; {@code null} if it waits for none or PostgreSQL does
 *     not tell
 * @param accountId the account whose row it waits for; {@code null} if it waits for none or that could not be found out:
 *     who waits for an id that another transaction is about to insert waits for no row, and who was overtaken when the
 *     row was free for a moment waits without saying for which; nor is it known while the whole table is locked, or
 *     where the bank's role may not read it
 * @param waited for how long
 */
public record LockWait(
        DatabaseSession session,
        List<DatabaseSession> blockedBy,
        String kind,
        String mode,
        @Nullable String relation,
        @Nullable UUID accountId,
        Duration waited)
        implements Serializable {

    /**
     * Copies the list.
     *
     * @param session any
     * @param blockedBy one or more
     * @param kind any
     * @param mode any
     * @param relation any
     * @param accountId any
     * @param waited any
     * @throws IllegalArgumentException if nobody blocks, or naming what must not be {@code null}
     */
    public LockWait {
        Arguments.notNull("session", session);
        Arguments.notNull("kind", kind);
        Arguments.notNull("mode", mode);
        Arguments.notNull("waited", waited);
        blockedBy = Arguments.copyOf("blockedBy", blockedBy);
        if (blockedBy.isEmpty()) {
            throw new IllegalArgumentException("session " + session.pid() + " waits for nobody");
        }
    }

    /** What it waits for, for people to read. */
    String target() {
        if (accountId != null) {
            return "account " + accountId;
        }
        return switch (kind) {
            case "transactionid" -> relation == null ? "the end of a transaction" : "a row of " + relation;
            case "tuple" -> "a row of " + relation;
            case "relation" -> mode + " on " + relation;
            default -> mode + " on " + kind + (relation == null ? "" : " of " + relation);
        };
    }
}
