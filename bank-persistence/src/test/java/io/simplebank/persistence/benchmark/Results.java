package io.simplebank.persistence.benchmark;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalDouble;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.ToDoubleFunction;

/** What the rounds gave, and the medians of it. */
final class Results {

    private static final Comparator<Cell> ORDER =
            Comparator.comparing(Cell::workload).thenComparing(Cell::variant).thenComparing(Cell::callers);

    private final SortedMap<Cell, List<Measurement>> rounds = new TreeMap<>(ORDER);

    void add(Cell cell, Measurement measurement) {
        rounds.computeIfAbsent(cell, key -> new ArrayList<>()).add(measurement);
    }

    /** A line for each cell, by workload, variant and callers. */
    List<Line> lines() {
        return rounds.keySet().stream().map(this::line).toList();
    }

    private Line line(Cell cell) {
        double perSecond = median(cell, Measurement::perSecond);
        return new Line(
                cell,
                perSecond,
                sorted(cell, Measurement::perSecond)[0],
                median(cell, Measurement::p50Millis),
                median(cell, Measurement::p99Millis),
                median(cell, Measurement::roundTrips),
                perSecond / best(cell.workload(), Variant.COURSE_JPA),
                perSecond / best(cell.workload(), Variant.BULK_SQL));
    }

    /** A variant's transfers a second where it is at its best; not a number if it was not measured. */
    private double best(Workload workload, Variant variant) {
        OptionalDouble best = rounds.keySet().stream()
                .filter(cell -> cell.workload() == workload && cell.variant() == variant)
                .mapToDouble(cell -> median(cell, Measurement::perSecond))
                .max();
        return best.orElse(Double.NaN);
    }

    private double median(Cell cell, ToDoubleFunction<Measurement> value) {
        double[] sorted = sorted(cell, value);
        int middle = sorted.length / 2;
        return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
    }

    private double[] sorted(Cell cell, ToDoubleFunction<Measurement> value) {
        return rounds.getOrDefault(cell, List.of()).stream()
                .mapToDouble(value)
                .sorted()
                .toArray();
    }

    /**
     * The medians of a cell's rounds.
     *
     * @param perSecondAtWorst transfers a second in the worst of the rounds: far below the median on a machine that was
     *     busy with something else
     * @param ratioToCourseJpa transfers a second over those of course-jpa on the same workload, with as many callers as
     *     are best for it; not a number if that was not measured
     * @param fractionOfBulkSql transfers a second over those of bulk-sql on the same workload, likewise
     */
    record Line(
            Cell cell,
            double perSecond,
            double perSecondAtWorst,
            double p50Millis,
            double p99Millis,
            double roundTrips,
            double ratioToCourseJpa,
            double fractionOfBulkSql) {}
}
