package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** There is no transfer, or where a hold was meant no hold, of that id. Not done. */
public final class TransferNotFoundException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID transferId;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param transferId the id that is nobody's
     */
    public TransferNotFoundException(@Nullable UUID requestId, UUID transferId) {
        super("there is no transfer or hold of the id " + transferId, requestId);
        this.transferId = transferId;
    }

    /**
     * The id that is nobody's.
     *
     * @return the id that is nobody's
     */
    public UUID getTransferId() {
        return transferId;
    }
}
