package io.simplebank.persistence.benchmark;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;

/** The ways to move money that are measured. */
enum Variant {
    COURSE_JPA("course-jpa", Schema.COURSE, CourseJpa::new),
    COURSE_JDBC("course-jdbc", Schema.COURSE, CourseJdbc::new),
    FUNCTION("function", Schema.COURSE, ServerFunction::new),
    JOINED("joined", Schema.LEDGER, Joined::new),
    LIBRARY("library", Schema.LEDGER, (url, connections) -> new Library(url)),
    /** Asked for by name only, as the next: they measure what observing costs, and else they are the library. */
    OBSERVED("library-observed", Schema.LEDGER, (url, connections) -> Observed.metered(url)),
    RECORDED("library-recorded", Schema.LEDGER, (url, connections) -> Observed.recorded(url)),
    HOLDS("holds", Schema.LEDGER, (url, connections) -> new HoldAndCapture(url)),
    EACH("each", Schema.LEDGER, (url, connections) -> new Each(url)) {
        @Override
        List<Integer> callers(List<Integer> wanted) {
            return List.of(1, 2);
        }
    },
    BULK_SQL("bulk-sql", Schema.LEDGER, BulkSql::new) {
        @Override
        List<Integer> callers(List<Integer> wanted) {
            return List.of(1, 2);
        }
    };

    private final String label;
    private final Schema schema;
    private final Opening opening;

    Variant(String label, Schema schema, Opening opening) {
        this.label = label;
        this.schema = schema;
        this.opening = opening;
    }

    /** What is measured where nothing is asked for by name. */
    static List<Variant> all() {
        return Arrays.stream(values())
                .filter(variant -> variant != OBSERVED && variant != RECORDED)
                .toList();
    }

    static Variant of(String label) {
        return Arrays.stream(values())
                .filter(variant -> variant.label.equals(label))
                .findAny()
                .orElseThrow(() -> new IllegalArgumentException("no variant " + label + ", but "
                        + Arrays.stream(values()).map(Variant::toString).collect(Collectors.joining(", "))));
    }

    Schema schema() {
        return schema;
    }

    /** How many threads call it at a time, of those that were asked for. */
    List<Integer> callers(List<Integer> wanted) {
        return wanted;
    }

    /**
     * @param url a database with the variant's schema
     * @param connections at most so many, where the contender does not decide itself
     */
    Contender open(String url, int connections) {
        return opening.open(url, connections);
    }

    @Override
    public String toString() {
        return label;
    }

    private interface Opening {
        Contender open(String url, int connections);
    }
}
