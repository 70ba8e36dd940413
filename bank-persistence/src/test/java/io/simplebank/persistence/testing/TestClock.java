package io.simplebank.persistence.testing;

import static java.util.Objects.requireNonNull;

import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.function.UnaryOperator;

/**
 * A clock that a test moves on: it goes with the system's, or stands at a time, until it is advanced. It never goes back
 * unless {@link #turnBackTo} says so, not even where the system's does. Thread-safe.
 *
 * <p>The injected {@link io.simplebank.persistence.Bank} runs on the injected clock. Services that join a transaction of
 * the application's go by the system's clock, and so does the database.
 */
public final class TestClock extends Clock {

    private final Clock source;
    private Duration ahead = Duration.ZERO;
    private Instant latest;

    private TestClock(Clock source) {
        this.source = source;
        this.latest = source.instant();
    }

    /**
     * A clock that goes with the system's.
     *
     * @return the clock
     */
    public static TestClock startingNow() {
        return new TestClock(Clock.systemUTC());
    }

    /**
     * A clock that stands still.
     *
     * @param start the time at which it stands until it is advanced
     * @return the clock
     */
    public static TestClock startingAt(Instant start) {
        return new TestClock(Clock.fixed(requireNonNull(start, "start"), ZoneOffset.UTC));
    }

    /**
     * Moves the clock on.
     *
     * @param amount how far, zero or more
     * @return the new time
     * @throws IllegalArgumentException if the amount is negative
     */
    public Instant advance(Duration amount) {
        if (amount.isNegative()) {
            throw new IllegalArgumentException(
                    "a clock is not advanced by " + amount + ": turnBackTo(…) sets it to an earlier time");
        }
        return move(now -> now.plus(amount));
    }

    /**
     * Moves the clock on to a time.
     *
     * @param time a time that has not passed yet
     * @return that time
     * @throws IllegalArgumentException if the clock shows a later time already
     */
    public Instant advanceTo(Instant time) {
        return move(now -> {
            if (time.isBefore(now)) {
                throw new IllegalArgumentException(
                        "the clock shows " + now + " already: turnBackTo(…) sets it to an earlier time like " + time);
            }
            return time;
        });
    }

    /**
     * Turns the clock back, as the clock of a badly kept machine may go.
     *
     * @param time an earlier time than the clock's
     * @return that time
     * @throws IllegalArgumentException if the clock does not show a later time
     */
    public Instant turnBackTo(Instant time) {
        return move(now -> {
            if (!time.isBefore(now)) {
                throw new IllegalArgumentException(
                        "the clock shows " + now + " only: advanceTo(…) moves it on to " + time);
            }
            return time;
        });
    }

    private synchronized Instant move(UnaryOperator<Instant> hand) {
        Instant now = instant();
        latest = hand.apply(now);
        ahead = ahead.plus(Duration.between(now, latest));
        return latest;
    }

    @Override
    public synchronized Instant instant() {
        Instant now = source.instant().plus(ahead);
        if (now.isAfter(latest)) {
            latest = now;
        }
        return latest;
    }

    /** UTC. */
    @Override
    public ZoneId getZone() {
        return ZoneOffset.UTC;
    }

    /** The same clock as seen from elsewhere: whoever advances this one advances that one. */
    @Override
    public Clock withZone(ZoneId zone) {
        return zone.equals(getZone()) ? this : new Elsewhere(this, zone);
    }

    @Override
    public String toString() {
        return "TestClock at " + instant();
    }

    private static final class Elsewhere extends Clock {

        private final TestClock clock;
        private final ZoneId zone;

        Elsewhere(TestClock clock, ZoneId zone) {
            this.clock = clock;
            this.zone = requireNonNull(zone, "zone");
        }

        @Override
        public Instant instant() {
            return clock.instant();
        }

        @Override
        public ZoneId getZone() {
            return zone;
        }

        @Override
        public Clock withZone(ZoneId other) {
            return clock.withZone(other);
        }
    }
}
