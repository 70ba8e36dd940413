package io.simplebank.domain;

import java.io.Serializable;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Asks to move money; immutable. The id is the idempotency key: it is set when the request is made, so sending the same
 * object again is safe, whatever became of the first try.
 *
 * @param id the transfer's id, of version 7 where the caller gives none; not one that is {@link #isReserved reserved}
 * @param fromAccountId the account to debit
 * @param toAccountId the account to credit, another one
 * @param amount what to move, above zero, at most 2<sup>63</sup>−1 minor units, in the currency of both accounts
 * @param reference free text of at most 255 characters, {@code null} for none
 * @param extent whether just the amount is to move, or as much of it as is available
 * @param leastBalance what an account must have for the transfer to happen, {@code null} for no such demand
 */
public record TransferRequest(
        UUID id,
        UUID fromAccountId,
        UUID toAccountId,
        Money amount,
        @Nullable String reference,
        Extent extent,
        @Nullable LeastBalance leastBalance)
        implements Serializable {

    /** How much of a request's amount is to move. */
    public enum Extent {
        /** The amount, or the transfer is refused. */
        EXACT,
        /** As much of it as is available on the account to debit; where nothing is, the transfer is refused. */
        UP_TO
    }

    /**
     * What an account must have available (balance minus held) before anything moves.
     *
     * @param accountId any account, of the transfer or not
     * @param balance the least that must be available, in that account's currency
     */
    public record LeastBalance(UUID accountId, Money balance) implements Serializable {

        /**
         * Checks what can be checked without a database.
         *
         * @param accountId any
         * @param balance of at most 64 bits of minor units
         * @throws IllegalArgumentException naming the component that can never be right
         */
        public LeastBalance {
            Arguments.notNull("accountId", accountId);
            Arguments.minorUnits("balance", Arguments.notNull("balance", balance));
        }
    }

    /** The most characters (Unicode code points) that a reference has: 255. */
    public static final int REFERENCE_LENGTH = 255;

    /** What an id begins with that only the library gives: {@code srev} in ASCII. */
    private static final long RESERVED = 0x7372_6576L;

    /**
     * Checks what can be checked without a database.
     *
     * @param id any that is not {@link #isReserved reserved}
     * @param fromAccountId any
     * @param toAccountId another one
     * @param amount above zero, at most 2<sup>63</sup>−1 minor units
     * @param reference at most 255 characters, none of them NUL or half a surrogate pair, or {@code null}
     * @param extent any
     * @param leastBalance any, or {@code null}
     * @throws IllegalArgumentException naming the component that can never be right
     */
    public TransferRequest {
        if (isReserved(Arguments.notNull("id", id))) {
            throw new IllegalArgumentException(
                    "id " + id + " is of the form that the ledger keeps for reversals of its own");
        }
        Arguments.notNull("fromAccountId", fromAccountId);
        Arguments.notNull("toAccountId", toAccountId);
        if (fromAccountId.equals(toAccountId)) {
            throw new IllegalArgumentException("a transfer needs two accounts, but both are " + fromAccountId);
        }
        Arguments.positive("amount", amount);
        if (reference != null) {
            Arguments.text("reference", reference, REFERENCE_LENGTH);
        }
        Arguments.notNull("extent", extent);
    }

    /**
     * Whether an id is of the form that the ledger keeps for reversals whose ordinary id somebody else has used: a UUID of
     * version 8 that begins with {@code 73726576}. Nobody else may give it to a transfer, a hold or a reversal.
     *
     * @param id any
     * @return true if a request may not have it
     */
    public static boolean isReserved(UUID id) {
        return Arguments.notNull("id", id).getMostSignificantBits() >>> 32 == RESERVED && id.version() == 8;
    }

    /**
     * A request for just the amount, on no condition.
     *
     * @param id the transfer's id
     * @param fromAccountId the account to debit
     * @param toAccountId the account to credit, another one
     * @param amount what to move, above zero
     * @param reference free text of at most 255 characters, {@code null} for none
     * @throws IllegalArgumentException naming the argument that can never be right
     */
    public TransferRequest(UUID id, UUID fromAccountId, UUID toAccountId, Money amount, @Nullable String reference) {
        this(id, fromAccountId, toAccountId, amount, reference, Extent.EXACT, null);
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
     * A balancing transfer with a new id: it moves as much as is available, at most the amount. Where nothing is
     * available, it is refused with {@link InsufficientFundsException}. Sent again, it is a replay whatever it moved.
     *
     * @param fromAccountId the account to debit
     * @param toAccountId the account to credit
     * @param amount the most to move, above zero
     * @return the request
     * @throws IllegalArgumentException if the amount is not above zero, or both accounts are one
     */
    public static TransferRequest upTo(UUID fromAccountId, UUID toAccountId, Money amount) {
        return new TransferRequest(TimeOrderedId.next(), fromAccountId, toAccountId, amount, null, Extent.UP_TO, null);
    }

    /**
     * The same request under an id of the caller's choice, an order's for instance.
     *
     * @param id the transfer's id
     * @return a copy
     * @throws IllegalArgumentException if the id is {@link #isReserved reserved}
     */
    public TransferRequest withId(UUID id) {
        return new TransferRequest(id, fromAccountId, toAccountId, amount, reference, extent, leastBalance);
    }

    /**
     * The same request with a reference.
     *
     * @param reference free text of at most 255 characters
     * @return a copy
     * @throws IllegalArgumentException if the text is too long or cannot be held by PostgreSQL
     */
    public TransferRequest withReference(@Nullable String reference) {
        return new TransferRequest(id, fromAccountId, toAccountId, amount, reference, extent, leastBalance);
    }

    /**
     * The same request on the condition that an account has at least so much available (balance minus held) before
     * anything moves; else it is refused with {@link LeastBalanceException}. The condition is not stored: a replay is
     * answered whatever the account has by then.
     *
     * @param accountId any account, of the transfer or not; it is locked, too
     * @param balance the least that must be available, in that account's currency
     * @return a copy
     * @throws IllegalArgumentException if the balance does not fit into 64 bits of minor units
     */
    public TransferRequest withLeastBalance(UUID accountId, Money balance) {
        return new TransferRequest(
                id, fromAccountId, toAccountId, amount, reference, extent, new LeastBalance(accountId, balance));
    }
}
