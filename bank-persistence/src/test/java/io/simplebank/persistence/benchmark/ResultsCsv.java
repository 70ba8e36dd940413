package io.simplebank.persistence.benchmark;

import io.simplebank.persistence.benchmark.Results.Line;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** The results for programs to read. */
final class ResultsCsv {

    private static final String HEADER =
            "workload,variant,callers,transfers_per_second,p50_ms,p99_ms,ratio_to_course_jpa,fraction_of_bulk_sql\n";

    private ResultsCsv() {}

    static String of(List<Line> lines) {
        return lines.stream().map(ResultsCsv::row).collect(Collectors.joining("", HEADER, ""));
    }

    private static String row(Line line) {
        return String.format(
                Locale.ROOT,
                "%s,%s,%d,%.1f,%.3f,%.3f,%s,%s\n",
                line.cell().workload(),
                line.cell().variant(),
                line.cell().callers(),
                line.perSecond(),
                line.p50Millis(),
                line.p99Millis(),
                number(line.ratioToCourseJpa()),
                number(line.fractionOfBulkSql()));
    }

    /** Empty where that was not measured which the line is compared with. */
    private static String number(double value) {
        return Double.isNaN(value) ? "" : String.format(Locale.ROOT, "%.3f", value);
    }
}
