package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The SQLStates that the library tells apart.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class SqlState {

    static final String READ_ONLY_SQL_TRANSACTION = "25006";
    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String TOO_MANY_CONNECTIONS = "53300";

    /** By the statement timeout, or by an administrator. */
    static final String QUERY_CANCELED = "57014";

    /** Of any warning. */
    private static final String WARNING = "01000";

    private static final String ADMIN_SHUTDOWN = "57P01";

    static final String UNIQUE_VIOLATION = "23505";
    static final String UNDEFINED_TABLE = "42P01";
    static final String DUPLICATE_TABLE = "42P07";
    /** Of the type that every table has, where the table itself was not there yet when PostgreSQL looked. */
    static final String DUPLICATE_OBJECT = "42710";

    static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** Of a trigger that gives no SQLState of its own. */
    private static final String RAISE_EXCEPTION = "P0001";

    private static final String CONNECTION_EXCEPTION_CLASS = "08";
    private static final String INTEGRITY_CONSTRAINT_VIOLATION_CLASS = "23";
    private static final String INVALID_AUTHORIZATION_CLASS = "28";

    /** serialization_failure, deadlock_detected. */
    private static final Set<String> TRANSACTION_ROLLBACKS = Set.of("40001", "40P01");

    /**
     * admin_shutdown, crash_shutdown, cannot_connect_now, idle_session_timeout, idle_in_transaction_session_timeout,
     * transaction_timeout.
     */
    private static final Set<String> SHUTDOWNS = Set.of("57P01", "57P02", "57P03", "57P05", "25P03", "25P04");

    /** invalid_sql_statement_name, duplicate_prepared_statement: the session was another's a moment ago. */
    private static final Set<String> MIXED_UP_STATEMENTS = Set.of("26000", "42P05");

    private SqlState() {}

    /** The SQLState of the first {@link SQLException} among the causes that has one. */
    static @Nullable String of(Throwable failure) {
        int bound = 100; // a chain of causes may be a circle
        for (Throwable cause = failure; cause != null && bound-- > 0; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    static boolean isTransactionRollback(@Nullable String state) {
        return state != null && TRANSACTION_ROLLBACKS.contains(state);
    }

    static boolean isConnectionLost(@Nullable String state) {
        return state != null && (state.startsWith(CONNECTION_EXCEPTION_CLASS) || SHUTDOWNS.contains(state));
    }

    /** Whether a connection that could not be opened may be opened soon, without anybody's doing. */
    static boolean isServerAway(@Nullable String state) {
        return isConnectionLost(state) || TOO_MANY_CONNECTIONS.equals(state);
    }

    /** A table, or the row of a catalog that another session was first to add for it. */
    static boolean isThereAlready(@Nullable String state) {
        return DUPLICATE_TABLE.equals(state) || DUPLICATE_OBJECT.equals(state) || UNIQUE_VIOLATION.equals(state);
    }

    /** By a constraint, or by a trigger that stands for one. */
    static boolean isConstraintViolation(@Nullable String state) {
        return state != null
                && (state.startsWith(INTEGRITY_CONSTRAINT_VIOLATION_CLASS) || state.equals(RAISE_EXCEPTION));
    }

    /** Of a session that knows other prepared statements than the driver has prepared. */
    static boolean isMixedUp(@Nullable String state) {
        return state != null && MIXED_UP_STATEMENTS.contains(state);
    }

    /** Of a warning that may mean that a COMMIT did not wait for the standby, where nothing more is known of it. */
    static boolean isPerhapsUnconfirmed(@Nullable String state) {
        return WARNING.equals(state) || ADMIN_SHUTDOWN.equals(state);
    }

    static boolean isAccessDenied(@Nullable String state) {
        return state != null && state.startsWith(INVALID_AUTHORIZATION_CLASS);
    }
}
