package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Iterator;
import java.util.LinkedHashSet;
import java.util.LinkedList;
import java.util.List;
import java.util.ListIterator;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The calls that wait for other sessions' locks, and the accounts that other sessions were seen to hold. Confined to the
 * lock of the {@link GroupQueue}.
 *
 * <p>A call waits for those of its accounts that were seen to be held, and for nothing else: its other accounts are free
 * for everybody. Calls that wait for the same account keep their order.
 */
final class HeldCalls {

    /** For so long an account that was seen to be held is taken for held: nobody tries it together with other accounts. */
    static final long MEMORY_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final long FIRST_STUCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);
    private static final long LONGEST_STUCK_PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    @SuppressWarnings("JdkObsolete") // calls leave from the middle and come back to where they belong
    private final LinkedList<Member<?>> calls = new LinkedList<>();

    private final Map<UUID, Sighting> sightings = new HashMap<>();
    private long remembersHeldUntil = System.nanoTime();
    private long remembersStuckUntil = System.nanoTime();
    private long stuckPause = FIRST_STUCK_PAUSE_NANOS;
    private long stuckRestUntil = System.nanoTime();

    /** An account that is held, since when and until when it was seen, and how often its lock was waited for. */
    private static final class Sighting {

        private final long first;
        private long last;
        private int waits;

        Sighting(long now) {
            first = now;
            last = now;
        }
    }

    int size() {
        return calls.size();
    }

    boolean isEmpty() {
        return calls.isEmpty();
    }

    /** Whether no other session is known to hold anything that a group may need. */
    boolean areQuiet() {
        boolean quiet = calls.isEmpty() && System.nanoTime() - remembersHeldUntil >= 0 && !areSomeStuck();
        if (quiet) {
            sightings.clear();
        }
        return quiet;
    }

    /** Whether calls wait, or did a moment ago, for other locks than those on accounts. */
    boolean areSomeStuck() {
        return System.nanoTime() - remembersStuckUntil < 0;
    }

    /** Whether a call names an account that is held: then it waits behind those that wait for it. */
    boolean concern(Member<?> member) {
        if (!sightings.isEmpty()) {
            for (UUID id : member.accountIds()) {
                if (isHeld(id)) {
                    return true;
                }
            }
        }
        return false;
    }

    private boolean isHeld(UUID accountId) {
        Sighting sighting = sightings.get(accountId);
        if (sighting == null) {
            return false;
        }
        return System.nanoTime() - sighting.last < MEMORY_NANOS
                || calls.stream().anyMatch(call -> call.heldAccounts().contains(accountId));
    }

    /** Adds a call, in its place in the order of all. */
    void add(Member<?> member) {
        member.waitFor(held(member));
        insert(calls, member);
    }

    /** Puts a call where it belongs among calls in the order of their numbers. */
    static void insert(List<Member<?>> calls, Member<?> member) {
        ListIterator<Member<?>> place = calls.listIterator(calls.size());
        while (place.hasPrevious()) {
            if (place.previous().number() < member.number()) {
                place.next();
                break;
            }
        }
        place.add(member);
    }

    private Set<UUID> held(Member<?> member) {
        Set<UUID> held = new HashSet<>(member.accountIds());
        held.retainAll(sightings.keySet());
        return held;
    }

    boolean remove(Member<?> member) {
        return calls.remove(member);
    }

    /**
     * Other sessions were seen to hold accounts.
     *
     * @return whether any of them was not known to be held
     */
    boolean sawHeld(Set<UUID> accountIds) {
        if (accountIds.isEmpty()) {
            return false;
        }
        long now = System.nanoTime();
        remembersHeldUntil = now + MEMORY_NANOS;
        boolean news = false;
        Set<UUID> awaited = awaited();
        sightings
                .entrySet()
                .removeIf(old -> now - old.getValue().last >= MEMORY_NANOS && !awaited.contains(old.getKey()));
        for (UUID id : accountIds) {
            Sighting known = sightings.putIfAbsent(id, new Sighting(now));
            if (known == null) {
                news = true;
            } else {
                known.last = now;
            }
        }
        if (news) {
            calls.forEach(call -> call.waitFor(held(call)));
        }
        return news;
    }

    /** Accounts were seen to be free. */
    void sawFree(Set<UUID> accountIds) {
        if (sightings.keySet().removeAll(accountIds)) {
            calls.forEach(call -> call.waitFor(held(call)));
        }
    }

    /** Nothing is known of the accounts any more: who waits for some goes elsewhere. */
    void forget(Consumer<Member<?>> elsewhere) {
        sightings.clear();
        for (Iterator<Member<?>> all = calls.iterator(); all.hasNext(); ) {
            Member<?> call = all.next();
            call.waitFor(Set.of());
            if (!call.isStuck()) {
                elsewhere.accept(call);
                all.remove();
            }
        }
    }

    /** Held accounts that calls wait for. */
    Set<UUID> awaited() {
        Set<UUID> accountIds = new LinkedHashSet<>();
        calls.forEach(call -> accountIds.addAll(call.heldAccounts()));
        return accountIds;
    }

    /**
     * Which of some held accounts to wait for: one that has been held for less than a second, because others' groups are
     * done with it soon; the one that was waited for least.
     *
     * @param anyway for one that has been held for longer, too: lest a session that takes it again and again is always
     *     first
     */
    @Nullable
    UUID worthWaitingFor(Set<UUID> accountIds, boolean anyway) {
        long now = System.nanoTime();
        UUID best = null;
        Sighting bests = null;
        for (UUID id : accountIds) {
            Sighting sighting = sightings.get(id);
            if (sighting != null
                    && (anyway || now - sighting.first < MEMORY_NANOS)
                    && (bests == null || sighting.waits < bests.waits)) {
                best = id;
                bests = sighting;
            }
        }
        if (bests != null) {
            bests.waits++;
        }
        return best;
    }

    /** The calls of which no account is held any more, up to a number of transfers. */
    List<Member<?>> freed(int most) {
        return ready(most, false);
    }

    /** The calls that may be tried now: {@link #freed}, or else those that are stuck and have rested. */
    List<Member<?>> ready(int most) {
        List<Member<?>> ready = freed(most);
        return ready.isEmpty() && System.nanoTime() - stuckRestUntil >= 0 ? ready(most, true) : ready;
    }

    private List<Member<?>> ready(int most, boolean stuck) {
        List<Member<?>> ready = new ArrayList<>();
        int size = 0;
        for (Member<?> call : calls) {
            if (call.isStuck() == stuck && call.heldAccounts().isEmpty()) {
                if (!ready.isEmpty() && size + call.size() > most) {
                    break;
                }
                ready.add(call);
                size += call.size();
            }
        }
        return ready;
    }

    /** Calls were put back because they are stuck: they rest, for longer each time. */
    void rest(boolean someAreStuck) {
        long now = System.nanoTime();
        if (someAreStuck) {
            stuckRestUntil = now + stuckPause;
            stuckPause = Math.min(2 * stuckPause, LONGEST_STUCK_PAUSE_NANOS);
            remembersStuckUntil = now + MEMORY_NANOS;
        } else {
            stuckPause = FIRST_STUCK_PAUSE_NANOS;
        }
    }

    /** Takes out the calls that wait for some held accounts and may wait no longer. */
    List<Member<?>> takeLate(Set<UUID> accountIds) {
        return take(call ->
                call.isPastBusyDeadline() && call.heldAccounts().stream().anyMatch(accountIds::contains));
    }

    /** Takes out the calls that nobody has taken up in time. */
    List<Member<?>> takeOverdue() {
        return take(Member::isPastDeadline);
    }

    private List<Member<?>> take(Predicate<Member<?>> condition) {
        List<Member<?>> taken = new ArrayList<>();
        for (Member<?> call : calls) {
            if (condition.test(call)) {
                taken.add(call);
            }
        }
        calls.removeAll(taken);
        return taken;
    }

    void drain(Consumer<Member<?>> end) {
        calls.forEach(end);
        calls.clear();
    }
}
