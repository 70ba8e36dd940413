package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;

/** The hold has ended before: it was captured, released, or its time was over. Not done. */
public final class HoldNotPendingException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID holdId;
    private final HoldStatus status;

    /**
     * Names the culprits.
     *
     * @param holdId the hold, whose id is the request's too
     * @param status what has become of it
     */
    public HoldNotPendingException(UUID holdId, HoldStatus status) {
        super("hold " + holdId + " is " + status, holdId);
        this.holdId = holdId;
        this.status = status;
    }

    /**
     * The hold.
     *
     * @return the hold
     */
    public UUID getHoldId() {
        return holdId;
    }

    /**
     * What has become of it.
     *
     * @return its status, not pending
     */
    public HoldStatus getStatus() {
        return status;
    }
}
