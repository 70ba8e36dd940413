package io.simplebank.persistence;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What a {@link BankBuilder} gathers, with the defaults. */
final class Settings {

    /** Another node's group is through sooner. Calls for an account that is held for longer wait apart from all others. */
    private static final Duration LONGEST_GROUP_LOCK_WAIT = Duration.ofMillis(200);

    private static final Duration TIME_TO_SAY_SO = Duration.ofSeconds(1);

    final List<BankListener> listeners = new ArrayList<>();

    @Nullable
    MetricsTrackerFactory poolMetrics;

    Clock clock = Clock.systemUTC();
    IsolationLevel isolation = IsolationLevel.READ_COMMITTED;
    Duration lockTimeout = Duration.ofSeconds(5);
    int attempts = 10;
    boolean migrate;
    /** Whether the connections that were passed in come with auto-commit: found out while the bank opens. */
    boolean autocommit;
    /** What the bank has opened: found out while it opens. */
    @Nullable
    LedgerIdentity ledger;

    int poolSize = 10;
    Duration connectionTimeout = Duration.ofSeconds(5);
    Duration statementTimeout = Duration.ofSeconds(10);

    /**
     * Which connections lead to the ledger, once it has been looked at; none is known yet.
     *
     * @param passedIn whether the pool is the application's
     */
    CheckedConnections connections(boolean passedIn) {
        return new CheckedConnections(requireNonNull(ledger), passedIn);
    }

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
     * A COMMIT that did not wait for the standby says so by a warning, which no setting of a role or database may hide.
     *
     * <p>A statement's plan is kept, and may have been made while a table was empty or small: reading all of it was the
     * cheapest then. Nothing that the library asks for a call is served best by reading a whole table.
     *
     * <p>What a call has not (a reference, a reversed transfer) is a null in an array: with {@code array_nulls} off, it
     * would be the text {@code NULL}.
     *
     * <p>The search path is pinned, as in {@link PinnedConnection}: whoever may create functions and operators in {@code
     * public} is not to have the bank run his in the place of PostgreSQL's own.
     */
    private String preface(String transaction, String set, Duration longestLockWait) {
        return transaction + " isolation level " + isolation.sql() + "; "
                + set + " lock_timeout = " + longestLockWait.toMillis() + "; "
                + set + " statement_timeout = "
                + Math.min(longestLockWait.plus(statementTimeout).toMillis(), Integer.MAX_VALUE) + "; "
                + set + " idle_in_transaction_session_timeout = " + statementTimeout.toMillis() + "; "
                + set + " client_min_messages = warning; "
                + set + " enable_seqscan = off; "
                + set + " array_nulls = on; "
                + set + " search_path = " + PinnedConnection.SEARCH_PATH;
    }

    private Duration groupLockTimeout() {
        return lockTimeout.compareTo(LONGEST_GROUP_LOCK_WAIT) < 0 ? lockTimeout : LONGEST_GROUP_LOCK_WAIT;
    }

    /** How long a living server may keep silent: it has its own timeouts, and sends an error when one of them is over. */
    Duration longestSilence() {
        return lockTimeout.plus(statementTimeout).plus(TIME_TO_SAY_SO);
    }

    /** How long a transaction is tried again, which takes as long as the last attempt does in addition. */
    Duration retryTimeout() {
        return connectionTimeout.plus(lockTimeout).plus(statementTimeout);
    }

    /** How long a call waits for a worker: long enough for a connection and for a lock. */
    Duration queueTimeout() {
        return connectionTimeout.plus(lockTimeout);
    }
}
