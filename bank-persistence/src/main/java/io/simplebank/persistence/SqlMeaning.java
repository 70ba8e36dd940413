package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What an SQLState means for the call whose statement it answered. Each constant names codes, and classes, which are the
 * first two characters of a code; a code counts before its class.
 *
 * <p>A trigger may raise any code, one of its team's own too. So a code that stands nowhere here refuses the call, and says
 * nothing about any other call: to take it for the server's end would stop all calls that come behind.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL error codes</a>
 */
enum SqlMeaning {

    /**
     * The connection is gone, and perhaps the server. Class 08; admin_shutdown, crash_shutdown, cannot_connect_now,
     * database_dropped, idle_session_timeout, idle_in_transaction_session_timeout, transaction_timeout.
     */
    LOST("08 57P01 57P02 57P03 57P04 57P05 25P03 25P04"),

    /** The session takes no writes: the server is a standby, or a setting says so. read_only_sql_transaction. */
    READ_ONLY("25006"),

    /** Rolled back in favour of another transaction, as another attempt may not be. Class 40; snapshot_too_old. */
    ROLLED_BACK("40 72"),

    /** Somebody else has a lock. lock_not_available. */
    BUSY("55P03"),

    /** By the statement timeout, or by an administrator. query_canceled. */
    CANCELLED("57014"),

    /** The session was another's a moment ago. invalid_sql_statement_name, duplicate_prepared_statement. */
    MIXED_UP("26000 42P05"),

    /**
     * The server or the session is in no state to do its work, for whomever: no transaction to do it in, no memory, no disk,
     * broken files, a defect. Classes 25, 53, 57, 58, F0, XX.
     */
    UNABLE("25 53 57 58 F0 XX"),

    /**
     * A statement names what is not there: the library's, which fits another schema, or a trigger's, which looks for its
     * tables on the library's search path. invalid_schema_name, undefined_table, undefined_column, undefined_function,
     * undefined_object.
     */
    MISMATCHED("3F000 42P01 42703 42883 42704"),

    /**
     * The call's own, and so whatever stands nowhere else. A constraint, a trigger, a policy or a right that is missing, a
     * value that does not fit. transaction_integrity_constraint_violation, which is of a class that means something else.
     */
    REFUSED("40002");

    private static final int LENGTH_OF_CLASS = 2;

    private static final String FEATURE_NOT_SUPPORTED = "0A000";

    /**
     * A standby knows no SERIALIZABLE, and says so before it says that it takes no writes. These raise that, for the level
     * of a session and of a transaction.
     */
    private static final Set<String> ROUTINES_OF_STANDBYS =
            Set.of("GetSerializableTransactionSnapshot", "call_enum_check_hook");

    private static final Map<String, SqlMeaning> MEANINGS = new HashMap<>();

    static {
        for (SqlMeaning meaning : values()) {
            for (String codeOrClass : meaning.codesAndClasses.split(" ", -1)) {
                MEANINGS.put(codeOrClass, meaning);
            }
        }
    }

    private final String codesAndClasses;

    SqlMeaning(String codesAndClasses) {
        this.codesAndClasses = codesAndClasses;
    }

    /**
     * What a failure means.
     *
     * @return {@code null} where it is not the database's
     */
    static @Nullable SqlMeaning of(Throwable failure) {
        SQLException first = SqlState.first(failure);
        SqlMeaning meaning = of(SqlState.of(failure));
        return first != null && meaning == REFUSED && isOfStandby(first) ? READ_ONLY : meaning;
    }

    private static boolean isOfStandby(SQLException failure) {
        String routine = FEATURE_NOT_SUPPORTED.equals(failure.getSQLState()) ? ServerMessage.routine(failure) : null;
        return routine != null && ROUTINES_OF_STANDBYS.contains(routine);
    }

    /**
     * What a state means.
     *
     * @param state five characters, {@code null} where the database did not say anything
     */
    static @Nullable SqlMeaning of(@Nullable String state) {
        if (state == null) {
            return null;
        }
        SqlMeaning meaning = MEANINGS.get(state);
        if (meaning != null) {
            return meaning;
        }
        return state.length() < LENGTH_OF_CLASS
                ? REFUSED
                : MEANINGS.getOrDefault(state.substring(0, LENGTH_OF_CLASS), REFUSED);
    }
}
