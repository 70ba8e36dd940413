package io.simplebank.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** PostgreSQL's {@code timestamptz} keeps microseconds: what is answered must be what is stored. */
final class Instants {

    private static final Instant EARLIEST = Instant.parse("1583-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59.999999999Z");

    private Instants() {}

    /**
     * What the clock says, as it is stored.
     *
     * @throws IllegalArgumentException if it is {@code null} or {@link #inRange out of range}
     */
    static Instant toMicros(Instant now) {
        return inRange("the clock's time", now).truncatedTo(ChronoUnit.MICROS);
    }

    /**
     * Refuses a time outside the years 1583 to 9999, which ISO 8601 writes with four digits and which all calendars of
     * drivers agree on.
     */
    static Instant inRange(String name, Instant instant) {
        if (Arguments.notNull(name, instant).isBefore(EARLIEST) || instant.isAfter(LATEST)) {
            throw new IllegalArgumentException(
                    name + " must be between " + EARLIEST + " and " + LATEST + ", but is " + instant);
        }
        return instant;
    }
}
