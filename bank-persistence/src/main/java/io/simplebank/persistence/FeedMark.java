package io.simplebank.persistence;

import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A number of the feed, and the transfer that has it. A ledger that was set back gives the number again, to another one.
 *
 * @param position the number, 0 before the first
 * @param transferId the transfer, {@code null} before the first
 */
record FeedMark(long position, @Nullable UUID transferId) {

    /** Before the first transfer. */
    static final FeedMark START = new FeedMark(0, null);

    /** The one that is further on. */
    FeedMark orLater(FeedMark other) {
        return other.position > position ? other : this;
    }
}
