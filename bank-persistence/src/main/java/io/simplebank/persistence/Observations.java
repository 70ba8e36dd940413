package io.simplebank.persistence;

import io.simplebank.persistence.BankListener.ConnectionLoss;
import io.simplebank.persistence.BankListener.Group;
import io.simplebank.persistence.BankListener.Retry;
import java.lang.System.Logger.Level;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;

/** Tells a bank's listeners, and the flight recorder, what happens. No listener can harm whoever tells. Thread-safe. */
final class Observations {

    private static final System.Logger LOG = System.getLogger(BankListener.class.getName());

    private final List<Guarded> listeners;

    private record Guarded(BankListener listener, AtomicBoolean hasFailed) {

        void tell(Consumer<BankListener> news) {
            try {
                news.accept(listener);
            } catch (Throwable defect) { // an Error too: money has moved, and callers wait to hear so
                if (hasFailed.compareAndSet(false, true)) {
                    log(defect);
                }
            }
        }

        private void log(Throwable defect) {
            try {
                LOG.log(Level.WARNING, "a listener of the bank failed, which is told only once: " + listener, defect);
            } catch (Throwable another) { // its toString, or the application's logger
                return;
            }
        }
    }

    Observations(List<BankListener> listeners) {
        this.listeners = listeners.stream()
                .map(listener -> new Guarded(listener, new AtomicBoolean()))
                .toList();
    }

    private void tell(Consumer<BankListener> news) {
        for (Guarded listener : listeners) {
            listener.tell(news);
        }
    }

    void opened(Bank bank) {
        tell(listener -> listener.onOpen(bank));
    }

    void closed(Bank bank) {
        tell(listener -> listener.onClose(bank));
    }

    /** Begins to observe a group, if anybody wants to know. */
    GroupWatch watch(List<Member<?>> group, GroupQueue queue) {
        return watch(group, queue, Stopwatch.on());
    }

    /** The same, with the stopwatch of a transaction that has begun already. */
    GroupWatch watch(List<Member<?>> group, GroupQueue queue, Stopwatch stopwatch) {
        try {
            FlightEvents.Group event = new FlightEvents.Group();
            return listeners.isEmpty() && !event.isEnabled()
                    ? GroupWatch.OFF
                    : GroupWatch.on(this, group, queue.waiting(), stopwatch, event);
        } catch (Throwable defect) { // callers wait for more than to be observed
            return GroupWatch.OFF;
        }
    }

    void groupEnded(Group group, Tally tally) {
        if (!listeners.isEmpty()) {
            tell(listener -> listener.onGroup(group));
            tally.forEach(answers -> tell(listener -> listener.onAnswers(answers)));
        }
    }

    /** A call ended before any worker had it, or behind one that did. */
    void turnedAway(Command<?> command, RuntimeException error) {
        if (!listeners.isEmpty()) {
            Tally tally = new Tally();
            tally.add(command, Tally.outcome(error), error.getClass());
            tally.forEach(answers -> tell(listener -> listener.onAnswers(answers)));
        }
    }

    /**
     * @param attempt how many have failed
     */
    void retried(RuntimeException failure, int attempt) {
        String state = String.valueOf(SqlState.of(failure));
        FlightEvents.Retry event = new FlightEvents.Retry();
        if (event.shouldCommit()) {
            event.sqlState = state;
            event.attempt = attempt;
            event.commit();
        }
        tell(listener -> listener.onRetry(new Retry(state, attempt)));
    }

    void lost(String state, boolean duringCommit) {
        FlightEvents.ConnectionLoss event = new FlightEvents.ConnectionLoss();
        if (event.shouldCommit()) {
            event.sqlState = state;
            event.duringCommit = duringCommit;
            event.commit();
        }
        tell(listener -> listener.onConnectionLost(new ConnectionLoss(state, duringCommit)));
    }
}
