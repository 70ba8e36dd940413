package io.simplebank.domain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Who waits for whom: from each session that waits, an arrow to each that it waits for. */
final class WaitGraph {

    private final Map<Integer, LockWait> waitOf = new LinkedHashMap<>();
    private final Map<Integer, List<LockWait>> waitsFor = new LinkedHashMap<>();

    WaitGraph(List<LockWait> waits) {
        for (LockWait wait : waits) {
            waitOf.put(wait.session().pid(), wait);
            for (DatabaseSession blocking : wait.blockedBy()) {
                waitsFor.computeIfAbsent(blocking.pid(), pid -> new ArrayList<>())
                        .add(wait);
            }
        }
    }

    /** How a session waits, {@code null} if it does not. */
    @Nullable
    LockWait waitOf(DatabaseSession session) {
        return waitOf.get(session.pid());
    }

    List<LockWait> waitsFor(DatabaseSession session) {
        return List.copyOf(waitsFor.getOrDefault(session.pid(), List.of()));
    }

    List<DatabaseSession> roots() {
        Map<Integer, DatabaseSession> roots = new LinkedHashMap<>();
        for (LockWait wait : waitOf.values()) {
            for (DatabaseSession blocking : wait.blockedBy()) {
                if (!waitOf.containsKey(blocking.pid())) {
                    roots.putIfAbsent(blocking.pid(), blocking);
                }
            }
        }
        return List.copyOf(roots.values());
    }

    /** Each session is in one circle at most: where circles meet, one of them is found. */
    List<List<DatabaseSession>> circles() {
        List<List<DatabaseSession>> circles = new ArrayList<>();
        Set<Integer> left = new LinkedHashSet<>(waitOf.keySet());
        while (dropThoseWhoWaitForNoneOf(left)) {
            List<DatabaseSession> circle = circleAmong(left);
            circle.forEach(session -> left.remove(session.pid()));
            circles.add(circle);
        }
        return circles;
    }

    /** Keeps those that are in a circle or wait for one; whether there are any. */
    private boolean dropThoseWhoWaitForNoneOf(Set<Integer> left) {
        boolean dropped = true;
        while (dropped) {
            dropped = left.removeIf(pid -> nextAmong(left, pid) == null);
        }
        return !left.isEmpty();
    }

    /** Everybody who is left waits for one who is left, so each path leads into a circle. */
    private List<DatabaseSession> circleAmong(Set<Integer> left) {
        List<Integer> path = new ArrayList<>();
        Integer pid = left.iterator().next();
        while (!path.contains(pid)) {
            path.add(pid);
            pid = Objects.requireNonNull(nextAmong(left, pid), "whoever is left waits for one who is left");
        }
        return path.subList(path.indexOf(pid), path.size()).stream()
                .map(member -> Objects.requireNonNull(waitOf.get(member)).session())
                .toList();
    }

    /** The first of those who are left that a session waits for; {@code null} if there is none. */
    private @Nullable Integer nextAmong(Set<Integer> left, Integer pid) {
        return Objects.requireNonNull(waitOf.get(pid)).blockedBy().stream()
                .map(DatabaseSession::pid)
                .filter(left::contains)
                .findFirst()
                .orElse(null);
    }
}
