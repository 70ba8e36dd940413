package io.simplebank.persistence.benchmark;

import io.simplebank.persistence.benchmark.Results.Line;
import java.util.List;
import java.util.Locale;

/** The results for people to read. */
final class ResultTable {

    private static final String TITLES = "%-8s %-12s %7s %11s %9s %9s %9s %12s %12s %12s";
    private static final String ROW = "%-8s %-12s %7d %,11.0f %,9.0f %9.2f %9.2f %12.3f %12s %12s";

    private ResultTable() {}

    static String of(List<Line> lines) {
        StringBuilder table = new StringBuilder();
        table.append(TITLES.formatted(
                "workload",
                "variant",
                "callers",
                "transfers/s",
                "at worst",
                "p50 ms",
                "p99 ms",
                "round trips",
                "x course-jpa",
                "of bulk-sql"));
        Workload workload = null;
        for (Line line : lines) {
            if (line.cell().workload() != workload) {
                table.append('\n');
                workload = line.cell().workload();
            }
            table.append('\n')
                    .append(String.format(
                            Locale.ROOT,
                            ROW,
                            workload,
                            line.cell().variant(),
                            line.cell().callers(),
                            line.perSecond(),
                            line.perSecondAtWorst(),
                            line.p50Millis(),
                            line.p99Millis(),
                            line.roundTrips(),
                            number(line.ratioToCourseJpa()),
                            number(line.fractionOfBulkSql())));
        }
        return table.toString();
    }

    private static String number(double value) {
        return Double.isNaN(value) ? "-" : String.format(Locale.ROOT, "%.2f", value);
    }
}
