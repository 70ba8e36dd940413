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

    GroupWorker(GroupQueue queue, Lane lane, OwnTransactions transactions, Ledger ledger) {
        this.queue = queue;
        this.lane = lane;
        this.transactions = transactions;
        this.ledger = ledger;
    }

    @Override
    public void run() {
        try {
            for (List<Member<?>> group = queue.take(lane); !group.isEmpty(); group = queue.take(lane)) {
                Results results = new Results();
                try {
                    post(group, results);
                } catch (Error defect) { // whatever it is, nobody may be left waiting
                    group.forEach(member -> results.answers.add(() -> member.fail(defect)));
                } finally {
                    end(group, results);
                }
            }
        } catch (InterruptedException nobodyInterruptsUs) {
            Thread.currentThread().interrupt();
        }
    }

    private void end(List<Member<?>> group, Results results) {
        if (group.size() <= WOKEN_FIRST) {
            results.answers.forEach(Runnable::run);
            queue.finish(lane, group, results.patient);
        } else {
            queue.finish(lane, group, results.patient);
            results.answers.forEach(Runnable::run);
        }
    }

    /** What becomes of the members of a group. */
    private static final class Results {

        private final List<Runnable> answers = new ArrayList<>();
        /** Members that must wait on, for accounts that other sessions hold. */
        private final List<Member<?>> patient = new ArrayList<>();

        void answer(List<Member<?>> group, List<Answer<?>> theirs) {
            for (int i = 0; i < group.size(); i++) {
                Member<?> member = group.get(i);
                Answer<?> answer = theirs.get(i);
                answers.add(() -> member.complete(answer));
            }
        }

        void refuse(List<Member<?>> group, TransactionFailure failure) {
            group.forEach(member -> answers.add(() -> member.refuse(failure)));
        }

        void refuse(List<Member<?>> group, RuntimeException error) {
            group.forEach(member -> answers.add(() -> member.refuse(error)));
        }
    }

    private void post(List<Member<?>> group, Results results) {
        try {
            results.answer(group, transactions.run(session -> ledger.post(session, commands(group))));
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

    /** One member is to blame, perhaps: the one or two that are found in a few steps, and the others go through. */
    private void postHalves(List<Member<?>> group, Results results) {
        int half = group.size() / 2;
        post(group.subList(0, half), results);
        post(group.subList(half, group.size()), results);
    }

    /** Posts the members whose accounts are free; the others wait on, each until its deadline. */
    private void postWithoutWaiting(List<Member<?>> group, Results results, TransactionFailure busy) {
        List<Member<?>> free = new ArrayList<>();
        List<Member<?>> held = new ArrayList<>();
        try {
            List<Answer<?>> answers = transactions.run(session -> {
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
                    results.patient.add(member);
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
