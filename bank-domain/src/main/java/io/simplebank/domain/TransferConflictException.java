package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The id was used before, by a transfer of other content. Not done. */
public final class TransferConflictException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID transferId;
    private final String field;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param transferId the transfer that exists
     * @param field the name of the first field that differs
     */
    public TransferConflictException(@Nullable UUID requestId, UUID transferId, String field) {
        super("transfer " + transferId + " exists already with another " + field, requestId);
        this.transferId = transferId;
        this.field = field;
    }

    /**
     * The transfer that exists.
     *
     * @return the transfer that exists
     */
    public UUID getTransferId() {
        return transferId;
    }

    /**
     * The name of the first field that differs.
     *
     * @return the name of the first field that differs
     */
    public String getField() {
        return field;
    }
}
