package io.simplebank.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The SQLStates that the library tells apart. What they mean for a call is in {@link SqlMeaning}.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL error codes</a>
 */
final class SqlState {

    static final String LOCK_NOT_AVAILABLE = "55P03";
    static final String TOO_MANY_CONNECTIONS = "53300";

    /** Of any warning. */
    private static final String WARNING = "01000";

    private static final String ADMIN_SHUTDOWN = "57P01";

    /** Or there was a query before what must come first in a transaction. */
    static final String ACTIVE_SQL_TRANSACTION = "25001";

    static final String UNIQUE_VIOLATION = "23505";
    static final String UNDEFINED_TABLE = "42P01";
    static final String DUPLICATE_TABLE = "42P07";
    /** Of the type that every table has, where the table itself was not there yet when PostgreSQL looked. */
    static final String DUPLICATE_OBJECT = "42710";

    static final String INSUFFICIENT_PRIVILEGE = "42501";

    /** There is no such database. */
    static final String INVALID_CATALOG_NAME = "3D000";

    /** Of a setting, and of one that there is not. */
    static final String INVALID_PARAMETER_VALUE = "22023";

    static final String UNDEFINED_OBJECT = "42704";

    private static final String INVALID_AUTHORIZATION_CLASS = "28";

    /** A chain of causes may be a circle. */
    private static final int BOUND = 100;

    private SqlState() {}

    /**
     * The SQLState of the first {@link SQLException} among the causes that has one; or that of the end of the connection, if
     * that followed. A server that ends says why in a word of its own, and the driver adds that nothing came after it.
     */
    static @Nullable String of(Throwable failure) {
        SQLException first = first(failure);
        String loss = loss(first);
        return first == null || loss != null ? loss : first.getSQLState();
    }

    /** The first {@link SQLException} among the causes that has a state. */
    static @Nullable SQLException first(Throwable failure) {
        int bound = BOUND;
        for (Throwable cause = failure; cause != null && bound-- > 0; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && sql.getSQLState() != null) {
                return sql;
            }
        }
        return null;
    }

    private static @Nullable String loss(@Nullable SQLException first) {
        int bound = BOUND;
        for (SQLException next = first; next != null && bound-- > 0; next = next.getNextException()) {
            if (isConnectionLost(next.getSQLState())) {
                return next.getSQLState();
            }
        }
        return null;
    }

    static boolean isConnectionLost(@Nullable String state) {
        return SqlMeaning.of(state) == SqlMeaning.LOST;
    }

    /** Whether a connection that could not be opened may be opened soon, without anybody's doing. */
    static boolean isServerAway(@Nullable String state) {
        return isConnectionLost(state) || TOO_MANY_CONNECTIONS.equals(state);
    }

    /** A table, or the row of a catalog that another session was first to add for it. */
    static boolean isThereAlready(@Nullable String state) {
        return DUPLICATE_TABLE.equals(state) || DUPLICATE_OBJECT.equals(state) || UNIQUE_VIOLATION.equals(state);
    }

    /** Of a warning that may mean that a COMMIT did not wait for the standby, where nothing more is known of it. */
    static boolean isPerhapsUnconfirmed(@Nullable String state) {
        return WARNING.equals(state) || ADMIN_SHUTDOWN.equals(state);
    }

    static boolean isAccessDenied(@Nullable String state) {
        return state != null && state.startsWith(INVALID_AUTHORIZATION_CLASS);
    }
}
