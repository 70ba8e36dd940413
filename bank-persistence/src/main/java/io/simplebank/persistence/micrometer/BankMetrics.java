package io.simplebank.persistence.micrometer;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tag;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankListener;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/**
 * Meters of a {@link Bank} in a Micrometer registry. Banks that report to one registry with the same tags add up, in the
 * gauge too. Thread-safe.
 *
 * <pre>{@code
 * Bank bank = Bank.at(url).listener(new BankMetrics(registry)).open();
 * }</pre>
 *
 * <p>Names are Micrometer's way, tags OpenTelemetry's where it has one; every tag has few values, and none is personal.
 *
 * <ul>
 *   <li>{@code simplebank.calls}, {@code simplebank.transfers}: counters by {@code kind}, {@code outcome} and
 *       {@code error.type}
 *   <li>{@code simplebank.group.size}: a summary, in calls
 *   <li>{@code simplebank.queue.depth}: a gauge of the calls that wait now
 *   <li>{@code simplebank.queue.wait}, {@code simplebank.lock.wait}, {@code simplebank.commit}: timers, one value a group
 *   <li>{@code simplebank.retries}, {@code simplebank.connections.lost}: counters by {@code db.response.status_code}, the
 *       SQLState
 * </ul>
 */
public final class BankMetrics implements BankListener {

    private static final String PREFIX = "simplebank.";
    private static final String CALLS = "calls";
    private static final String SQL_STATE = "db.response.status_code";

    private final MeterRegistry registry;
    private final Tags tags;
    private final DistributionSummary groupSize;
    private final Timer queueWait;
    private final Timer lockWait;
    private final Timer commit;
    private final Map<End, Counters> counters = new ConcurrentHashMap<>();

    private record End(Kind kind, Outcome outcome, @Nullable Class<?> error) {}

    private record Counters(Counter calls, Counter transfers) {}

    /**
     * Registers the meters, without tags of the application's.
     *
     * @param registry where the meters go
     * @throws IllegalArgumentException if it is {@code null}
     */
    public BankMetrics(MeterRegistry registry) {
        this(registry, Tags.empty());
    }

    /**
     * Registers the meters.
     *
     * @param registry where the meters go
     * @param tags on all of them: what tells one bank from another in the same registry
     * @throws IllegalArgumentException if one of them is {@code null}
     */
    public BankMetrics(MeterRegistry registry, Iterable<Tag> tags) {
        this.registry = notNull("registry", registry);
        this.tags = Tags.of(notNull("tags", tags));
        this.groupSize = DistributionSummary.builder(PREFIX + "group.size")
                .description("Calls that shared a transaction")
                .baseUnit(CALLS)
                .tags(this.tags)
                .register(registry);
        this.queueWait = timer("queue.wait", "How long the first call of a group waited for its turn");
        this.lockWait = timer("lock.wait", "How long a group's query took that locks its accounts");
        this.commit = timer("commit", "How long writing and committing a group took");
    }

    private static <T> T notNull(String name, @Nullable T value) {
        if (value == null) {
            throw new IllegalArgumentException(name + " must not be null");
        }
        return value;
    }

    private Timer timer(String name, String description) {
        return Timer.builder(PREFIX + name).description(description).tags(tags).register(registry);
    }

    /** Adds the bank's queue to the gauge. */
    @Override
    public void onOpen(Bank bank) {
        Queues.of(registry, tags)
                .add(
                        bank,
                        queues -> Gauge.builder(PREFIX + "queue.depth", queues, Queues::waitingCalls)
                                .description("Calls that wait for their turn")
                                .baseUnit(CALLS)
                                .tags(tags)
                                .register(registry));
    }

    @Override
    public void onGroup(Group group) {
        groupSize.record(group.calls());
        queueWait.record(group.longestWait());
        lockWait.record(group.lockTime());
        commit.record(group.writeTime());
    }

    @Override
    public void onAnswers(Answers answers) {
        Counters their =
                counters.computeIfAbsent(new End(answers.kind(), answers.outcome(), answers.error()), this::register);
        their.calls.increment(answers.calls());
        if (answers.transfers() > 0) {
            their.transfers.increment(answers.transfers());
        }
    }

    private Counters register(End end) {
        Tags itsTags = tags.and(
                "kind", end.kind.name().toLowerCase(Locale.ROOT),
                "outcome", end.outcome.name().toLowerCase(Locale.ROOT),
                "error.type", end.error == null ? "none" : end.error.getSimpleName());
        return new Counters(
                Counter.builder(PREFIX + CALLS)
                        .description("Calls that were answered")
                        .baseUnit(CALLS)
                        .tags(itsTags)
                        .register(registry),
                Counter.builder(PREFIX + "transfers")
                        .description("Transfers that the answered calls asked for")
                        .baseUnit("transfers")
                        .tags(itsTags)
                        .register(registry));
    }

    @Override
    public void onRetry(Retry retry) {
        bySqlState("retries", "Transactions that were tried again", retry.sqlState());
    }

    @Override
    public void onConnectionLost(ConnectionLoss loss) {
        bySqlState("connections.lost", "Connections that were lost within a transaction", loss.sqlState());
    }

    private void bySqlState(String name, String description, String sqlState) {
        Counter.builder(PREFIX + name)
                .description(description)
                .tags(tags.and(SQL_STATE, sqlState))
                .register(registry)
                .increment();
    }

    /** Takes the bank's queue out of the gauge, and the gauge away with the last of them; what was counted stays. */
    @Override
    public void onClose(Bank bank) {
        Queues.of(registry, tags).remove(bank, registry::remove);
    }
}
