package io.simplebank.persistence.torture;

import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A line of a history: a call is about to be made.
 *
 * @param number of the line's own, in its history
 * @param linked a number that those share which are to succeed or fail together, or {@link #ALONE}
 */
record Operation(long number, long linked, Wish wish) {

    static final long ALONE = 0;

    private static final String NOTHING = "-";

    String toLine() {
        return String.join(
                "\t",
                "ask",
                Long.toString(number),
                Long.toString(linked),
                wish.kind().name(),
                wish.id().toString(),
                wish.from().toString(),
                wish.to().toString(),
                wish.amount().toString(),
                orNothing(wish.reference()),
                orNothing(wish.reverses()));
    }

    static Operation ofLine(String[] fields) {
        return new Operation(
                Long.parseLong(fields[1]),
                Long.parseLong(fields[2]),
                new Wish(
                        Wish.Kind.valueOf(fields[3]),
                        UUID.fromString(fields[4]),
                        UUID.fromString(fields[5]),
                        UUID.fromString(fields[6]),
                        Money.parse(fields[7]),
                        fields[8].equals(NOTHING) ? null : fields[8],
                        fields[9].equals(NOTHING) ? null : UUID.fromString(fields[9])));
    }

    private static String orNothing(@Nullable Object value) {
        return value == null ? NOTHING : value.toString();
    }
}
