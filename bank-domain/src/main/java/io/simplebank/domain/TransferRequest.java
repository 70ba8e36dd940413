package io.simplebank.domain;

import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Asks to move money; immutable. The id is the idempotency key: it is set when the request is made, so sending the same
 * object again is safe, whatever became of the first try.
 *
 * @param id the transfer's id, of version 7 where the caller gives none
 * @param fromAccountId the account to debit
 * @param toAccountId the account to credit, another one
 * @param amount what to move, above zero, at most 2<sup>63</sup>−1 minor units, in the currency of both accounts
 * @param reference free text of at most 255 characters, {@code null} for none
 */
public record TransferRequest(
        UUID id,
        UUID fromAccountId,
        UUID toAccountId,
        Money amount,
        @Nullable String reference) {

    /** The most characters (Unicode code points) that a reference has: 255. */
    public static final int REFERENCE_LENGTH = 255;

    /**
     * Checks what can be checked without a database.
     *
     * @param id any
     * @param fromAccountId any
     * @param toAccountId another one
     * @param amount above zero, at most 2<sup>63</sup>−1 minor units
     * @param reference at most 255 characters, none of them NUL or half a surrogate pair, or {@code null}
     * @throws IllegalArgumentException naming the component that can never be right
     */
    public TransferRequest {
        Arguments.notNull("id", id);
        Arguments.notNull("fromAccountId", fromAccountId);
        Arguments.notNull("toAccountId", toAccountId);
        Arguments.notNull("amount", amount);
        if (fromAccountId.equals(toAccountId)) {
            throw new IllegalArgumentException("a transfer needs two accounts, but both are " + fromAccountId);
        }
        if (Arguments.minorUnits("amount", amount) <= 0) {
            throw new IllegalArgumentException("amount must be above zero, but is " + amount);
        }
        if (reference != null) {
            Arguments.text("reference", reference, REFERENCE_LENGTH);
        }
    }

    /**
     * A transfer with a new id and no reference.
     *
     * @param fromAccountId the account to debit
     * @param toAccountId the account to credit
     * @param amount what to move, above zero
     * @return the request
     * @throws IllegalArgumentException if the amount is not above zero, or both accounts are one
     */
    public static TransferRequest of(UUID fromAccountId, UUID toAccountId, Money amount) {
        return new TransferRequest(TimeOrderedId.next(), fromAccountId, toAccountId, amount, null);
    }

    /**
     * The same request under an id of the caller's choice, an order's for instance.
     *
     * @param id the transfer's id
     * @return a copy
     */
    public TransferRequest withId(UUID id) {
        return new TransferRequest(id, fromAccountId, toAccountId, amount, reference);
    }

    /**
     * The same request with a reference.
     *
     * @param reference free text of at most 255 characters
     * @return a copy
     * @throws IllegalArgumentException if the text is too long or cannot be held by PostgreSQL
     */
    public TransferRequest withReference(@Nullable String reference) {
        return new TransferRequest(id, fromAccountId, toAccountId, amount, reference);
    }
}
