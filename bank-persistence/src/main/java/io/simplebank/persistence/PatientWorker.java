package io.simplebank.persistence;

import io.simplebank.persistence.AccountLocks.Locked;
import io.simplebank.persistence.GroupPosting.Manner;
import io.simplebank.persistence.TransactionFailure.Kind;
import java.sql.Statement;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import org.hibernate.SharedSessionContract;

/**
 * Serves the calls that wait for other sessions' locks.
 *
 * <p>It looks again and again which of the held accounts have come free, in a transaction that holds nothing else. Only
 * with such an account in hand does it claim the other accounts of the calls that wait for it, and posts them in the same
 * transaction: a session that takes the account again at once comes second. So an account that stays held costs its own
 * callers time, and nobody else.
 */
final class PatientWorker implements Runnable {

    /** For so long it waits in the database for one held account, while it has no other in hand. */
    private static final String LOCK_TIMEOUT = "set local lock_timeout = 50";

    /** With an account in hand it waits for no longer for groups at the other accounts of its calls. */
    private static final long LONGEST_CLAIM_NANOS = TimeUnit.MILLISECONDS.toNanos(50);

    private static final long FIRST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(1);
    private static final long LONGEST_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(25);

    /** In each so-many-th round an account is waited for in any case, whoever takes it again and again. */
    private static final int ROUNDS = 10;

    private final GroupQueue queue;
    private final OwnTransactions transactions;
    private final Ledger ledger;
    private final Observations observations;
    private long pause = FIRST_PAUSE_NANOS;
    private int round;

    PatientWorker(GroupQueue queue, OwnTransactions transactions, Ledger ledger, Observations observations) {
        this.queue = queue;
        this.transactions = transactions;
        this.ledger = ledger;
        this.observations = observations;
    }

    @Override
    public void run() {
        for (boolean open = true; open; ) {
            try {
                open = queue.awaitHeld(pause);
                if (open) {
                    new Round().run();
                }
            } catch (InterruptedException nobodyInterruptsUs) {
                Thread.currentThread().interrupt();
                return;
            } catch (Throwable defect) { // whatever it is, nobody may be left waiting
                queue.failAll(defect);
            }
        }
    }

    /** One look at the accounts that are waited for, and what follows from it. */
    private final class Round {

        private final Stopwatch stopwatch = Stopwatch.on();
        private final GroupResults results = new GroupResults();
        private final GroupPosting posting = new GroupPosting(transactions, ledger, stopwatch, results, Manner.HASTY);
        private GroupWatch watch = GroupWatch.OFF;
        private List<Member<?>> group = List.of();
        private Set<UUID> stillHeld = Set.of();
        private boolean looked;
        private boolean waited;

        void run() throws InterruptedException {
            round++;
            try {
                claim();
                if (!group.isEmpty()) {
                    post();
                } else {
                    look(queue.awaitedAccounts());
                }
            } catch (InterruptedException interrupt) {
                throw interrupt;
            } catch (Throwable defect) {
                results.failTheRest(group, defect);
                throw defect;
            } finally {
                finish();
            }
        }

        private void claim() throws InterruptedException {
            group = queue.claim(LONGEST_CLAIM_NANOS);
            if (!group.isEmpty()) {
                watch = observations.watch(group, queue, stopwatch);
            }
        }

        private void post() {
            if (group.get(0).isStuck()) {
                posting.retry(group);
            } else {
                posting.post(group);
            }
        }

        private void look(Set<UUID> accountIds) {
            if (accountIds.isEmpty()) {
                return; // some are stuck, and rest
            }
            GroupPosting.Split[] split = new GroupPosting.Split[1];
            try {
                List<Answer<?>> answers = transactions.run(stopwatch, session -> {
                    if (group.isEmpty()) {
                        lookFor(session.hibernate(), accountIds);
                        claimNow();
                    }
                    if (group.isEmpty()) {
                        return List.of();
                    }
                    split[0] = posting.new Split(group);
                    return split[0].post(session, false);
                });
                if (split[0] != null) {
                    split[0].settle(answers, results);
                }
            } catch (RuntimeException | Error failure) {
                if (!group.isEmpty()) {
                    posting.settle(group, failure);
                } else if (failure instanceof TransactionFailure busy && busy.kind() == Kind.BUSY) {
                    queue.saw(Set.of(), stillHeld);
                    queue.turnAwayLate(
                            looked ? stillHeld : accountIds,
                            looked ? GroupPosting.busy() : GroupPosting.obstructed(busy));
                    return;
                } else {
                    queue.forgetHeld(); // a group will find out what the matter is
                    return;
                }
            }
            queue.turnAwayLate(stillHeld, GroupPosting.busy());
        }

        /** Sees which accounts are free, and locks them, or waits for one. */
        private void lookFor(SharedSessionContract session, Set<UUID> accountIds) {
            Locked locked = AccountLocks.lockFree(session, accountIds, List.of(), List.of());
            stillHeld = new HashSet<>(AccountLocks.busy(session, accountIds, locked));
            looked = true;
            UUID next =
                    stillHeld.size() < accountIds.size() ? null : queue.worthWaitingFor(stillHeld, round % ROUNDS == 0);
            if (next != null) {
                waited = true;
                waitFor(session, next);
                stillHeld.remove(next);
            }
            Set<UUID> free = new HashSet<>(accountIds);
            free.removeAll(stillHeld);
            queue.saw(free, stillHeld);
            pause = free.isEmpty() ? pause : FIRST_PAUSE_NANOS;
        }

        private void waitFor(SharedSessionContract session, UUID accountId) {
            session.doWork(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(LOCK_TIMEOUT);
                }
            });
            stopwatch.beginLocking(1);
            AccountLocks.lock(session, List.of(accountId), List.of(), List.of());
            stopwatch.endLocking();
        }

        private void claimNow() {
            try {
                claim();
            } catch (InterruptedException nobodyInterruptsUs) {
                Thread.currentThread().interrupt();
            }
        }

        private void finish() {
            boolean posted = !group.isEmpty();
            if (posted) {
                watch.end(group, results);
                results.giveAnswers();
                queue.finishClaimed(group, results);
            }
            pause = posted
                    ? FIRST_PAUSE_NANOS
                    : waited ? 0 : Math.min(Math.max(pause, FIRST_PAUSE_NANOS) * 2, LONGEST_PAUSE_NANOS);
        }
    }
}
