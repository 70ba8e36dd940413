package io.simplebank.domain;

import java.time.Instant;
import java.time.temporal.ChronoUnit;

/** PostgreSQL's {@code timestamptz} keeps microseconds: what is answered must be what is stored. */
final class Instants {

    private Instants() {}

    static Instant toMicros(Instant instant) {
        return instant.truncatedTo(ChronoUnit.MICROS);
    }
}
