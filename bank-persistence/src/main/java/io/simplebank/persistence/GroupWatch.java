package io.simplebank.persistence;

import java.time.Duration;
import java.util.List;

/**
 * Observes one group at work, from the queue to its answers. Confined to one thread, but for {@link #OFF}, which sees nothing
 * and may be used by all.
 */
final class GroupWatch {

    static final GroupWatch OFF =
            new GroupWatch(new Observations(List.of()), Stopwatch.OFF, 0, 0, new FlightEvents.Group());

    private final Observations observations;
    private final Stopwatch stopwatch;
    private final int queueDepth;
    private final long longestWaitNanos;
    private final FlightEvents.Group event;

    private GroupWatch(
            Observations observations,
            Stopwatch stopwatch,
            int queueDepth,
            long longestWaitNanos,
            FlightEvents.Group event) {
        this.observations = observations;
        this.stopwatch = stopwatch;
        this.queueDepth = queueDepth;
        this.longestWaitNanos = longestWaitNanos;
        this.event = event;
    }

    /**
     * @param group as it was taken from the queue
     * @param left how many calls it left there
     * @param stopwatch takes the time of its transactions
     * @param event not yet begun
     */
    static GroupWatch on(
            Observations observations, List<Member<?>> group, int left, Stopwatch stopwatch, FlightEvents.Group event) {
        event.begin();
        return new GroupWatch(
                observations, stopwatch, left + group.size(), group.get(0).nanosWaited(), event);
    }

    Stopwatch stopwatch() {
        return stopwatch;
    }

    /** Reports the group and its answers, which are final but not yet given. */
    void end(List<Member<?>> group, GroupResults results) {
        if (this == OFF) {
            return;
        }
        try {
            report(group, results);
        } catch (Throwable defect) { // money has moved, and callers wait to hear so
            return;
        }
    }

    private void report(List<Member<?>> group, GroupResults results) {
        event.end();
        Tally tally = results.tally();
        int transfers = 0;
        for (Member<?> member : group) {
            transfers += Tally.transfers(member.command());
        }
        observations.groupEnded(
                new BankListener.Group(
                        group.size(),
                        transfers,
                        stopwatch.accounts(),
                        queueDepth,
                        Duration.ofNanos(longestWaitNanos),
                        Duration.ofNanos(stopwatch.lockNanos()),
                        Duration.ofNanos(stopwatch.writeNanos()),
                        stopwatch.transactions(),
                        results.postponed().size()),
                tally);
        if (event.shouldCommit()) {
            record(group.size(), transfers, tally, results.postponed().size());
        }
    }

    private void record(int calls, int transfers, Tally tally, int postponed) {
        event.calls = calls;
        event.transfers = transfers;
        event.accounts = stopwatch.accounts();
        event.count(tally);
        event.postponed = postponed;
        event.queueDepth = queueDepth;
        event.transactions = stopwatch.transactions();
        event.longestWait = longestWaitNanos;
        event.lockTime = stopwatch.lockNanos();
        event.writeTime = stopwatch.writeNanos();
        event.commit();
    }
}
