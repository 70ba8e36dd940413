package io.simplebank.persistence.torture;

import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * What a call asks for. Asking again for the same is the same wish, however often and by whatever calls.
 *
 * @param id of the transfer or hold that is to be there afterwards
 * @param reference {@code null} for a reversal, which has none
 * @param reverses the transfer that a reversal is of
 */
record Wish(
        Kind kind,
        UUID id,
        UUID from,
        UUID to,
        Money amount,
        @Nullable String reference,
        @Nullable UUID reverses) {

    /** What is asked for. */
    enum Kind {
        /** A transfer. */
        TRANSFER,
        /** A transfer of what is available, at most the amount. */
        UP_TO,
        /** A hold. */
        HOLD,
        /** The transfer of a hold's id. */
        CAPTURE,
        /** The end of a hold, without a transfer. */
        RELEASE,
        /** A transfer back. */
        REVERSAL,
        /** A transfer and an order of the caller's, in the caller's transaction. */
        JOINED,
        /** The same, but the caller rolls back. */
        ROLLED_BACK;

        /** Whether a transfer of the wish's id is asked for. */
        boolean isTransfer() {
            return this != HOLD && this != RELEASE;
        }
    }
}
