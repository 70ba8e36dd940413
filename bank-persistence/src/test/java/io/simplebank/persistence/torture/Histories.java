package io.simplebank.persistence.torture;

import io.simplebank.persistence.torture.Answer.Result;
import io.simplebank.persistence.torture.Fate.Promise;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** What all clients together have asked for and were told. Confined to one thread. */
final class Histories {

    private final Map<Wish, Fate> fates = new HashMap<>();
    private final Map<UUID, List<Fate>> transfers = new HashMap<>();
    private final Map<UUID, List<Fate>> holds = new HashMap<>();
    private final List<Set<Fate>> linked = new ArrayList<>();
    private final List<Snapshot> unbalanced = new ArrayList<>();
    private final List<Restore> restores;
    private final Map<Result, Long> answers = new EnumMap<>(Result.class);
    private long calls;
    private long snapshots;

    /**
     * @param restores what the database has forgotten
     */
    Histories(List<Restore> restores) {
        this.restores = List.copyOf(restores);
    }

    /** Adds a client's history; what that leaves unanswered is unknown. */
    void add(Path path) throws IOException {
        OneHistory one = new OneHistory();
        History.read(path, one);
        one.underWay.values().forEach(Fate::abandoned);
        linked.addAll(one.linked.values());
    }

    private final class OneHistory implements History.Reader {

        private final Map<Long, Fate> underWay = new HashMap<>();
        private final Map<Long, Set<Fate>> linked = new HashMap<>();

        @Override
        public void asked(Operation operation) {
            calls++;
            Fate fate = fates.computeIfAbsent(operation.wish(), Histories.this::fate);
            fate.asked();
            underWay.put(operation.number(), fate);
            if (operation.linked() != Operation.ALONE) {
                linked.computeIfAbsent(operation.linked(), number -> new LinkedHashSet<>())
                        .add(fate);
            }
        }

        @Override
        public void told(Answer answer) {
            answers.merge(answer.result(), 1L, Long::sum);
            Fate fate = underWay.remove(answer.number());
            if (fate == null) {
                throw new IllegalArgumentException("nobody has asked: " + answer.toLine());
            }
            fate.told(answer, restores.stream().anyMatch(restore -> restore.mayHaveTaken(answer)));
        }

        @Override
        public void seen(Snapshot snapshot) {
            snapshots++;
            if (!snapshot.isBalanced()) {
                unbalanced.add(snapshot);
            }
        }
    }

    private Fate fate(Wish wish) {
        Fate fate = new Fate(wish);
        (wish.kind().isTransfer() ? transfers : holds)
                .computeIfAbsent(wish.id(), id -> new ArrayList<>(1))
                .add(fate);
        return fate;
    }

    /** All calls, and all looks at the sums. */
    long operations() {
        return calls + snapshots;
    }

    long snapshots() {
        return snapshots;
    }

    long answers(Result result) {
        return answers.getOrDefault(result, 0L);
    }

    /** The calls of clients that were killed meanwhile. */
    long unanswered() {
        return calls - answers.values().stream().mapToLong(Long::longValue).sum();
    }

    Collection<Fate> fates() {
        return Collections.unmodifiableCollection(fates.values());
    }

    /** What was asked for with the id of a transfer. */
    List<Fate> ofTransfer(UUID id) {
        return transfers.getOrDefault(id, List.of());
    }

    /** What was asked for with the id of a hold, its capture apart. */
    List<Fate> ofHold(UUID id) {
        return holds.getOrDefault(id, List.of());
    }

    /** Those that are to be in the books together or not at all. */
    List<Set<Fate>> linked() {
        return Collections.unmodifiableList(linked);
    }

    List<Snapshot> unbalanced() {
        return Collections.unmodifiableList(unbalanced);
    }

    /**
     * What may be in the books or not, as far as its callers know: alone, or together with what it is linked to, in the
     * order in which it was asked for.
     */
    List<List<Wish>> open() {
        Set<Fate> open = fates.values().stream()
                .filter(fate -> fate.promise() == Promise.OPEN)
                .collect(Collectors.toCollection(LinkedHashSet::new));
        List<List<Wish>> wishes = new ArrayList<>();
        for (Set<Fate> together : linked) {
            if (!Collections.disjoint(together, open)) {
                wishes.add(together.stream().map(Fate::wish).toList());
                open.removeAll(together);
            }
        }
        open.forEach(fate -> wishes.add(List.of(fate.wish())));
        return wishes;
    }
}
