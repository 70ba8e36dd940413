package io.simplebank.persistence;

import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * What the database says of a failure: in fields, which are the same in every language, and in words, which are passed on
 * and never understood. The server's words are in the language of its {@code lc_messages}, the driver's own in the JVM's.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-error-fields.html">Error and notice message fields</a>
 */
final class ServerMessage {

    /** A chain of causes may be a circle. */
    private static final int LONGEST_CHAIN = 100;

    private ServerMessage() {}

    /**
     * The name of the constraint that refused, also where a trigger raised it with a name of its own.
     *
     * @return the first that is said along the causes; {@code null} if none is, or by another driver
     */
    static @Nullable String constraint(Throwable failure) {
        int bound = LONGEST_CHAIN;
        for (Throwable cause = failure; cause != null && bound-- > 0; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                for (SQLException next = sql; next != null && bound-- > 0; next = next.getNextException()) {
                    String constraint = field(next, "getConstraint");
                    if (constraint != null) {
                        return constraint;
                    }
                }
            }
        }
        return null;
    }

    /** The function of the server's source that raised an error or a warning; {@code null} if it is not said. */
    static @Nullable String routine(SQLException failure) {
        return field(failure, "getRoutine");
    }

    /** By name, because the driver is there at run time only; {@code null} where it is another one, which does not tell. */
    private static @Nullable String field(SQLException failure, String getter) {
        try {
            Object message =
                    failure.getClass().getMethod("getServerErrorMessage").invoke(failure);
            return message == null
                    ? null
                    : (String) message.getClass().getMethod(getter).invoke(message);
        } catch (ReflectiveOperationException anotherDriver) {
            return null;
        }
    }

    /** For people to read. */
    static String words(Throwable failure) {
        return String.valueOf(failure.getMessage());
    }

    /**
     * The failure, without the rows that PostgreSQL quotes in the detail of its message ("Failing row contains …"): whose
     * an account is and what was paid for is nobody's business who reads a log. The first line names the constraint.
     *
     * @return the failure itself, or in its place an {@link SQLException} with the first line and the SQLState
     */
    static Throwable withoutDetail(Throwable failure) {
        int bound = LONGEST_CHAIN;
        for (Throwable cause = failure; cause != null && bound-- > 0; cause = cause.getCause()) {
            if (cause instanceof SQLException sql && hasDetail(sql)) {
                SQLException brief =
                        new SQLException(words(sql).lines().findFirst().orElse(""), sql.getSQLState());
                brief.setStackTrace(sql.getStackTrace());
                return brief;
            }
        }
        return failure;
    }

    /** The driver puts each further part of a message on a line of its own, in whatever language. */
    private static boolean hasDetail(SQLException failure) {
        return words(failure).indexOf('\n') >= 0;
    }
}
