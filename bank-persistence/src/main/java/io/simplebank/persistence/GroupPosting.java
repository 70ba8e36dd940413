package io.simplebank.persistence;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.persistence.AccountLocks.Locked;
import io.simplebank.persistence.TransactionFailure.Kind;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.hibernate.SharedSessionContract;

/**
 * Posts one group: as one transaction, and what fails so, in parts. Only the member that is to blame is refused, or
 * waits on; the others never notice. Confined to one thread.
 *
 * <table>
 * <caption>What becomes of a transaction's failure</caption>
 * <tr><td>an account is held</td><td>its members wait on, the others are posted with SKIP LOCKED</td></tr>
 * <tr><td>another lock is held</td><td>halves; whoever is left waits on</td></tr>
 * <tr><td>refused, failed, a defect, contended</td><td>halves; whoever is left is refused</td></tr>
 * <tr><td>no connection, lost, read-only, too slow, closed</td><td>all are told so: it says nothing about a member, or would take as
 * long again for each half, with the accounts locked</td></tr>
 * </table>
 */
final class GroupPosting {

    /** How a transaction deals with other sessions' locks. */
    enum Manner {
        /** It waits for them, as long as a group may: nobody is known to hold any for longer. */
        WAITING,
        /** It passes over accounts that are held. */
        PASSING,
        /** And it hardly waits for any other lock. */
        HASTY
    }

    /** As long as another session's posting may keep what it has inserted. */
    private static final String HASTE = "set local lock_timeout = 20";

    /** So long a group looks for the members that are to blame for waiting; then all that are left wait on. */
    private static final long LONGEST_SEARCH_NANOS = TimeUnit.MILLISECONDS.toNanos(500);

    private final OwnTransactions transactions;
    private final Ledger ledger;
    private final Stopwatch stopwatch;
    private final GroupResults results;
    private Manner manner;
    private long searchBegun;

    GroupPosting(
            OwnTransactions transactions, Ledger ledger, Stopwatch stopwatch, GroupResults results, Manner manner) {
        this.transactions = transactions;
        this.ledger = ledger;
        this.stopwatch = stopwatch;
        this.results = results;
        this.manner = manner;
    }

    /** Finds a result for each member. */
    void post(List<Member<?>> group) {
        try {
            if (manner == Manner.WAITING) {
                results.answer(group, run(session -> ledger.post(session, commands(group))));
            } else {
                Split split = new Split(group);
                split.settle(run(session -> split.post(session, manner == Manner.HASTY)), results);
            }
        } catch (RuntimeException | Error failure) {
            settle(group, failure);
        }
    }

    /** Finds a result for each member of a group whose transaction has failed. */
    void settle(List<Member<?>> group, Throwable cause) {
        boolean many = group.size() > 1;
        if (cause instanceof Error) {
            group.forEach(Member::becomeUnknown); // nobody knows how far the transaction came
        }
        if (!(cause instanceof TransactionFailure failure)) {
            if (many) {
                postHalves(group);
            } else if (cause instanceof RuntimeException error) {
                results.refuse(group.get(0), error);
            } else {
                results.fail(group.get(0), cause);
            }
            return;
        }
        group.forEach(member -> member.learnFrom(failure));
        switch (failure.kind()) {
            case BUSY -> settleBusy(group, failure);
            case REFUSED, MISMATCHED, FAILED -> {
                if (many) {
                    postHalves(group);
                } else {
                    results.refuse(group, failure);
                }
            }
            case CONTENDED -> {
                if (many && !group.get(0).isPastBusyDeadline()) {
                    postHalves(group);
                } else {
                    results.refuse(group, failure);
                }
            }
            default -> results.refuse(group, failure);
        }
    }

    /** One member is to blame, perhaps: the one or two that are found in a few steps, and the others go through. */
    private void postHalves(List<Member<?>> group) {
        int half = group.size() / 2;
        post(group.subList(0, half));
        post(group.subList(half, group.size()));
    }

    private void settleBusy(List<Member<?>> group, TransactionFailure failure) {
        if (manner != Manner.HASTY) {
            manner = Manner.HASTY; // this time without waiting, for accounts least of all
            searchBegun = System.nanoTime();
            post(group);
        } else if (group.size() > 1 && mayBeSearched()) {
            postHalves(group);
        } else {
            postponeOrRefuse(group, failure);
        }
    }

    private boolean mayBeSearched() {
        if (searchBegun == 0) {
            searchBegun = System.nanoTime();
        }
        try {
            return System.nanoTime() - searchBegun < LONGEST_SEARCH_NANOS
                    && !run(session -> TableLocks.areAgainstAll(session.hibernate()));
        } catch (RuntimeException unknown) {
            return false;
        }
    }

    /** Tries the members that have waited for a lock that is no account's: all of them, and else the one whose turn it is. */
    void retry(List<Member<?>> stuck) {
        Split split = new Split(stuck);
        try {
            split.settle(run(session -> split.post(session, true)), results);
        } catch (TransactionFailure failure) {
            if (failure.kind() != Kind.BUSY || stuck.size() == 1) {
                settle(stuck, failure);
                return;
            }
            Member<?> next = stuck.get(0);
            for (Member<?> member : stuck) {
                next = member.triesAlone() < next.triesAlone() ? member : next;
            }
            for (Member<?> member : stuck) {
                member.learnFrom(failure);
                if (member == next || member.isPastBusyDeadline()) {
                    member.triedAlone();
                    post(List.of(member));
                } else {
                    results.postpone(member, true);
                }
            }
        } catch (RuntimeException | Error defect) {
            settle(stuck, defect);
        }
    }

    private void postponeOrRefuse(List<Member<?>> group, TransactionFailure failure) {
        for (Member<?> member : group) {
            if (member.isPastBusyDeadline()) {
                results.refuse(List.of(member), obstructed(failure));
            } else {
                results.postpone(member, true);
            }
        }
    }

    private <T> T run(Function<LedgerSession, T> work) {
        return transactions.run(stopwatch, work);
    }

    private static List<Command<?>> commands(List<Member<?>> group) {
        List<Command<?>> commands = new ArrayList<>(group.size());
        group.forEach(member -> commands.add(member.command()));
        return commands;
    }

    /** Splits a group into members that are free and members whose accounts are held. */
    final class Split {

        private final List<Member<?>> group;
        private final List<Member<?>> free = new ArrayList<>();
        private final List<Member<?>> held = new ArrayList<>();
        private Set<UUID> heldAccounts = Set.of();

        Split(List<Member<?>> group) {
            this.group = group;
        }

        /** Posts the free ones. The accounts of all are locked, if they are to be had at once. */
        List<Answer<?>> post(LedgerSession session, boolean hasty) {
            if (session.followsUnknownOutcome()) {
                group.forEach(Member::becomeUnknown); // those too that this attempt finds held
            }
            SharedSessionContract hibernate = session.hibernate();
            if (hasty) {
                hurry(hibernate);
            }
            Set<UUID> accountIds = new LinkedHashSet<>();
            Set<UUID> transferIds = new LinkedHashSet<>();
            Set<UUID> holdIds = new LinkedHashSet<>();
            for (Member<?> member : group) {
                accountIds.addAll(member.accountIds());
                transferIds.addAll(member.command().transferIds());
                holdIds.addAll(member.command().holdIds());
            }
            stopwatch.beginLocking(accountIds.size());
            Locked locked = AccountLocks.lockFree(hibernate, accountIds, transferIds, holdIds);
            stopwatch.endLocking();
            heldAccounts = new HashSet<>(AccountLocks.busy(hibernate, accountIds, locked));
            divide();
            return free.isEmpty() ? List.of() : ledger.post(new LockedSession(session, locked), commands(free));
        }

        private void divide() {
            free.clear();
            held.clear();
            for (Member<?> member : group) {
                boolean isFree = member.accountIds().stream().noneMatch(heldAccounts::contains);
                (isFree ? free : held).add(member);
            }
        }

        /** After the commit. */
        void settle(List<Answer<?>> answers, GroupResults results) {
            results.answer(free, answers);
            results.sawHeld(heldAccounts);
            TransactionFailure busy = busy();
            for (Member<?> member : held) {
                if (member.isPastBusyDeadline()) {
                    results.refuse(List.of(member), busy);
                } else {
                    results.postpone(member, false);
                }
            }
        }
    }

    /** For calls of which an account was seen to be held. */
    static TransactionFailure busy() {
        return new TransactionFailure(Kind.BUSY, Outcome.NOT_DONE, null);
    }

    static TransactionFailure obstructed(TransactionFailure busy) {
        return new TransactionFailure(Kind.OBSTRUCTED, Outcome.NOT_DONE, busy.getCause());
    }

    private static void hurry(SharedSessionContract session) {
        session.doWork(connection -> {
            try (Statement statement = connection.createStatement()) {
                statement.execute(HASTE);
            }
        });
    }
}
