package io.simplebank.domain;

/**
 * What a session of the database's is doing.
 *
 * @see <a href="https://www.postgresql.org/docs/18/monitoring-stats.html#MONITORING-PG-STAT-ACTIVITY-VIEW">the column
 *     {@code state} of {@code pg_stat_activity}</a>
 */
public enum SessionState {
    /** It runs its statement, or waits in it. */
    ACTIVE("active"),
    /** It is in no transaction. */
    IDLE("idle"),
    /** Its client has a transaction open and asks for nothing, but keeps its locks. */
    IDLE_IN_TRANSACTION("idle in transaction"),
    /** The same after an error: only a rollback is left to its client. */
    IDLE_IN_TRANSACTION_ABORTED("idle in transaction (aborted)"),
    /** No session at all: a prepared transaction, which keeps its locks until somebody commits it or rolls it back. */
    PREPARED("prepared transaction"),
    /** PostgreSQL does not show it to the bank's role. */
    HIDDEN("in a hidden state"),
    /** None of these, or the session has ended since. */
    OTHER("in another state");

    private final String words;

    SessionState(String words) {
        this.words = words;
    }

    /**
     * The state in words: PostgreSQL's, where it has some.
     *
     * @return a few words, for people to read
     */
    public String words() {
        return words;
    }
}
