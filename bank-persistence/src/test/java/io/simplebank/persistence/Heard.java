package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.BankListener.Kind;
import io.simplebank.persistence.BankListener.Outcome;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** A listener that remembers all it hears, in order. */
class Heard implements BankListener {

    private final BlockingQueue<Object> events = new LinkedBlockingQueue<>();

    @Override
    public void onOpen(Bank bank) {
        events.add("open");
    }

    @Override
    public void onGroup(Group group) {
        events.add(group);
    }

    @Override
    public void onAnswers(Answers answers) {
        events.add(answers);
    }

    @Override
    public void onRetry(Retry retry) {
        events.add(retry);
    }

    @Override
    public void onConnectionLost(ConnectionLoss loss) {
        events.add(loss);
    }

    @Override
    public void onClose(Bank bank) {
        events.add("close");
    }

    List<Object> all() {
        return List.copyOf(events);
    }

    <E> List<E> of(Class<E> type) {
        return events.stream().filter(type::isInstance).map(type::cast).toList();
    }

    /** Forgets what it has heard. */
    void clear() {
        events.clear();
    }

    /** How many calls ended so. */
    int calls(Kind kind, Outcome outcome) {
        return answers(kind, outcome).mapToInt(Answers::calls).sum();
    }

    /** The errors of the calls that ended so. */
    List<Class<?>> errors(Kind kind, Outcome outcome) {
        return answers(kind, outcome).<Class<?>>map(Answers::error).toList();
    }

    private Stream<Answers> answers(Kind kind, Outcome outcome) {
        return of(Answers.class).stream().filter(answers -> answers.kind() == kind && answers.outcome() == outcome);
    }

    /** The next event that is such, waited for; those ahead of it are forgotten. */
    <E> E await(Class<E> type, Predicate<E> such) throws InterruptedException {
        while (true) {
            Object event = events.poll(1, TimeUnit.MINUTES);
            assertThat(event).as("awaited: %s", type.getSimpleName()).isNotNull();
            if (type.isInstance(event) && such.test(type.cast(event))) {
                return type.cast(event);
            }
        }
    }
}
