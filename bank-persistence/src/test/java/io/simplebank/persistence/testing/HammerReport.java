package io.simplebank.persistence.testing;

import io.simplebank.domain.BankException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * What became of the calls that a {@link Hammer} made, after an audit that found nothing. Together they are as many as
 * there were calls.
 *
 * @param <T> what a call brings
 * @param results of the calls that were done, in order of their index
 * @param refusals of the others, in the same order: only errors that were expected
 */
public record HammerReport<T>(List<T> results, List<BankException> refusals) {

    private static final int MOST_IN_WORDS = 10;

    /**
     * Copies the lists.
     *
     * @param results none of them {@code null}
     * @param refusals none of them {@code null}
     */
    public HammerReport {
        results = List.copyOf(results);
        refusals = List.copyOf(refusals);
    }

    /** The report, or an error that says all that went wrong. */
    static <T> HammerReport<T> of(
            int calls, Collection<HammerBlow<T>> blows, @Nullable AssertionError late, String findings) {
        List<HammerBlow<T>> ordered = new ArrayList<>(blows);
        ordered.sort(Comparator.comparingInt(HammerBlow::index));
        List<HammerBlow<T>> failed =
                ordered.stream().filter(HammerBlow::isFailure).toList();
        List<String> complaints = new ArrayList<>();
        if (!failed.isEmpty()) {
            complaints.add(inWords(calls, failed));
        }
        if (late != null) {
            complaints.add(late.getMessage() + System.lineSeparator() + blows.size() + " of " + calls
                    + " calls had come back");
        }
        if (!findings.isEmpty()) {
            complaints.add("the books do not balance: " + findings);
        }
        if (!complaints.isEmpty()) {
            throw error(String.join(System.lineSeparator(), complaints), failed, late);
        }
        return new HammerReport<>(
                ordered.stream()
                        .map(HammerBlow::result)
                        .filter(Objects::nonNull)
                        .toList(),
                ordered.stream()
                        .map(HammerBlow::refusal)
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static <T> String inWords(int calls, List<HammerBlow<T>> failed) {
        StringBuilder words =
                new StringBuilder(failed.size() + " of at most " + calls + " calls failed, and ended their threads");
        failed.stream()
                .limit(MOST_IN_WORDS)
                .forEach(blow -> words.append(System.lineSeparator())
                        .append("    call ")
                        .append(blow.index())
                        .append(": ")
                        .append(blow.failure()));
        return words.toString();
    }

    /** The first failure is its cause, the others are suppressed. */
    private static <T> AssertionError error(String message, List<HammerBlow<T>> failed, @Nullable AssertionError late) {
        AssertionError error = new AssertionError(
                message, failed.isEmpty() ? late : failed.get(0).failure());
        failed.stream().skip(1).limit(MOST_IN_WORDS).forEach(blow -> error.addSuppressed(blow.failure()));
        return error;
    }
}
