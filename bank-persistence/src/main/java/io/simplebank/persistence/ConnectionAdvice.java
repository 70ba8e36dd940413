package io.simplebank.persistence;

import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** What to do where a bank finds no way to its database: by the SQLState that came instead, for people to read. */
final class ConnectionAdvice {

    private ConnectionAdvice() {}

    /**
     * @param ofSeveral whether the URL names several servers
     */
    static String of(@Nullable String state, boolean ofSeveral) {
        if (state == null || SqlState.isConnectionLost(state)) {
            return "is the server running, and are host, port and database right?"
                    + (ofSeveral
                            ? " One of several must be the primary and take writes, unless targetServerType says otherwise"
                            : "");
        }
        if (SqlState.isAccessDenied(state)) {
            return "the server refused the username or password";
        }
        return switch (state) {
            case SqlState.INVALID_CATALOG_NAME -> "the server has no database of that name: is the database right?";
            case SqlState.INSUFFICIENT_PRIVILEGE -> "the user has not been granted what it takes to connect";
            case SqlState.TOO_MANY_CONNECTIONS -> "the server has no connection left for this user or database";
            case SqlState.INVALID_PARAMETER_VALUE, SqlState.UNDEFINED_OBJECT ->
                "the server refused a setting that comes with the connection: the JVM's time zone, which is "
                        + TimeZone.getDefault().getID() + ", or an option in the URL";
            default -> "the server answered with SQLState " + state;
        };
    }
}
