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
                List<Member<?>> patient = new ArrayList<>();
                try {
                    post(group, patient);
                } catch (Error defect) { // whatever it is, nobody may be left waiting
                    group.forEach(member -> member.fail(defect));
                } finally {
                    queue.finish(group, patient);
                }
            }
        } catch (InterruptedException nobodyInterruptsUs) {
            Thread.currentThread().interrupt();
        }
    }

    /**
     * Posts a group and answers its members.
     *
     * @param patient gets the members that must wait on, for accounts that other sessions hold
     */
    private void post(List<Member<?>> group, List<Member<?>> patient) {
        try {
            answer(group, transactions.run(session -> ledger.post(session, commands(group))));
        } catch (TransactionFailure failure) {
            group.forEach(member -> member.learnFrom(failure));
            if (failure.kind() == Kind.BUSY) {
                postWithoutWaiting(group, patient, failure);
            } else if (group.size() > 1 && (failure.kind() == Kind.REFUSED || failure.kind() == Kind.FAILED)) {
                postHalves(group, patient);
            } else {
                refuse(group, failure);
            }
        } catch (RuntimeException failure) {
            if (group.size() > 1) {
                postHalves(group, patient);
            } else {
                group.get(0).refuse(failure);
            }
        }
    }

    /** One member is to blame, perhaps: the one or two that are found in a few steps, and the others go through. */
    private void postHalves(List<Member<?>> group, List<Member<?>> patient) {
        int half = group.size() / 2;
        post(group.subList(0, half), patient);
        post(group.subList(half, group.size()), patient);
    }

    private static void refuse(List<Member<?>> group, TransactionFailure failure) {
        group.forEach(
                member -> member.refuse(failure.forRequest(member.command().requestId())));
    }

    /** Posts the members whose accounts are free; the others wait on, each until its deadline. */
    private void postWithoutWaiting(List<Member<?>> group, List<Member<?>> patient, TransactionFailure busy) {
        List<Member<?>> free = new ArrayList<>();
        List<Member<?>> held = new ArrayList<>();
        try {
            List<Answer<?>> answers = transactions.run(session -> {
                free.clear();
                held.clear();
                divide(group, busyAccounts(session, group), free, held);
                return free.isEmpty() ? List.of() : ledger.post(session, commands(free));
            });
            answer(free, answers);
            for (Member<?> member : held) {
                if (member.isPastBusyDeadline()) {
                    member.refuse(busy);
                } else {
                    patient.add(member);
                }
            }
        } catch (TransactionFailure failure) {
            refuse(group, failure);
        } catch (RuntimeException defect) {
            group.forEach(member -> member.refuse(defect));
        }
    }

    private static Set<UUID> busyAccounts(LedgerSession session, List<Member<?>> group) {
        Set<UUID> accountIds = new LinkedHashSet<>();
        group.forEach(member -> accountIds.addAll(member.accountIds()));
        Locked locked = AccountLocks.lockFree(session.hibernate(), accountIds, List.of());
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

    private static void answer(List<Member<?>> group, List<Answer<?>> answers) {
        for (int i = 0; i < group.size(); i++) {
            group.get(i).complete(answers.get(i));
        }
    }
}
