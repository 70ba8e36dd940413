package io.simplebank.persistence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.StringReader;
import javax.xml.parsers.DocumentBuilderFactory;
import org.junit.jupiter.api.Test;
import org.xml.sax.InputSource;

class ResultsTest {

    private final Results results = new Results();

    @Test
    void areMediansBesideTheBestOfWhatTheyAreComparedWith() {
        measured(Workload.HOT, Variant.COURSE_JPA, 1, 300, 500, 400);
        measured(Workload.HOT, Variant.COURSE_JPA, 8, 200, 200, 900);
        measured(Workload.HOT, Variant.LIBRARY, 8, 5000, 6000);
        measured(Workload.HOT, Variant.BULK_SQL, 1, 11000);

        assertThat(ResultsCsv.of(results.lines())).isEqualTo("""
                workload,variant,callers,transfers_per_second,p50_ms,p99_ms,ratio_to_course_jpa,fraction_of_bulk_sql
                hot,course-jpa,1,400.0,1.000,2.000,1.000,0.036
                hot,course-jpa,8,200.0,1.000,2.000,0.500,0.018
                hot,library,8,5500.0,1.000,2.000,13.750,0.500
                hot,bulk-sql,1,11000.0,1.000,2.000,27.500,1.000
                """);
    }

    @Test
    void areNotComparedWithWhatWasNotMeasured() {
        measured(Workload.SPREAD, Variant.COURSE_JPA, 1, 300);
        measured(Workload.HOT, Variant.LIBRARY, 8, 5000, 6000);

        assertThat(ResultsCsv.of(results.lines())).endsWith("""
                spread,course-jpa,1,300.0,1.000,2.000,1.000,
                hot,library,8,5500.0,1.000,2.000,,
                """);
        assertThat(ResultTable.of(results.lines()))
                .containsPattern("hot +library +8 +5,500 +5,000 +1.00 +2.00 +3.000 +- +-");
    }

    @Test
    void areDrawnAsWellFormedSvg() throws Exception {
        for (Variant variant : Variant.values()) {
            measured(Workload.SPREAD, variant, 1, 300);
            measured(Workload.SPREAD, variant, 8, 2000);
        }

        String chart = Chart.of(results.lines());

        assertThat(DocumentBuilderFactory.newInstance()
                        .newDocumentBuilder()
                        .parse(new InputSource(new StringReader(chart)))
                        .getDocumentElement()
                        .getTagName())
                .isEqualTo("svg");
        assertThat(chart).contains("course-jpa", "library").isEqualTo(Chart.of(results.lines()));
    }

    private void measured(Workload workload, Variant variant, int callers, double... rates) {
        for (double rate : rates) {
            results.add(new Cell(workload, variant, callers), new Measurement(1, rate, 1, 2, 3));
        }
    }
}
