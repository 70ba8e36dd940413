package io.simplebank.domain;

import java.io.Serial;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A connection leads to another ledger than the one that the bank has opened: to another tenant's, or to a copy of this one
 * in another database. Nothing was read or written there. Not done.
 */
public final class WrongLedgerException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final @Nullable UUID openedId;
    private final @Nullable UUID foundId;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param openedId the ledger that the bank has opened, {@code null} if its user may not read {@code bank.ledger}
     * @param foundId the ledger that the connection leads to: the same id for a copy, {@code null} where there is none, or
     *     the user may not read it
     */
    public WrongLedgerException(@Nullable UUID requestId, @Nullable UUID openedId, @Nullable UUID foundId) {
        super(
                "the bank has opened " + (openedId == null ? "a ledger" : "ledger " + openedId)
                        + ", but a connection leads to " + found(openedId, foundId)
                        + ": give each tenant a Bank and a pool of its own, or use TransferService.joining(entityManager)"
                        + " and AccountService.joining(entityManager), which work where the caller's transaction does; if"
                        + " the ledger has moved to another server, open the bank again",
                requestId);
        this.openedId = openedId;
        this.foundId = foundId;
    }

    private static String found(@Nullable UUID openedId, @Nullable UUID foundId) {
        if (foundId == null) {
            return openedId == null ? "another database" : "a database without a ledger";
        }
        return Objects.equals(openedId, foundId) ? "a copy of it in another database" : "ledger " + foundId;
    }

    /**
     * The ledger that the bank has opened.
     *
     * @return its id, which is in {@code bank.ledger}; {@code null} if the user may not read that
     */
    public @Nullable UUID getOpenedId() {
        return openedId;
    }

    /**
     * The ledger that the connection leads to.
     *
     * @return its id; the opened one's for a copy in another database, {@code null} where there is no ledger, or the user may not
     *     read it
     */
    public @Nullable UUID getFoundId() {
        return foundId;
    }
}
