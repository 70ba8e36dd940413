package io.simplebank.persistence;

import java.time.Clock;
import java.time.Duration;

/** What a {@link BankBuilder} gathers, with the defaults. */
final class Settings {

    /** Another node's group is through sooner; whoever holds an account for longer holds up its callers only. */
    private static final Duration LONGEST_GROUP_LOCK_WAIT = Duration.ofMillis(200);

    Clock clock = Clock.systemUTC();
    IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
    Duration lockTimeout = Duration.ofSeconds(5);
    int attempts = 10;
    boolean migrate;
    int poolSize = 10;
    Duration connectionTimeout = Duration.ofSeconds(5);

    /** Sets up a transaction, in one round trip. */
    String transactionPreface() {
        return preface("set transaction", "set local", lockTimeout);
    }

    /** The same for the transaction of a group, which must not wait for one account while others are free. */
    String groupPreface() {
        return preface("set transaction", "set local", groupLockTimeout());
    }

    /** Sets up a connection of a pool of the library's own, so that its groups need no preface. */
    String connectionPreface() {
        return preface("set session characteristics as transaction", "set", groupLockTimeout());
    }

    /**
     * A statement's plan is kept, and may have been made while a table was empty or small: reading all of it was the
     * cheapest then. Nothing that the library asks for a call is served best by reading a whole table.
     */
    private String preface(String transaction, String set, Duration timeout) {
        return transaction + " isolation level " + isolation.sql() + "; " + set + " lock_timeout = "
                + timeout.toMillis() + "; " + set + " enable_seqscan = off";
    }

    private Duration groupLockTimeout() {
        return lockTimeout.compareTo(LONGEST_GROUP_LOCK_WAIT) < 0 ? lockTimeout : LONGEST_GROUP_LOCK_WAIT;
    }

    /** How long a call waits for a worker: long enough for a connection and for a lock. */
    Duration queueTimeout() {
        return connectionTimeout.plus(lockTimeout);
    }
}
