package io.simplebank.domain;

import java.io.Serializable;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * What an audit has found in the books as they were at one moment: nothing, or each place where they break a rule.
 * Immutable.
 *
 * @param takenAt when the audit began, by the bank's clock
 * @param accounts how many accounts there are
 * @param transfers how many transfers there are
 * @param entries how many entries there are
 * @param holds how many holds there are, pending and ended
 * @param currencies how many currencies the accounts are of
 * @param findings what was found, in order of the rules; where there are more, those that were found first
 * @param findingsByRule how many findings there are for each rule that is broken, those that are not kept included
 */
public record AuditReport(
        Instant takenAt,
        long accounts,
        long transfers,
        long entries,
        long holds,
        long currencies,
        List<AuditFinding> findings,
        Map<AuditRule, Long> findingsByRule)
        implements Serializable {

    /** The most findings that a report keeps: 10,000. The rest is counted. */
    public static final int MOST_FINDINGS = 10_000;

    private static final int MOST_FINDINGS_IN_WORDS = 100;

    /**
     * Copies the collections.
     *
     * @param takenAt any
     * @param accounts any
     * @param transfers any
     * @param entries any
     * @param holds any
     * @param currencies any
     * @param findings at most {@value #MOST_FINDINGS}
     * @param findingsByRule counts them all
     * @throws IllegalArgumentException if fewer findings are counted than kept, or naming what must not be {@code null}
     */
    public AuditReport {
        Arguments.notNull("takenAt", takenAt);
        findings = Arguments.copyOf("findings", findings);
        Arguments.notNull("findingsByRule", findingsByRule)
                .forEach((rule, count) -> Arguments.notNegative(
                        "findings of " + Arguments.notNull("rule", rule), Arguments.notNull("count", count)));
        findingsByRule = Map.copyOf(findingsByRule);
        if (total(findingsByRule) < findings.size()) {
            throw new IllegalArgumentException(
                    findings.size() + " findings are kept, but fewer are counted: " + findingsByRule);
        }
    }

    private static long total(Map<AuditRule, Long> findingsByRule) {
        return findingsByRule.values().stream().mapToLong(Long::longValue).sum();
    }

    /**
     * Whether the books are right.
     *
     * @return true if nothing was found
     */
    public boolean isClean() {
        return totalFindings() == 0;
    }

    /**
     * How much was found, kept or not.
     *
     * @return the number of findings, 0 for a clean bill
     */
    public long totalFindings() {
        return total(findingsByRule);
    }

    /**
     * The report for people to read: the counts, how often which rule is broken, and the first 100 findings.
     *
     * @return one line if the books are right
     */
    @Override
    public String toString() {
        String counts = "Audit of " + takenAt + ": " + accounts + " accounts in " + currencies + " currencies, "
                + transfers + " transfers, " + entries + " entries, " + holds + " holds; ";
        if (isClean()) {
            return counts + "the books are right";
        }
        long more = totalFindings() - Math.min(findings.size(), MOST_FINDINGS_IN_WORDS);
        return counts
                + totalFindings() + " findings"
                + findingsByRule.entrySet().stream()
                        .sorted(Map.Entry.comparingByKey())
                        .map(broken -> System.lineSeparator() + broken.getValue() + " not so: "
                                + broken.getKey().sentence())
                        .collect(Collectors.joining())
                + findings.stream()
                        .limit(MOST_FINDINGS_IN_WORDS)
                        .map(finding -> System.lineSeparator() + finding)
                        .collect(Collectors.joining())
                + (more == 0 ? "" : System.lineSeparator() + "and " + more + " more");
    }
}
