package io.simplebank.domain;

import java.io.Serializable;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/**
 * A session of the database's that waits for a lock or holds one, whichever program it belongs to; immutable.
 *
 * <p>Its statement may hold personal data or secrets, wherever a program writes values into its SQL: treat it as
 * confidential.
 *
 * @param pid the process on the server, which {@code pg_terminate_backend} ends; 0 for a prepared transaction
 * @param user whom it is connected as, {@code null} for a process of the server's own
 * @param applicationName what its program calls itself, {@code simple-bank} for the pool of a bank's own; {@code null}
 *     if it does not say
 * @param state what it is doing
 * @param stateAge since when it has been doing that, {@code null} if that is hidden
 * @param transactionAge how old its transaction is, {@code null} if it is in none or that is hidden
 * @param statement the SQL that it runs, or has run last; {@code null} if there is none or it is hidden. PostgreSQL cuts
 *     it after {@code track_activity_query_size}, 1 kB by default
 */
public record DatabaseSession(
        int pid,
        @Nullable String user,
        @Nullable String applicationName,
        SessionState state,
        @Nullable Duration stateAge,
        @Nullable Duration transactionAge,
        @Nullable String statement)
        implements Serializable {

    /**
     * Checks what must be there.
     *
     * @param pid any
     * @param user any
     * @param applicationName any
     * @param state any
     * @param stateAge any
     * @param transactionAge any
     * @param statement any
     * @throws IllegalArgumentException if there is no state
     */
    public DatabaseSession {
        Arguments.notNull("state", state);
    }
}
