package io.simplebank.persistence;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The calls that wait for a worker, and the accounts that workers are at. Bounded and thread-safe.
 *
 * <p>A group takes from the front whatever it may: a call stays behind if one of its accounts is with another worker,
 * or is named by a call that stays behind before it. So groups never wait for each other's row locks, and calls that
 * share an account keep their order.
 */
final class GroupQueue {

    /** Which calls a worker takes. */
    enum Lane {
        /** Those that wait for no other session's locks, nor behind one that does. */
        ORDINARY,
        /** Those that do, with whatever came after them for the same accounts. */
        PATIENT
    }

    /** A worker joins one that is at work for so many calls; fewer are sooner done as one group, when that one is through. */
    static final int WORTH_ANOTHER_WORKER = 16;

    /** Fewer calls wait for so long at most; then the one at work is held up, and another takes them. */
    private static final long LONGEST_WAIT_FOR_COMPANY_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

    private final int capacity;
    private final int groupSize;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition work = lock.newCondition();
    private final Condition patientWork = lock.newCondition();
    private final Condition room = lock.newCondition();

    @SuppressWarnings("JdkObsolete") // calls leave from the middle, as gather walks over those that must stay
    private final LinkedList<Member<?>> waiting = new LinkedList<>();

    private final Set<UUID> atWork = new HashSet<>();
    private int ordinaryGroupsAtWork;
    /** Whether a worker is about to take what waits, unless the one at work is back before. */
    private boolean waitsForCompany;

    private boolean closed;

    /**
     * @param capacity the most calls that wait
     * @param groupSize the most transfers in a group, where it has more than one call
     */
    GroupQueue(int capacity, int groupSize) {
        this.capacity = capacity;
        this.groupSize = groupSize;
    }

    /** Adds a call, waiting for room until its deadline. */
    void add(Member<?> member) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (waiting.size() >= capacity && !closed) {
                if (room.awaitNanos(member.nanosToDeadline()) <= 0) {
                    throw full(member);
                }
            }
            append(member);
        } finally {
            lock.unlock();
        }
    }

    /** Adds a call, or refuses it at once where there is no room. */
    void offer(Member<?> member) {
        lock.lock();
        try {
            if (waiting.size() >= capacity && !closed) {
                throw full(member);
            }
            append(member);
        } finally {
            lock.unlock();
        }
    }

    private void append(Member<?> member) {
        if (closed) {
            throw new BankClosedException(member.command().requestId());
        }
        waiting.addLast(member);
        // A worker that could do nothing is left asleep: whoever finishes comes back, or wakes the next.
        if ((isWorthAWorker() || !waitsForCompany) && disjoint(member, atWork)) {
            work.signal();
        }
    }

    private boolean isWorthAWorker() {
        return ordinaryGroupsAtWork == 0 || waiting.size() >= WORTH_ANOTHER_WORKER;
    }

    private BankUnavailableException full(Member<?> member) {
        return new BankUnavailableException(
                member.command().requestId(),
                Outcome.NOT_DONE,
                "the bank's queue is full of " + capacity + " calls; nothing was done",
                null);
    }

    /** Takes a call back; false if it is with a worker already. */
    boolean withdraw(Member<?> member) {
        lock.lock();
        try {
            boolean removed = waiting.remove(member);
            if (removed) {
                room.signal();
                work.signal(); // for who stayed behind it
                patientWork.signal();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** The next group of a lane, waited for; empty once the queue is closed. Its accounts are the worker's until it is through. */
    List<Member<?>> take(Lane lane) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                if (lane == Lane.ORDINARY && !waiting.isEmpty() && !isWorthAWorker()) {
                    long rest =
                            LONGEST_WAIT_FOR_COMPANY_NANOS - waiting.getFirst().nanosWaited();
                    if (rest > 0) {
                        waitsForCompany = true;
                        work.awaitNanos(rest);
                        waitsForCompany = false;
                        continue;
                    }
                }
                List<Member<?>> group = gather(lane);
                if (!group.isEmpty()) {
                    ordinaryGroupsAtWork += lane == Lane.ORDINARY ? 1 : 0;
                    room.signalAll();
                    return group;
                }
                (lane == Lane.PATIENT ? patientWork : work).await();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** How many calls wait at this moment. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Member<?>> gather(Lane lane) {
        List<Member<?>> group = new ArrayList<>();
        Set<UUID> taken = new HashSet<>();
        Set<UUID> behind = new HashSet<>();
        int size = 0;
        for (Iterator<Member<?>> members = waiting.iterator(); members.hasNext() && size < groupSize; ) {
            Member<?> member = members.next();
            if (member.isPastDeadline()) {
                members.remove();
                member.turnAway(notTakenUp(member));
                continue;
            }
            boolean free = disjoint(member, atWork) && disjoint(member, behind);
            boolean inLane =
                    lane == Lane.PATIENT ? member.isPatient() || !disjoint(member, taken) : !member.isPatient();
            if (free && inLane && (group.isEmpty() || size + member.size() <= groupSize)) {
                members.remove();
                group.add(member);
                taken.addAll(member.accountIds());
                size += member.size();
            } else {
                behind.addAll(member.accountIds());
            }
        }
        atWork.addAll(taken);
        return group;
    }

    /** The error for a call that waited for its deadline. */
    static BankUnavailableException notTakenUp(Member<?> member) {
        return new BankUnavailableException(
                member.command().requestId(),
                member.outcome(),
                "the call was not taken up in time: the database is too slow or away",
                null);
    }

    private static boolean disjoint(Member<?> member, Set<UUID> accountIds) {
        if (!accountIds.isEmpty()) {
            for (UUID id : member.accountIds()) {
                if (accountIds.contains(id)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Gives the accounts of a group back, and puts those of its calls that must wait on in front again. */
    void finish(Lane lane, List<Member<?>> group, List<Member<?>> patient) {
        lock.lock();
        try {
            ordinaryGroupsAtWork -= lane == Lane.ORDINARY ? 1 : 0;
            group.forEach(member -> atWork.removeAll(member.accountIds()));
            for (int i = patient.size() - 1; i >= 0; i--) {
                patient.get(i).becomePatient();
                waiting.addFirst(patient.get(i));
            }
            if (closed) {
                refuseAll();
            } else if (!waiting.isEmpty()) {
                patientWork.signal();
                if (lane == Lane.PATIENT || waiting.size() >= WORTH_ANOTHER_WORKER) {
                    work.signal();
                } // else this worker comes back for them
            }
        } finally {
            lock.unlock();
        }
    }

    /** Refuses whoever waits, and every call from now on. */
    void close() {
        lock.lock();
        try {
            closed = true;
            refuseAll();
            work.signalAll();
            patientWork.signalAll();
            room.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void refuseAll() {
        waiting.forEach(member ->
                member.turnAway(new BankClosedException(member.command().requestId())));
        waiting.clear();
    }
}
