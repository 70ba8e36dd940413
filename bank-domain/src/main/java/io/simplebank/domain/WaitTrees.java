package io.simplebank.domain;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * A {@link WaitGraph} as lines of text: a tree for each root, one for each deadlock. Who waits for several stands below
 * one of them, as near to the root as there is: the queue for one account then is a list, not a staircase. Confined to
 * one thread.
 */
final class WaitTrees {

    private static final int MOST_NAMED = 3;

    private final WaitGraph graph;
    private final Map<Integer, List<LockWait>> below = new HashMap<>();
    private final Set<Integer> placed = new HashSet<>();
    private final List<String> lines = new ArrayList<>();

    private WaitTrees(WaitGraph graph) {
        this.graph = graph;
    }

    static List<String> of(WaitGraph graph) {
        WaitTrees trees = new WaitTrees(graph);
        trees.draw();
        return trees.lines;
    }

    private void draw() {
        List<DatabaseSession> roots = graph.roots();
        place(roots);
        roots.forEach(root -> draw(root, null));
        for (List<DatabaseSession> circle : graph.circles()) {
            lines.add("Deadlock: "
                    + circle.stream()
                            .map(session -> session.pid() + " waits for ")
                            .collect(Collectors.joining())
                    + circle.get(0).pid() + '.');
            List<DatabaseSession> top = circle.stream()
                    .filter(session -> !placed.contains(session.pid()))
                    .limit(1)
                    .toList();
            place(top);
            top.forEach(session -> draw(session, graph.waitOf(session)));
        }
    }

    /** Finds a place for all who wait for these, those who wait for them, and so on: level by level. */
    private void place(List<DatabaseSession> tops) {
        tops.forEach(top -> placed.add(top.pid()));
        Deque<DatabaseSession> next = new ArrayDeque<>(tops);
        while (!next.isEmpty()) {
            DatabaseSession blocking = next.remove();
            for (LockWait wait : graph.waitsFor(blocking)) {
                if (placed.add(wait.session().pid())) {
                    below.computeIfAbsent(blocking.pid(), pid -> new ArrayList<>())
                            .add(wait);
                    next.add(wait.session());
                }
            }
        }
    }

    private void draw(DatabaseSession top, @Nullable LockWait itsWait) {
        lines.add(Words.of(top)
                + (itsWait == null ? Words.doing(top) : Words.doing(itsWait) + behind(itsWait.blockedBy()))
                + Words.statement(top));
        drawBelow(top, "");
    }

    private void drawBelow(DatabaseSession blocking, String indent) {
        List<LockWait> waits = below.getOrDefault(blocking.pid(), List.of());
        for (int i = 0; i < waits.size(); i++) {
            LockWait wait = waits.get(i);
            boolean last = i == waits.size() - 1;
            List<DatabaseSession> others = wait.blockedBy().stream()
                    .filter(other -> other.pid() != blocking.pid())
                    .toList();
            lines.add(indent
                    + (last ? "└─ " : "├─ ")
                    + Words.of(wait.session())
                    + Words.doing(wait)
                    + (others.isEmpty() ? "" : behind(others) + " too")
                    + Words.statement(wait.session()));
            drawBelow(wait.session(), indent + (last ? "   " : "│  "));
        }
    }

    private static String behind(List<DatabaseSession> sessions) {
        return ", behind "
                + (sessions.size() > MOST_NAMED
                        ? sessions.size() + " others"
                        : sessions.stream()
                                .map(session -> String.valueOf(session.pid()))
                                .collect(Collectors.joining(" and ")));
    }
}
