package io.simplebank.persistence;

import static java.util.Objects.requireNonNull;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.LockOrderException;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.persistence.Ledgers.Transaction;
import io.simplebank.persistence.Steps.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One round: a few sessions over a few accounts, one step after the other, each of which may leave its session waiting. */
final class Interleaving {

    private static final String NO_DATA = "02000";

    private final Random random;
    private final List<Actor> actors;
    private final Ledgers ledgers;
    private final LockWatch locks;
    private final StepLog log;
    private final Steps steps;

    Interleaving(Random random, List<Actor> actors, Ledgers ledgers, LockWatch locks, StepLog log) {
        this.random = random;
        this.actors = actors;
        this.ledgers = ledgers;
        this.locks = locks;
        this.log = log;
        this.steps = new Steps(random, ledgers, log);
    }

    void play(int count) throws Exception {
        for (int i = 0; i < count; i++) {
            step(false);
        }
        while (actors.stream().anyMatch(actor -> actor.inTransaction || isUnderWay(actor))) {
            step(true);
        }
        ledgers.requireAllFed();
    }

    private boolean isUnderWay(Actor actor) {
        return steps.underWay(actor) != null;
    }

    private void step(boolean isLast) throws Exception {
        List<Actor> able = actors.stream()
                .filter(actor -> isUnderWay(actor) ? actor.isStopping() : !isLast || actor.inTransaction)
                .toList();
        Actor actor = able.get(random.nextInt(able.size()));
        steps.begin(actor, isLast);
        locks.settle(actors);
        breakCircles(actor);
        List<Actor> through = actors.stream()
                .filter(each -> isUnderWay(each) && each.step.isDone())
                .toList();
        for (Actor each : actors) {
            if (isUnderWay(each) && !through.contains(each)) {
                log.addToLast(each + (each.isStopping() ? " stops before it writes" : " waits"));
            }
        }
        judge(through);
        ledgers.look();
    }

    /** One of those who wait for one another is cancelled, the latest if it can be: PostgreSQL would choose by the clock. */
    private void breakCircles(Actor latest) throws Exception {
        for (List<Actor> circle = locks.circle(actors); !circle.isEmpty(); circle = locks.circle(actors)) {
            List<Actor> careless =
                    circle.stream().filter(actor -> !actor.locksInOrder()).toList();
            if (careless.isEmpty()) {
                throw new AssertionError(circle + " wait for one another, though each keeps the order of locks");
            }
            Actor victim = careless.contains(latest) ? latest : careless.get(0);
            log.addToLast(circle + " wait for one another: " + victim + " is cancelled");
            locks.cancel(victim);
            locks.settle(actors);
        }
    }

    private void judge(List<Actor> through) throws Exception {
        List<UUID> expired = ledgers.expired();
        List<Transaction> committed = new ArrayList<>();
        for (Actor actor : through) {
            Throwable failure = actor.failure();
            log.addToLast(actor + (failure == null ? " is through" : " fails: " + Actor.named(failure)));
            if (steps.underWay(actor) == Kind.DEED) {
                takeDown(actor, failure);
            } else if (failure != null && steps.underWay(actor) != Kind.COMMIT) {
                throw new AssertionError(actor + " cannot " + steps.underWay(actor), failure);
            }
            boolean commits = steps.underWay(actor) == Kind.COMMIT ? failure == null : actor.commitsByItself();
            if (commits && !actor.done.isEmpty()) {
                committed.add(new Transaction(
                        actor,
                        actor.done.stream()
                                .map(deed -> deed instanceof HoldDeeds.Sweep ? new HoldDeeds.Expired(expired) : deed)
                                .toList()));
            }
        }
        ledgers.commit(committed);
        for (Actor actor : through) {
            Kind kind = steps.underWay(actor);
            if (kind == Kind.DEED && actor.failure() instanceof BankException refusal) {
                check(actor, refusal);
            }
            steps.end(actor);
            if (kind == Kind.COMMIT || kind == Kind.ROLLBACK || actor.commitsByItself()) {
                actor.forget();
            }
        }
    }

    /** What a deed has left in its transaction; what no session may fail with is thrown. */
    private void takeDown(Actor actor, @Nullable Throwable failure) {
        Deed attempted = actor.attempted();
        if (failure == null) {
            actor.done.add(requireNonNull(actor.step.join()));
        } else if (failure instanceof HoldNotPendingException
                && attempted instanceof HoldDeeds.Take take
                && ledgers.isDue(take.hold())) {
            actor.done.add(new HoldDeeds.Expired(List.of(take.hold().getId())));
        } else {
            String state = SqlState.of(failure);
            boolean expected = actor.commitsByItself()
                    ? failure instanceof BankException refusal && refusal.getOutcome() == Outcome.NOT_DONE
                    : failure instanceof BankException || state != null;
            if (!expected) {
                throw new AssertionError(actor + " fails", failure);
            }
            actor.broken = state != null && !state.equals(NO_DATA);
        }
    }

    /** A refusal must be one in a state that the session may have seen, unless others were in its way. */
    private void check(Actor actor, BankException refusal) {
        if (actor.attempted() instanceof MoneyDeeds.Reverse reverse
                && reverse.id() == null
                && refusal instanceof TransferConflictException) {
            throw new AssertionError("the id of the reversal was taken by somebody else", refusal);
        }
        boolean inTheWay =
                !actor.commitsByItself() && (refusal instanceof LockOrderException || SqlState.of(refusal) != null);
        if (!inTheWay) {
            ledgers.requireRefused(actor, refusal);
        }
    }
}
