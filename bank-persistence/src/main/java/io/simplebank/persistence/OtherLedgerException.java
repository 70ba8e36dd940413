package io.simplebank.persistence;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A connection leads to another ledger than the one that the bank has opened; nothing but this was asked there. */
final class OtherLedgerException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    final @Nullable UUID openedId;
    final @Nullable UUID foundId;

    OtherLedgerException(@Nullable UUID openedId, @Nullable UUID foundId) {
        super(null, null, false, false);
        this.openedId = openedId;
        this.foundId = foundId;
    }
}
