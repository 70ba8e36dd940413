package io.simplebank.persistence;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for a worker, and the accounts that workers are at. Bounded and thread-safe.
 *
 * <p>A group takes from the front whatever it may: a call stays behind if one of its accounts is with another worker,
 * or is named by a call that stays behind before it. So groups never wait for each other's row locks, and calls that
 * share an account keep their order.
 *
 * <p>Calls that wait for other sessions' locks are kept apart, in {@link HeldCalls}. They are tried by the {@link
 * PatientWorker}, and claim no account as long as they wait: a call that shares a free account with one of them passes it.
 */
final class GroupQueue {

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

    private final HeldCalls held = new HeldCalls();
    private final Set<UUID> atWork = new HashSet<>();
    /** Accounts that the patient worker is about to claim: nobody else does. */
    private final Set<UUID> reserved = new HashSet<>();

    private long numbers;
    private int ordinaryGroupsAtWork;
    /** Whether a worker is about to take what waits, unless the one at work is back before. */
    private boolean waitsForCompany;
    /** Whether there are held accounts that the patient worker has not looked at. */
    private boolean hasNews;

    private boolean closed;

    /**
     * @param capacity the most calls that wait; half of it for those that wait for accounts that are held already
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
            while (isFullFor(member) && !closed) {
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
            if (isFullFor(member) && !closed) {
                throw full(member);
            }
            append(member);
        } finally {
            lock.unlock();
        }
    }

    /** Those who wait for one held account must not fill the queue for all others. */
    private boolean isFullFor(Member<?> member) {
        return isFull() || (held.size() >= capacity / 2 && held.concern(member));
    }

    private boolean isFull() {
        return waiting.size() + held.size() >= capacity;
    }

    private void append(Member<?> member) {
        if (closed) {
            throw new BankClosedException(member.command().requestId());
        }
        member.setNumber(++numbers);
        if (held.concern(member)) {
            if (held.isEmpty()) {
                patientWork.signal();
            }
            held.add(member);
            return;
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
                "the bank's queue is full of "
                        + (isFull()
                                ? capacity + " calls"
                                : held.size() + " calls that wait for an account that another session holds")
                        + "; nothing was done",
                null);
    }

    /** Takes a call back; false if it is with a worker already. */
    boolean withdraw(Member<?> member) {
        lock.lock();
        try {
            boolean removed = waiting.remove(member) || held.remove(member);
            if (removed) {
                room.signalAll();
                work.signal(); // for who stayed behind it
                patientWork.signal();
            }
            return removed;
        } finally {
            lock.unlock();
        }
    }

    /** The next group, waited for; empty once the queue is closed. Its accounts are the worker's until it is through. */
    List<Member<?>> take() throws InterruptedException {
        lock.lockInterruptibly();
        try {
            while (!closed) {
                if (!waiting.isEmpty() && !isWorthAWorker()) {
                    long rest =
                            LONGEST_WAIT_FOR_COMPANY_NANOS - waiting.getFirst().nanosWaited();
                    if (rest > 0) {
                        waitsForCompany = true;
                        work.awaitNanos(rest);
                        waitsForCompany = false;
                        continue;
                    }
                }
                List<Member<?>> group = gather();
                if (!group.isEmpty()) {
                    ordinaryGroupsAtWork++;
                    room.signalAll();
                    return group;
                }
                work.await();
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    /** How a group that was just taken is best tried. */
    GroupPosting.Manner manner() {
        lock.lock();
        try {
            return held.areQuiet()
                    ? GroupPosting.Manner.WAITING
                    : held.areSomeStuck() ? GroupPosting.Manner.HASTY : GroupPosting.Manner.PASSING;
        } finally {
            lock.unlock();
        }
    }

    /** How many calls wait at this moment, for a worker or for other sessions' locks. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size() + held.size();
        } finally {
            lock.unlock();
        }
    }

    private List<Member<?>> gather() {
        List<Member<?>> group = new ArrayList<>();
        Set<UUID> taken = new HashSet<>();
        try {
            gather(group, taken);
            atWork.addAll(taken);
        } catch (Throwable defect) { // then nobody is left in between
            atWork.removeAll(taken);
            group.forEach(member -> member.fail(defect));
            throw defect;
        }
        return group;
    }

    private void gather(List<Member<?>> group, Set<UUID> taken) {
        Set<UUID> behind = new HashSet<>(reserved);
        int size = 0;
        for (Iterator<Member<?>> members = waiting.iterator(); members.hasNext() && size < groupSize; ) {
            Member<?> member = members.next();
            if (member.isPastDeadline()) {
                members.remove();
                member.turnAway(notTakenUp(member));
                continue;
            }
            boolean free = disjoint(member, atWork) && disjoint(member, behind);
            if (free && (group.isEmpty() || size + member.size() <= groupSize)) {
                group.add(member);
                members.remove();
                taken.addAll(member.accountIds());
                size += member.size();
            } else {
                behind.addAll(member.accountIds());
            }
        }
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
        return disjoint(member.accountIds(), accountIds);
    }

    private static boolean disjoint(Collection<UUID> some, Set<UUID> accountIds) {
        if (!accountIds.isEmpty()) {
            for (UUID id : some) {
                if (accountIds.contains(id)) {
                    return false;
                }
            }
        }
        return true;
    }

    /** Gives the accounts of a group back, and has those of its calls wait on that must. */
    void finish(List<Member<?>> group, GroupResults results) {
        lock.lock();
        try {
            ordinaryGroupsAtWork--;
            giveBack(group, results);
            if (results.areSomeStuck()) {
                held.rest(true);
            }
            if (!waiting.isEmpty() && waiting.size() >= WORTH_ANOTHER_WORKER) {
                work.signal();
            } // else this worker comes back for them
        } finally {
            lock.unlock();
        }
    }

    /** The same for a group of {@link #claim}. */
    void finishClaimed(List<Member<?>> group, GroupResults results) {
        lock.lock();
        try {
            giveBack(group, results);
            held.rest(results.areSomeStuck());
            work.signal();
        } finally {
            lock.unlock();
        }
    }

    private void giveBack(List<Member<?>> group, GroupResults results) {
        group.forEach(member -> atWork.removeAll(member.accountIds()));
        try {
            sawHeld(results.heldAccounts());
            for (Member<?> member : results.postponed()) {
                held.add(member);
                hasNews = true;
            }
        } catch (Throwable defect) { // then nobody is left in between
            results.postponed().forEach(member -> member.fail(defect));
            throw defect;
        }
        if (hasNews || !reserved.isEmpty()) { // or the patient worker would be woken by every group
            patientWork.signal();
        }
        if (closed) {
            refuseAll();
        }
    }

    private void sawHeld(Set<UUID> accountIds) {
        if (held.sawHeld(accountIds)) {
            hasNews = true;
            for (Iterator<Member<?>> members = waiting.iterator(); members.hasNext(); ) {
                Member<?> member = members.next();
                if (!disjoint(member, accountIds)) {
                    held.add(member);
                    members.remove();
                }
            }
        }
    }

    /**
     * Waits until there may be something to do for calls that wait for other sessions' locks.
     *
     * @param pauseNanos how long, unless there is news
     * @return {@code false} once the queue is closed
     */
    boolean awaitHeld(long pauseNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + pauseNanos;
            while (!closed) {
                turnAway(held.takeOverdue(), GroupQueue::notTakenUp);
                long rest = held.isEmpty() ? Long.MAX_VALUE : end - System.nanoTime();
                if (!held.isEmpty() && (hasNews || rest <= 0 || !held.ready(1).isEmpty())) {
                    hasNews = false;
                    return true;
                }
                patientWork.awaitNanos(rest);
            }
            return false;
        } finally {
            lock.unlock();
        }
    }

    /** Accounts that calls wait for because they were seen to be held. */
    Set<UUID> awaitedAccounts() {
        lock.lock();
        try {
            return held.awaited();
        } finally {
            lock.unlock();
        }
    }

    /** Remembers what a look at awaited accounts has found. */
    void saw(Set<UUID> free, Set<UUID> stillHeld) {
        lock.lock();
        try {
            held.sawFree(free);
            held.sawHeld(stillHeld);
            reserve(held.freed(groupSize)); // before anybody who came later takes what they need
        } finally {
            lock.unlock();
        }
    }

    /** See {@link HeldCalls#worthWaitingFor}. */
    @Nullable
    UUID worthWaitingFor(Set<UUID> stillHeld, boolean anyway) {
        lock.lock();
        try {
            return held.worthWaitingFor(stillHeld, anyway);
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes the calls that need to wait no longer for other sessions, and their accounts. Waits for the groups that are
     * at these accounts; meanwhile, and until it is asked again, no other group takes them.
     *
     * @return those whose accounts came free in time
     */
    List<Member<?>> claim(long patienceNanos) throws InterruptedException {
        lock.lockInterruptibly();
        try {
            long end = System.nanoTime() + patienceNanos;
            while (!closed) {
                List<Member<?>> ready = held.ready(groupSize);
                reserve(ready);
                List<Member<?>> free = free(ready);
                long rest = end - System.nanoTime();
                if (rest <= 0 || free.size() == ready.size()) {
                    claim(free);
                    return free;
                }
                patientWork.awaitNanos(rest);
            }
            return List.of();
        } finally {
            lock.unlock();
        }
    }

    private void reserve(List<Member<?>> members) {
        if (!reserved.isEmpty()) {
            reserved.clear();
            work.signal(); // for who stayed behind them
        }
        members.forEach(member -> reserved.addAll(member.accountIds()));
    }

    private List<Member<?>> free(List<Member<?>> ready) {
        List<Member<?>> free = new ArrayList<>();
        Set<UUID> behind = new HashSet<>();
        for (Member<?> member : ready) {
            if (disjoint(member, atWork) && disjoint(member, behind)) {
                free.add(member);
            } else {
                behind.addAll(member.accountIds());
            }
        }
        return free;
    }

    private void claim(List<Member<?>> free) {
        Set<UUID> accountIds = new HashSet<>();
        free.forEach(member -> accountIds.addAll(member.accountIds()));
        try {
            atWork.addAll(accountIds);
        } catch (Throwable defect) {
            atWork.removeAll(accountIds);
            throw defect;
        }
        free.forEach(held::remove);
        reserve(held.freed(groupSize));
        room.signalAll();
    }

    /** Refuses the calls that wait for any of these accounts, which are held still, and may wait no longer. */
    void turnAwayLate(Set<UUID> stillHeld, TransactionFailure busy) {
        lock.lock();
        try {
            turnAway(held.takeLate(stillHeld), member -> member.error(busy));
        } finally {
            lock.unlock();
        }
    }

    /** Nobody can tell which accounts are held: the calls that wait for some are tried as all others are. */
    void forgetHeld() {
        lock.lock();
        try {
            reserved.clear();
            held.forget(member -> HeldCalls.insert(waiting, member));
            work.signalAll();
        } finally {
            lock.unlock();
        }
    }

    private void turnAway(List<Member<?>> members, Function<Member<?>, BankException> error) {
        members.forEach(member -> member.turnAway(error.apply(member)));
        if (!members.isEmpty()) {
            room.signalAll();
        }
    }

    /** Something in here has failed that cannot: whoever waits is told so, rather than left waiting. */
    void failAll(Throwable defect) {
        lock.lock();
        try {
            reserved.clear();
            end(member -> member.fail(defect));
            room.signalAll();
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
        TransactionFailure end = new TransactionFailure(TransactionFailure.Kind.CLOSED, Outcome.NOT_DONE, null);
        end(member -> member.turnAway(member.error(end)));
    }

    private void end(Consumer<Member<?>> end) {
        waiting.forEach(end);
        waiting.clear();
        held.drain(end);
    }
}
