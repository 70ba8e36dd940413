package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.Transfer;
import org.jspecify.annotations.Nullable;

/**
 * How a hold ended.
 *
 * @param hold as it is now
 * @param transfer what captured it, {@code null} if nothing did
 */
record HoldEnd(Hold hold, @Nullable Transfer transfer) {

    /** The transfer, refused where the hold's time was over: the books then say that it has expired. */
    Transfer captured() {
        if (transfer == null) {
            throw new HoldNotPendingException(hold.getId(), hold.getStatus());
        }
        return transfer;
    }
}
