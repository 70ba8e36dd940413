package io.simplebank.persistence.torture;

/**
 * The database went back to what it was.
 *
 * @param saved when it was saved, by {@link Torture#now}: what was answered before is there
 * @param restored when that was there again: what was done after that is there
 */
record Restore(long saved, long restored) {

    /** For so long, at most, a client that has been answered does not get round to writing that down. */
    private static final long SLOWEST_MILLIS = 5_000;

    boolean mayHaveTaken(Answer answer) {
        return saved <= answer.at() && answer.at() <= restored + SLOWEST_MILLIS;
    }
}
