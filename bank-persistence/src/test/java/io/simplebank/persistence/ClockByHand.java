package io.simplebank.persistence;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** A clock that shows whatever it is set to, be it wrong: {@code TestClock} is for those that are right. */
final class ClockByHand extends Clock {

    private volatile Instant now;

    ClockByHand(Instant now) {
        this.now = now;
    }

    /** By a negative amount to go backwards. */
    void advance(Duration amount) {
        now = now.plus(amount);
    }

    void set(Instant instant) {
        now = instant;
    }

    @Override
    public Instant instant() {
        return now;
    }

    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    @Override
    public Clock withZone(ZoneId zone) {
        throw new UnsupportedOperationException();
    }
}
