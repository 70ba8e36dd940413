package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.Money;

/** More was to be captured than the hold reserves. Not done; the hold is still pending. */
public final class HoldExceededException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID holdId;
    private final Money held;
    private final Money requested;

    /**
     * Names the culprits.
     *
     * @param holdId the hold, whose id is the request's too
     * @param held what it reserves
     * @param requested what was to be captured
     */
    public HoldExceededException(UUID holdId, Money held, Money requested) {
        super("hold " + holdId + " reserves " + held + ", but " + requested + " was to be captured", holdId);
        this.holdId = holdId;
        this.held = held;
        this.requested = requested;
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
     * What it reserves.
     *
     * @return what it reserves
     */
    public Money getHeld() {
        return held;
    }

    /**
     * What was to be captured.
     *
     * @return what was to be captured
     */
    public Money getRequested() {
        return requested;
    }
}
