package io.simplebank.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/** Where two operations meet: a database, and two racers of each kind at each isolation level. */
@SuppressWarnings("try") // a test may be interrupted while it closes
final class RaceTrack implements AutoCloseable {

    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-22T12:10:00Z"), ZoneOffset.UTC);
    private static final String A_WAITER =
            "select 1 from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()";

    /** What became of the two, or of one alone, and what the books say then. */
    record Result(String first, String second, String state) {

        /** As if the other one had been called the first. */
        Result turned() {
            return new Result(second, first, RaceGround.turned(state));
        }

        boolean areBothDone() {
            return first.equals(Racer.DONE) && second.equals(Racer.DONE);
        }
    }

    /** Two operations, in the order in which they are begun. */
    record Pair(RaceGround.Kind ground, RaceOperation first, RaceOperation second, boolean sameId) {

        Pair turned() {
            return new Pair(ground, second, first, sameId);
        }

        @Override
        public String toString() {
            return first + " and " + second + (sameId ? " of the same id" : "") + " on ground " + ground;
        }
    }

    private final List<AutoCloseable> resources = new ArrayList<>();
    private final List<Racer> firsts;
    private final List<Racer> seconds;
    private final PlainSession session;
    private final PlainSession observer;
    private final Map<Pair, Result> inOrder = new HashMap<>();
    private final Map<Pair, Result> alone = new HashMap<>();

    RaceTrack(TestDatabase database) throws SQLException {
        session = kept(new PlainSession(database.dataSource()));
        observer = kept(new PlainSession(database.superuser()));
        firsts = racers(database);
        seconds = racers(database);
    }

    private List<Racer> racers(TestDatabase database) throws SQLException {
        List<Racer> racers = new ArrayList<>();
        for (IsolationLevel level : IsolationLevel.values()) {
            StopBeforeWriting stop = new StopBeforeWriting();
            HikariConfig config = new HikariConfig();
            config.setDataSource(database.dataSource());
            config.setMaximumPoolSize(4);
            config.setMinimumIdle(1);
            HikariDataSource pool = kept(new HikariDataSource(config));
            Bank bank = kept(Bank.on(stop.on(pool))
                    .isolation(level)
                    .attempts(100)
                    .lockTimeout(Duration.ofMinutes(1))
                    .statementTimeout(Duration.ofMinutes(1))
                    .clock(CLOCK)
                    .open());
            racers.add(new Racer.Library(bank, stop, level));
            racers.add(new Racer.Plain(kept(new PlainSession(database.dataSource())), new StopBeforeWriting(), level));
        }
        return racers;
    }

    private <T extends AutoCloseable> T kept(T resource) {
        resources.add(0, resource);
        return resource;
    }

    List<Racer> firsts() {
        return firsts;
    }

    List<Racer> seconds() {
        return seconds;
    }

    /** What the library makes of the one after the other, by which every race is judged. */
    Result inOrder(Pair pair) throws SQLException {
        Result known = inOrder.get(pair);
        if (known == null) {
            RaceGround ground = new RaceGround(pair.ground(), session);
            Racer library = firsts.get(0);
            String first = library.run(pair.first(), ground, ground.firstId);
            String second = library.run(pair.second(), ground, pair.sameId() ? ground.firstId : ground.secondId);
            known = new Result(first, second, ground.state(session));
            inOrder.put(pair, known);
        }
        return known;
    }

    /** What the library makes of one of them, as if the other had never been. */
    Result alone(Pair pair, boolean isFirst) throws SQLException {
        RaceOperation operation = isFirst ? pair.first() : pair.second();
        Pair key = new Pair(pair.ground(), operation, operation, isFirst || pair.sameId());
        Result known = alone.get(key);
        if (known == null) {
            RaceGround ground = new RaceGround(pair.ground(), session);
            String answer = firsts.get(0).run(operation, ground, key.sameId() ? ground.firstId : ground.secondId);
            known = new Result(answer, answer, ground.state(session));
            alone.put(key, known);
        }
        return known;
    }

    /** What the books say where neither was done. */
    String untouched(RaceGround.Kind kind) throws SQLException {
        return new RaceGround(kind, session).state(session);
    }

    /** The first one stops when it has its locks; the second begins, until it waits or is through; both go on. */
    Result race(Pair pair, Racer first, Racer second) throws Exception {
        RaceGround ground = new RaceGround(pair.ground(), session);
        second.getReady();
        first.getReady();
        first.stop().close();
        CompletableFuture<String> one = begin(first, pair.first(), ground, ground.firstId);
        CompletableFuture.anyOf(one, first.stop().stopped()).get(1, TimeUnit.MINUTES);
        CompletableFuture<String> other =
                begin(second, pair.second(), ground, pair.sameId() ? ground.firstId : ground.secondId);
        awaitALockOr(other);
        first.stop().open();
        return new Result(one.get(1, TimeUnit.MINUTES), other.get(1, TimeUnit.MINUTES), ground.state(session));
    }

    private static CompletableFuture<String> begin(Racer racer, RaceOperation operation, RaceGround ground, UUID id) {
        return CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return racer.run(operation, ground, id);
                    } catch (SQLException failure) {
                        throw new IllegalStateException(failure);
                    }
                },
                Together.A_THREAD_EACH);
    }

    private void awaitALockOr(CompletableFuture<String> done) throws SQLException {
        long end = System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
        while (!done.isDone() && observer.column(A_WAITER).isEmpty()) {
            if (System.nanoTime() > end) {
                throw new AssertionError("neither waits nor is through");
            }
            Thread.onSpinWait();
        }
    }

    @Override
    public void close() throws Exception {
        for (AutoCloseable resource : resources) {
            resource.close();
        }
    }
}
