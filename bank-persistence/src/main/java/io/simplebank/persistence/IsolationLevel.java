package io.simplebank.persistence;

import java.util.Locale;

/**
 * The isolation levels that PostgreSQL tells apart. The ledger is right at each, because it locks what it changes; the
 * stricter ones cost retries.
 *
 * @see <a href="https://www.postgresql.org/docs/18/transaction-iso.html">Transaction isolation</a>
 */
public enum IsolationLevel {
    /** Each statement sees what was committed before it began: the default. */
    READ_COMMITTED,
    /** The whole transaction sees what was committed before its first statement. */
    REPEATABLE_READ,
    /** The transactions behave as if one ran after the other. */
    SERIALIZABLE;

    /** As SQL writes it. */
    String sql() {
        return name().toLowerCase(Locale.ROOT).replace('_', ' ');
    }
}
