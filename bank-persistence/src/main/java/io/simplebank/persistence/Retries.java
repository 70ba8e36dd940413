package io.simplebank.persistence;

import java.time.Duration;

/**
 * How often a transaction is tried, and for how long.
 *
 * @param attempts 1 or more; 1 for no retry
 * @param time after which no further attempt begins
 */
record Retries(int attempts, Duration time) {

    /**
     * @param attempt how many attempts there have been
     * @param begun when the first one began, by {@link System#nanoTime}
     */
    boolean areOver(int attempt, long begun) {
        return attempt >= attempts || System.nanoTime() - begun >= time.toNanos();
    }
}
