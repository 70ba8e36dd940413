package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The calling thread was interrupted while it waited; its interrupt flag is set again. The outcome says whether the call was
 * not done or is unknown. */
public final class BankInterruptedException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param outcome what became of the call
     * @param message what happened, and what to do
     * @param cause what it was noticed by, {@code null} if nothing else
     */
    public BankInterruptedException(
            @Nullable UUID requestId, Outcome outcome, String message, @Nullable Throwable cause) {
        super(message, requestId, outcome, cause);
    }
}
