package io.simplebank.persistence;

import io.simplebank.persistence.testing.TestDatabase;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/**
 * Two to four sessions do everything that a ledger can do, one step at a time: banks at each isolation level, callers who
 * join with savepoints, and plain SQL. Whenever one commits, the tables say what an in-memory model says to which the
 * committed transactions were applied one after the other; what was refused, the model refuses too.
 *
 * <p>All is decided by the seed: which session goes next, and what it does. What waits for a lock is passed over until it
 * has it; who waits for one another in a circle, one of them is cancelled. {@code -Dseed=…} repeats a run,
 * {@code -Drandom.rounds=…} says how many rounds it has, 40 by default; each has a seed of its own, the next number. By
 * default they are those from 1 to 40: whether other seeds show more is for long runs to find out.
 *
 * <p>On commit 49a7c8c it found, within twenty rounds from {@code -Dseed=1}: transfers that plain SQL had numbered against
 * their positions (3), a hold for an account that a session with an older snapshot closed (17), and a transfer that could
 * not be reversed because its reversal's id had been used (18).
 */
@Tag("anywhere")
class RandomInterleavingsTest {

    private static final int STEPS = 60;

    @Test
    void agreeWithAModelOnWhichOneThingHappensAfterTheOther() throws Exception {
        long seed = Long.getLong("seed", 1);
        int rounds = Integer.getInteger("random.rounds", 40);
        System.out.println("RandomInterleavingsTest: -Dseed=" + seed);
        play(seed, rounds);
    }

    static void play(long seed, int rounds) throws Exception {
        try (TestDatabase database = TestDatabase.create()) {
            PlainSql.execute(
                    database.superuser(),
                    "do $$ begin execute format('alter database %I set deadlock_timeout = ''10min''',"
                            + " current_database()); end $$");
            try (PlainSession observer = new PlainSession(database.superuser());
                    Bank reader = Bank.at(database.url()).open()) {
                play(seed, rounds, database, observer, reader);
            }
        }
    }

    private static void play(long seed, int rounds, TestDatabase database, PlainSession observer, Bank reader)
            throws Exception {
        List<Actor> everybody = new ArrayList<>();
        for (IsolationLevel level : IsolationLevel.values()) {
            everybody.add(new Actors.OfABank(database, level));
        }
        for (int i = 1; i <= 2; i++) {
            everybody.add(new Actors.Joined(database, "caller " + i));
            everybody.add(new Actors.Plain(database, "plain " + i));
        }
        try {
            FeedFollower feed = new FeedFollower(reader, observer);
            for (int round = 0; round < rounds; round++) {
                play(seed + round, everybody, observer, reader, feed);
            }
        } finally {
            Collections.reverse(everybody); // who keeps locks before the banks that wait for them
            for (Actor actor : everybody) {
                actor.close();
            }
        }
    }

    private static void play(long seed, List<Actor> everybody, PlainSession observer, Bank reader, FeedFollower feed) {
        Random random = new Random(seed);
        List<Actor> actors = new ArrayList<>(everybody);
        Collections.shuffle(actors, random);
        actors = actors.subList(0, 2 + random.nextInt(3));
        Ledgers ledgers = new Ledgers(reader, observer, feed, random);
        StepLog log = new StepLog(ledgers.accounts());
        try {
            new Interleaving(random, actors, ledgers, new LockWatch(observer), log).play(STEPS);
        } catch (Exception | AssertionError failure) {
            throw new AssertionError(
                    "-Dseed=" + seed + " -Drandom.rounds=1 shows: " + failure.getMessage() + "\n" + log, failure);
        }
    }
}
