package io.simplebank.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/** What the database says of a failure. */
final class ServerMessage {

    private ServerMessage() {}

    /**
     * The failure, without the rows that PostgreSQL quotes in the detail of its message ("Failing row contains …"): whose
     * an account is and what was paid for is nobody's business who reads a log. The first line names the constraint.
     *
     * @return the failure itself, or in its place an {@link SQLException} with the first line and the SQLState
     */
    static Throwable withoutDetail(Throwable failure) {
        int bound = 100; // a chain of causes may be a circle
        for (Throwable cause = failure; cause != null && bound-- > 0; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && hasDetail(sql)) {
                SQLException brief = new SQLException(
                        String.valueOf(sql.getMessage()).lines().findFirst().orElse(""), sql.getSQLState());
                brief.setStackTrace(sql.getStackTrace());
                return brief;
            }
        }
        return failure;
    }

    /** The driver puts each further part of a message on a line of its own, in whatever language. */
    private static boolean hasDetail(SQLException failure) {
        return String.valueOf(failure.getMessage()).indexOf('\n') >= 0;
    }

    /**
     * The routine of the server that raised it, which has the same name in every language. By name, because the driver is
     * there at run time only.
     *
     * @return {@code null} where the server did not say it, or the driver is another one, which does not tell
     */
    static @Nullable String routine(SQLException failure) {
        try {
            Object message =
                    failure.getClass().getMethod("getServerErrorMessage").invoke(failure);
            return message == null
                    ? null
                    : (String) message.getClass().getMethod("getRoutine").invoke(message);
        } catch (ReflectiveOperationException anotherDriver) {
            return null;
        }
    }
}
