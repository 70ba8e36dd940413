package io.simplebank.domain;

import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** A {@link LockReport} in words. */
final class LockDescription {

    private static final int MOST_LINES = 100;

    private LockDescription() {}

    static String of(LockReport report) {
        List<String> lines = new ArrayList<>();
        lines.add(headline(report));
        addAtMost(lines, WaitTrees.of(new WaitGraph(report.waits())));
        int hidden = report.hiddenSessions().size();
        if (hidden > 0) {
            lines.add("PostgreSQL hides state and statement of " + count(hidden, "session")
                    + "; it shows them to members of pg_read_all_stats.");
        }
        lines.add(count(report.totalLocks(), "lock") + " in the schema bank" + (report.totalLocks() == 0 ? "." : ":"));
        addAtMost(lines, locks(report.locks()));
        return String.join(System.lineSeparator(), lines);
    }

    private static String headline(LockReport report) {
        if (report.waits().isEmpty()) {
            return "Nobody waits for a lock in this database.";
        }
        Duration longest = report.waits().stream()
                .map(LockWait::waited)
                .max(Duration::compareTo)
                .orElse(Duration.ZERO);
        String roots =
                report.roots().stream().map(root -> String.valueOf(root.pid())).collect(Collectors.joining(", "));
        int kept = report.waits().size();
        return count(report.totalWaits(), "waiting session")
                + ", the longest for " + Words.of(longest)
                + (kept < report.totalWaits() ? ", of which " + kept + " are shown" : "")
                + (roots.isEmpty() ? ". There is no root." : ". At the root: " + roots + '.');
    }

    /** A line for each session: what it holds in each mode, and what it waits for. */
    private static List<String> locks(List<LedgerLock> locks) {
        Map<DatabaseSession, Map<String, TreeSet<String>>> relations = new LinkedHashMap<>();
        for (LedgerLock lock : locks) {
            relations
                    .computeIfAbsent(lock.session(), session -> new TreeMap<>())
                    .computeIfAbsent(
                            (lock.granted() ? "" : "waits for ") + lock.mode() + " on ", mode -> new TreeSet<>())
                    .add(("relation".equals(lock.kind()) ? "" : "a " + lock.kind() + " of ") + lock.relation());
        }
        return relations.entrySet().stream()
                .map(entry -> Words.of(entry.getKey()) + Words.transaction(entry.getKey()) + ": "
                        + entry.getValue().entrySet().stream()
                                .map(mode -> mode.getKey() + String.join(", ", mode.getValue()))
                                .collect(Collectors.joining("; ")))
                .toList();
    }

    private static void addAtMost(List<String> lines, List<String> added) {
        lines.addAll(added.subList(0, Math.min(added.size(), MOST_LINES)));
        if (added.size() > MOST_LINES) {
            lines.add("and " + (added.size() - MOST_LINES) + " more");
        }
    }

    private static String count(long number, String what) {
        return number + " " + what + (number == 1 ? "" : "s");
    }
}
