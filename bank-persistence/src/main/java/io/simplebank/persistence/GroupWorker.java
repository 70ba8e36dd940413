package io.simplebank.persistence;

import io.simplebank.persistence.AccountLocks.Locked;
import io.simplebank.persistence.GroupQueue.Lane;
import io.simplebank.persistence.TransactionFailure.Kind;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;

/**
 * Takes one group after the other from the queue, runs it as a transaction and answers its members. What fails as a
 * group is tried in parts, so that only the guilty fail.
 */
final class GroupWorker implements Runnable {

    /**
     * Up to so many callers are woken before their accounts are given back, so that their next calls make one group
     * again; more would take so long to wake that another worker had better go on with those who wait meanwhile.
     * Measured with all calls at one account: 8 callers get a fifth more the first way, 128 a fifth more the second.
     */
    private static final int WOKEN_FIRST = 32;

    private final GroupQueue queue;
    private final Lane lane;
    private final OwnTransactions transactions;
    private final Ledger ledger;
    private final Observations observations;
    private GroupWatch watch = GroupWatch.OFF;

    GroupWorker(GroupQueue queue, Lane lane, OwnTransactions transactions, Ledger ledger, Observations observations) {
        this.queue = queue;
        this.lane = lane;
        this.transactions = transactions;
        this.ledger = ledger;
        this.observations = observations;
    }

    @Override
    public void run() {
        try {
            for (List<Member<?>> group = queue.take(lane); !group.isEmpty(); group = queue.take(lane)) {
                watch = observations.watch(group, queue);
                GroupResults results = new GroupResults();
                try {
                    post(group, results);
                } catch (Error defect) { // whatever it is, nobody may be left waiting
                    results.fail(defect);
                } finally {
                    end(group, results);
                }
            }
        } catch (InterruptedException nobodyInterruptsUs) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(List<Member<?>> group, GroupResults results) {
        watch.end(group, results);
        if (group.size() <= WOKEN_FIRST) {
            results.giveAnswers(group);
            queue.finish(lane, group, results.postponed());
        } else {
            queue.finish(lane, group, results.postponed());
            results.giveAnswers(group);
        }
    }

    private void post(List<Member<?>> group, GroupResults results) {
        try {
            results.answer(group, run(session -> ledger.post(session, commands(group))));
        } catch (TransactionFailure failure) {
            group.forEach(member -> member.learnFrom(failure));
            if (failure.kind() == Kind.BUSY) {
                postWithoutWaiting(group, results, failure);
            } else if (group.size() > 1 && (failure.kind() == Kind.REFUSED || failure.kind() == Kind.FAILED)) {
                postHalves(group, results);
            } else {
                results.refuse(group, failure);
            }
        } catch (RuntimeException failure) {
            if (group.size() > 1) {
                postHalves(group, results);
            } else {
                results.refuse(group, failure);
            }
        }
    }

    private List<Answer<?>> run(Function<LedgerSession, List<Answer<?>>> work) {
        return transactions.run(watch.stopwatch(), work);
    }

    /** One member is to blame, perhaps: the one or two that are found in a few steps, and the others go through. */
    private void postHalves(List<Member<?>> group, GroupResults results) {
        int half = group.size() / 2;
        post(group.subList(0, half), results);
        post(group.subList(half, group.size()), results);
    }

    /** Posts the members whose accounts are free; the others wait on, each until its deadline. */
    private void postWithoutWaiting(List<Member<?>> group, GroupResults results, TransactionFailure busy) {
        List<Member<?>> free = new ArrayList<>();
        List<Member<?>> held = new ArrayList<>();
        try {
            List<Answer<?>> answers = run(session -> {
                free.clear();
                held.clear();
                divide(group, busyAccounts(session, group), free, held);
                return free.isEmpty() ? List.of() : ledger.post(session, commands(free));
            });
            results.answer(free, answers);
            for (Member<?> member : held) {
                if (member.isPastBusyDeadline()) {
                    results.refuse(List.of(member), busy);
                } else {
                    results.postpone(member);
                }
            }
        } catch (TransactionFailure failure) {
            results.refuse(group, failure);
        } catch (RuntimeException defect) {
            results.refuse(group, defect);
        }
    }

    private static Set<UUID> busyAccounts(LedgerSession session, List<Member<?>> group) {
        Set<UUID> accountIds = new LinkedHashSet<>();
        group.forEach(member -> accountIds.addAll(member.accountIds()));
        Locked locked = AccountLocks.lockFree(session.hibernate(), accountIds, List.of(), List.of());
        return new HashSet<>(AccountLocks.busy(session.hibernate(), accountIds, locked));
    }

    /** A member that shares an account with one that is held stays behind it. */
    private static void divide(List<Member<?>> group, Set<UUID> busy, List<Member<?>> free, List<Member<?>> held) {
        Set<UUID> behind = new HashSet<>(busy);
        for (Member<?> member : group) {
            if (member.accountIds().stream().noneMatch(behind::contains)) {
                free.add(member);
            } else {
                held.add(member);
                behind.addAll(member.accountIds());
            }
        }
    }

    private static List<Command<?>> commands(List<Member<?>> group) {
        List<Command<?>> commands = new ArrayList<>(group.size());
        group.forEach(member -> commands.add(member.command()));
        return commands;
    }
}
