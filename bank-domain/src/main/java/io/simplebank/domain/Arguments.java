package io.simplebank.domain;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What a request's constructor refuses before any database is touched. */
final class Arguments {

    private Arguments() {}

    static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return Objects.requireNonNull(value);
    }

    /** An immutable copy. The list is walked through once: no other of its methods is relied on. */
    static <T> List<T> copyOf(String name, @Nullable List<T> values) {
        List<T> copy = new ArrayList<>();
        for (T value : notNull(name, values)) {
            copy.add(notNull(name + " " + copy.size(), value));
        }
        return Collections.unmodifiableList(copy);
    }

    /** Refuses what PostgreSQL's {@code text} cannot hold, and more than {@code maximum} code points. */
    static String text(String name, @Nullable String value, int maximum) {
        String text = notNull(name, value);
        int length = text.codePointCount(0, text.length());
        if (length > maximum) {
            throw new IllegalArgumentException(
                    name + " must have at most " + maximum + " characters, but has " + length);
        }
        if (text.indexOf('\0') >= 0) {
            throw new IllegalArgumentException(name + " must not contain the character NUL");
        }
        if (text.codePoints().anyMatch(Arguments::isLoneSurrogate)) {
            throw new IllegalArgumentException(name + " must not contain half a surrogate pair");
        }
        return text;
    }

    /** The amount in minor units, refused where a {@code long} cannot hold it. */
    static long minorUnits(String name, Money money) {
        try {
            return money.getAmountMinorLong();
        } catch (ArithmeticException tooLarge) {
            throw new IllegalArgumentException(
                    name + " must fit into 64 bits of minor units, but is " + money, tooLarge);
        }
    }

    /** The same, refused where it is not above zero too. */
    static long positive(String name, Money money) {
        long minorUnits = minorUnits(name, notNull(name, money));
        if (minorUnits <= 0) {
            throw new IllegalArgumentException(name + " must be above zero, but is " + money);
        }
        return minorUnits;
    }

    static long positive(String name, long value) {
        if (value <= 0) {
            throw new IllegalArgumentException(name + " must be above zero, but is " + value);
        }
        return value;
    }

    static long notNegative(String name, long value) {
        if (value < 0) {
            throw new IllegalArgumentException(name + " must not be negative, but is " + value);
        }
        return value;
    }

    private static boolean isLoneSurrogate(int codePoint) {
        return codePoint >= Character.MIN_SURROGATE && codePoint <= Character.MAX_SURROGATE;
    }
}
