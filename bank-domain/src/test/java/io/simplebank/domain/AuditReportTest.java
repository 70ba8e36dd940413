package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Instant;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class AuditReportTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private static final AuditFinding GAP =
            new AuditFinding(AuditRule.POSITIONS_HAVE_NO_GAP, null, ID, 4L, null, null, "3", "4");
    private static final AuditFinding SUM =
            new AuditFinding(AuditRule.BALANCES_SUM_TO_ZERO, "EUR", null, null, null, null, "0", "1");

    private static AuditReport report(List<AuditFinding> findings, Map<AuditRule, Long> findingsByRule) {
        return new AuditReport(NOON, 3, 2, 4, 1, 1, findings, findingsByRule);
    }

    @Test
    void saysInOneLineThatTheBooksAreRight() {
        AuditReport clean = report(List.of(), Map.of());

        assertThat(clean.isClean()).isTrue();
        assertThat(clean.totalFindings()).isZero();
        assertThat(clean)
                .hasToString("Audit of 2026-03-01T12:00:00Z: 3 accounts in 1 currencies, 2 transfers, 4 entries,"
                        + " 1 holds; the books are right");
    }

    @Test
    void saysWhichRulesAreBrokenAndWhere() {
        AuditReport report = report(
                List.of(SUM, GAP), Map.of(AuditRule.POSITIONS_HAVE_NO_GAP, 1L, AuditRule.BALANCES_SUM_TO_ZERO, 1L));

        assertThat(report.isClean()).isFalse();
        assertThat(report.toString().lines().skip(1))
                .containsExactly(
                        "1 not so: the balances of each currency sum to zero",
                        "1 not so: an account's positions are 1, 2, 3 and so on",
                        "BALANCES_SUM_TO_ZERO in currency EUR: expected 0, found 1",
                        "POSITIONS_HAVE_NO_GAP in account " + ID + ", position 4: expected 3, found 4");
    }

    @Test
    void countsWhatItDoesNotKeepAndPrintsAHundred() {
        AuditReport report = report(
                Collections.nCopies(AuditReport.MOST_FINDINGS, GAP), Map.of(AuditRule.POSITIONS_HAVE_NO_GAP, 12_345L));

        assertThat(report.totalFindings()).isEqualTo(12_345);
        assertThat(report.toString().lines()).hasSize(1 + 1 + 100 + 1).endsWith("and 12245 more");
    }

    @Test
    void refusesToBeCleanWithFindings() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> report(List.of(GAP), Map.of()))
                .withMessageStartingWith("1 findings are kept, but fewer are counted");
    }
}
