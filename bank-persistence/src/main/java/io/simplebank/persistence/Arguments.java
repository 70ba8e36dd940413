package io.simplebank.persistence;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What a method refuses before any database is touched. */
final class Arguments {

    private Arguments() {}

    static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }

    /** Refuses what PostgreSQL's {@code text} cannot hold, and so no row can equal. */
    static String text(String name, @Nullable String value) {
        String text = notNull(name, value);
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " must not contain the character NUL");
        }
        if (!StandardCharsets.UTF_8.newEncoder().canEncode(text)) {
            throw new IllegalArgumentException(name + " must not contain half a surrogate pair");
        }
        return text;
    }

    /** Refuses an amount that a {@code bigint} of minor units cannot hold. */
    static Money money(String name, @Nullable Money value) {
        Money money = notNull(name, value);
        try {
            money.getAmountMinorLong();
            return money;
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(
                    name + " must fit into 64 bits of minor units, but is " + money, tooLarge);
        }
    }

    /** Refuses an amount that is not above zero, or beyond a {@code bigint} of minor units. */
    static Money positive(String name, @Nullable Money value) {
        Money money = money(name, value);
        if (!money.isPositive()) {
            throw new IllegalArgumentException(name + " must be above zero, but is " + money);
        }
        return money;
    }

    static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        return value;
    }

    static int positive(String name, int value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be above zero, but is " + value);
        }
        return value;
    }

    /** PostgreSQL's and the pool's timeouts are whole milliseconds in an int, and zero means for ever. */
    static Duration timeout(String name, @Nullable Duration value) {
        Duration timeout = notNull(name, value);
        if (timeout.compareTo(Duration.ofMillis(1)) < 0
                || timeout.compareTo(Duration.ofMillis(Integer.MAX_VALUE)) > 0) {
            throw new IllegalArgumentException(
                    name + " must be between 1 and " + Integer.MAX_VALUE + " milliseconds, but is " + timeout);
        }
        return timeout;
    }
}
