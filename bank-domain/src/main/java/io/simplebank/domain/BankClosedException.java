package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The bank was closed before the call was taken on. Not done. */
public final class BankClosedException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     */
    public BankClosedException(@Nullable UUID requestId) {
        super("the bank is closed", requestId);
    }
}
