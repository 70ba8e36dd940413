package io.simplebank.persistence;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;

/** Chooses what a session does next, begins it, and knows what it was. */
final class Steps {

    enum Kind {
        BEGIN,
        DEED,
        SAVEPOINT,
        COMMIT,
        ROLLBACK
    }

    private final Random random;
    private final Ledgers ledgers;
    private final StepLog log;
    private final DeedMaker maker;
    private final Map<Actor, Kind> underWay = new HashMap<>();

    Steps(Random random, Ledgers ledgers, StepLog log) {
        this.random = random;
        this.ledgers = ledgers;
        this.log = log;
        this.maker = new DeedMaker(random, ledgers.accounts());
    }

    @Nullable
    Kind underWay(Actor actor) {
        return underWay.get(actor);
    }

    /** Forgets a step that has come to its end. */
    void end(Actor actor) {
        underWay.remove(actor);
    }

    /**
     * @param isLast whether only the transactions in progress are to be ended
     */
    void begin(Actor actor, boolean isLast) {
        if (actor.isStopping()) {
            log.add(actor + " goes on");
            actor.goOn();
        } else if (actor.commitsByItself()) {
            perform(actor);
        } else if (!actor.inTransaction) {
            begin(actor);
        } else if (actor.broken || isLast) {
            end(actor, isLast);
        } else {
            within(actor);
        }
    }

    private interface Control {
        void run() throws Exception;
    }

    private void control(Actor actor, Kind kind, String words, Control control) {
        start(actor, kind, words, () -> {
            control.run();
            return null;
        });
    }

    private void start(Actor actor, Kind kind, String words, Callable<@Nullable Deed> work) {
        log.add(actor + ": " + words);
        underWay.put(actor, kind);
        actor.start(work);
    }

    private void begin(Actor actor) {
        IsolationLevel level = IsolationLevel.values()[random.nextInt(3)];
        actor.inTransaction = true;
        actor.firstSeen = ledgers.version();
        control(actor, Kind.BEGIN, "begin " + level.sql(), () -> actor.begin(level));
    }

    private void perform(Actor actor) {
        Deed deed = maker.next(ledgers.committed());
        actor.attempted = deed;
        if (actor.commitsByItself()) {
            actor.firstSeen = ledgers.version();
            if (random.nextInt(3) == 0) {
                actor.stopBeforeWriting();
            }
        }
        start(actor, Kind.DEED, deed.toString(), () -> actor.perform(deed));
    }

    /** A step of a transaction in which nothing has gone wrong. */
    private void within(Actor actor) {
        int chance = random.nextInt(100);
        int savepoint = actor.savepoints.size();
        if (chance < 62) {
            perform(actor);
        } else if (chance < 70) {
            actor.savepoints.add(actor.done.size());
            execute(actor, "savepoint s" + savepoint);
        } else if (chance < 77 && savepoint > 0) {
            rollBackTo(actor);
        } else if (chance < 80 && savepoint > 0) {
            actor.savepoints.remove(savepoint - 1);
            execute(actor, "release savepoint s" + (savepoint - 1));
        } else {
            end(actor, chance < 93);
        }
    }

    private void rollBackTo(Actor actor) {
        int target = random.nextInt(actor.savepoints.size());
        List<Deed> undone = actor.done.subList(actor.savepoints.get(target), actor.done.size());
        undone.clear();
        actor.savepoints.subList(target + 1, actor.savepoints.size()).clear();
        actor.broken = false;
        execute(actor, "rollback to savepoint s" + target);
    }

    private void execute(Actor actor, String sql) {
        control(actor, Kind.SAVEPOINT, sql, () -> actor.execute(sql));
    }

    private void end(Actor actor, boolean commits) {
        if (actor.broken && !actor.savepoints.isEmpty() && !actor.isLost() && random.nextBoolean()) {
            rollBackTo(actor);
        } else if (actor.broken || actor.isLost() || !commits) {
            control(actor, Kind.ROLLBACK, "rollback", actor::rollBack);
        } else {
            control(actor, Kind.COMMIT, "commit", actor::commit);
        }
    }
}
