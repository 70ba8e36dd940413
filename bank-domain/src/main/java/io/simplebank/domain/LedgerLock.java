package io.simplebank.domain;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A lock on a table or index of the schema {@code bank}, or on a row of one that somebody waits for; immutable.
 *
 * @param session who holds it or waits for it
 * @param relation the table or index, as in {@code bank.accounts}
 * @param kind {@code relation}, {@code tuple} and so on, in PostgreSQL's words
 * @param mode {@code RowShareLock} of a session that locks rows, {@code RowExclusiveLock} of one that writes, and so on,
 *     in PostgreSQL's words
 * @param granted whether the session holds the lock, or waits for it
 * @param age for how long the session waits for it, or how old the transaction is that holds it: PostgreSQL does not say
 *     when it was granted. {@code null} if that is hidden, or the transaction is a prepared one
 */
public record LedgerLock(
        DatabaseSession session,
        String relation,
        String kind,
        String mode,
        boolean granted,
        @Nullable Duration age) implements Serializable {

    /**
     * Checks what must be there.
     *
     * @param session any
     * @param relation any
     * @param kind any
     * @param mode any
     * @param granted any
     * @param age any
     * @throws IllegalArgumentException naming what must not be {@code null}
     */
    public LedgerLock {
        Arguments.notNull("session", session);
        Arguments.notNull("relation", relation);
        Arguments.notNull("kind", kind);
        Arguments.notNull("mode", mode);
    }
}
