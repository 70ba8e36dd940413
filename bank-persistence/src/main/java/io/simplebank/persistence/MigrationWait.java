package io.simplebank.persistence;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/**
 * How long {@code migrate()} waits for another node that migrates. The lock is a row of a table, which a process that dies
 * leaves locked. Confined to one thread.
 */
final class MigrationWait {

    static final Duration LONGEST = Duration.ofMinutes(1);

    private static final long PAUSE_MILLIS = 200;
    private static final String TABLE = Changelog.HISTORY_SCHEMA + "." + Changelog.LOCK;
    private static final String HOLDER = "select lockedby, lockgranted from " + TABLE + " where locked";

    private final Duration longest;
    private final long begun = System.nanoTime();

    private MigrationWait(Duration longest) {
        this.longest = longest;
    }

    /** For a minute at most, from now on. */
    static MigrationWait begin() {
        return atMost(LONGEST);
    }

    static MigrationWait atMost(Duration longest) {
        return new MigrationWait(longest);
    }

    /**
     * Waits a moment, in no transaction.
     *
     * @throws BankUnavailableException if it has waited for long enough, with the name of the one that has the lock
     */
    void pause(Connection connection) throws SQLException {
        if (System.nanoTime() - begun >= longest.toNanos()) {
            throw new BankUnavailableException(null, Outcome.NOT_DONE, message(connection), null);
        }
        connection.rollback();
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new BankInterruptedException(
                    null, Outcome.NOT_DONE, "interrupted while another node migrates the schema", interrupt);
        }
    }

    private String message(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery(HOLDER)) {
            String holder = row.next() ? row.getString(1) + " since " + row.getString(2) : "somebody";
            return "the schema is to be migrated, but the changelog has been locked by " + holder
                    + ", and was not released within " + longest.toMillis()
                    + " ms. Where that process is still at work,"
                    + " open again later. Where it is dead, release the lock, by Liquibase's command release-locks or by:"
                    + " update " + TABLE + " set locked = false, lockgranted = null, lockedby = null";
        }
    }
}
