package io.simplebank.domain;

import java.time.Duration;
import java.util.Locale;

/** The parts of a {@link LockReport}'s description. */
final class Words {

    private static final int LONGEST_STATEMENT = 120;

    private Words() {}

    /** Who it is. */
    static String of(DatabaseSession session) {
        if (session.state() == SessionState.PREPARED) {
            return "a prepared transaction, see pg_prepared_xacts";
        }
        return session.pid()
                + (session.applicationName() == null ? "" : " \"" + session.applicationName() + '"')
                + (session.user() == null ? "" : ", user " + session.user());
    }

    /** What it is doing, and for how long. */
    static String doing(DatabaseSession session) {
        if (session.state() == SessionState.PREPARED) {
            return "";
        }
        Duration age = session.stateAge();
        return ", " + session.state().words() + (age == null ? "" : " for " + of(age));
    }

    /** What it waits for, and for how long. */
    static String doing(LockWait wait) {
        return ", waits " + of(wait.waited()) + " for " + wait.target();
    }

    /** How old its transaction is. */
    static String transaction(DatabaseSession session) {
        Duration age = session.transactionAge();
        return age == null ? "" : ", in a transaction for " + of(age);
    }

    /** Its statement in one line. */
    static String statement(DatabaseSession session) {
        if (session.statement() == null) {
            return "";
        }
        String line = session.statement().replaceAll("[\\s\\p{Cntrl}]+", " ").strip();
        if (line.codePointCount(0, line.length()) > LONGEST_STATEMENT) {
            line = line.substring(0, line.offsetByCodePoints(0, LONGEST_STATEMENT - 1)) + '…';
        }
        return ": " + line;
    }

    /** In the unit that suits: {@code 12.4 s}, {@code 3 min 5 s}, {@code 2 h 10 min}. */
    static String of(Duration duration) {
        if (duration.toMinutes() == 0) {
            return String.format(Locale.ROOT, "%.1f s", duration.toMillis() / 1_000.0);
        }
        return duration.toHours() == 0
                ? duration.toMinutes() + " min " + duration.toSecondsPart() + " s"
                : duration.toHours() + " h " + duration.toMinutesPart() + " min";
    }
}
