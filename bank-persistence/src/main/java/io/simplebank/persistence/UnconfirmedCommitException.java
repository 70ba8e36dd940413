package io.simplebank.persistence;

import java.io.Serial;
import java.sql.SQLWarning;
import org.jspecify.annotations.Nullable;

/**
 * COMMIT was done by this server alone: whoever cancelled the session ended its wait for the synchronous standby. After a
 * failover the transaction may be gone. PostgreSQL tells this by a warning and calls the COMMIT a success.
 *
 * <p>The warning is known by the routine of the server that raised it, which is the same in every language. Its SQLState
 * is that of any warning, which a trigger of the application's may raise as well.
 *
 * @see <a href="https://www.postgresql.org/docs/18/warm-standby.html#SYNCHRONOUS-REPLICATION">Synchronous replication</a>
 */
final class UnconfirmedCommitException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Of {@code src/backend/replication/syncrep.c}. */
    private static final String ROUTINE = "SyncRepWaitForLSN";

    private UnconfirmedCommitException(SQLWarning warning) {
        super(warning);
    }

    /**
     * Looks at what the server said to a COMMIT.
     *
     * @param warnings the first of them, {@code null} for none
     * @throws UnconfirmedCommitException if one of them says that the standby was not waited for
     */
    static void throwIfAmong(@Nullable SQLWarning warnings) {
        for (SQLWarning warning = warnings; warning != null; warning = warning.getNextWarning()) {
            if (isOfStandby(warning)) {
                throw new UnconfirmedCommitException(warning);
            }
        }
    }

    private static boolean isOfStandby(SQLWarning warning) {
        String routine = ServerMessage.routine(warning);
        return routine == null ? SqlState.isPerhapsUnconfirmed(warning.getSQLState()) : routine.equals(ROUTINE);
    }
}
