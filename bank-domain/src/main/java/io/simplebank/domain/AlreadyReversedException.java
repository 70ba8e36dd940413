package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The reversals of a transfer would together exceed it, because it has been reversed, in full or in part; or it is a
 * reversal itself, of which nothing can be reversed. Not done.
 */
public final class AlreadyReversedException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID transferId;
    private final Money remaining;
    private final Money requested;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the reversal that was asked for
     * @param transferId the transfer that was to be reversed
     * @param remaining what is left of it to reverse
     * @param requested what was to be reversed
     */
    public AlreadyReversedException(@Nullable UUID requestId, UUID transferId, Money remaining, Money requested) {
        super(
                "of transfer " + transferId + ", " + remaining + " is left to reverse, but " + requested
                        + " was requested",
                requestId);
        this.transferId = transferId;
        this.remaining = remaining;
        this.requested = requested;
    }

    /**
     * The transfer that was to be reversed.
     *
     * @return the transfer that was to be reversed
     */
    public UUID getTransferId() {
        return transferId;
    }

    /**
     * What is left of it to reverse.
     *
     * @return zero if it has been reversed in full, or is a reversal itself
     */
    public Money getRemaining() {
        return remaining;
    }

    /**
     * What was to be reversed.
     *
     * @return what was to be reversed
     */
    public Money getRequested() {
        return requested;
    }
}
