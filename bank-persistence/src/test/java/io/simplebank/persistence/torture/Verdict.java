package io.simplebank.persistence.torture;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** What a checker has found. */
final class Verdict {

    /** The ways to break a ledger. */
    enum Breach {
        /** Something that was promised is not there, or not as it was promised. */
        LOST,
        /** Something is there that nobody was promised: it will be asked for again, and then be there twice. */
        DOUBLED,
        /** Money came out of nowhere, or went there. */
        UNBALANCED
    }

    /** Enough to find out what has happened; the rest is counted. */
    private static final int KEPT = 20;

    private final Map<Breach, Long> counts = new EnumMap<>(Breach.class);
    private final List<String> examples = new ArrayList<>();

    void add(Breach breach, String example) {
        counts.merge(breach, 1L, Long::sum);
        if (examples.size() < KEPT) {
            examples.add(breach + ": " + example);
        }
    }

    /** Adds what another has found. */
    void add(Verdict other) {
        other.counts.forEach((breach, count) -> counts.merge(breach, count, Long::sum));
        other.examples.stream().limit(KEPT - examples.size()).forEach(examples::add);
    }

    long count(Breach breach) {
        return counts.getOrDefault(breach, 0L);
    }

    List<String> examples() {
        return examples;
    }

    boolean isClean() {
        return counts.isEmpty();
    }

    @Override
    public String toString() {
        return "lost=%d doubled=%d unbalanced=%d"
                .formatted(count(Breach.LOST), count(Breach.DOUBLED), count(Breach.UNBALANCED));
    }
}
