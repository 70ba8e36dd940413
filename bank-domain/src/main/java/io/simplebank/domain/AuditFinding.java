package io.simplebank.domain;

import java.io.Serializable;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One place where the books break a rule; immutable. Which of the ids are there depends on the {@link AuditRule}.
 *
 * <p>What was expected and found are texts, because a wrong value may be none that the ledger's types can hold: amounts
 * in minor units, times in UTC.
 *
 * @param rule the rule that is broken
 * @param currency the currency's code, {@code null} if the rule is of something smaller
 * @param accountId the account, {@code null} if none is named
 * @param position the entry's position on the account, {@code null} if none is named
 * @param transferId the transfer, {@code null} if none is named
 * @param holdId the hold, {@code null} if none is named
 * @param expected what follows from the rest of the books
 * @param found what they say
 */
public record AuditFinding(
        AuditRule rule,
        @Nullable String currency,
        @Nullable UUID accountId,
        @Nullable Long position,
        @Nullable UUID transferId,
        @Nullable UUID holdId,
        String expected,
        String found)
        implements Serializable {

    /**
     * Takes any values.
     *
     * @param rule any
     * @param currency any, or {@code null}
     * @param accountId any, or {@code null}
     * @param position any, or {@code null}
     * @param transferId any, or {@code null}
     * @param holdId any, or {@code null}
     * @param expected any
     * @param found any
     * @throws IllegalArgumentException naming the component that must not be {@code null}
     */
    public AuditFinding {
        Arguments.notNull("rule", rule);
        Arguments.notNull("expected", expected);
        Arguments.notNull("found", found);
    }

    @Override
    public String toString() {
        StringBuilder text = new StringBuilder(rule.name());
        append(text, "currency", currency);
        append(text, "account", accountId);
        append(text, "position", position);
        append(text, "transfer", transferId);
        append(text, "hold", holdId);
        return text.append(": expected ")
                .append(expected)
                .append(", found ")
                .append(found)
                .toString();
    }

    private static void append(StringBuilder text, String name, @Nullable Object value) {
        if (value != null) {
            text.append(text.indexOf(" ") < 0 ? " in " : ", ")
                    .append(name)
                    .append(' ')
                    .append(value);
        }
    }
}
