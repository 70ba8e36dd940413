package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Another transaction kept an account locked for longer than the lock timeout, or a table, or the same id uncommitted; or
 * every retry lost against others.
 * Not done; trying again later is safe.
 */
public final class AccountBusyException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param message what happened, and what to do
     * @param cause what it was noticed by, {@code null} if nothing else
     */
    public AccountBusyException(@Nullable UUID requestId, String message, @Nullable Throwable cause) {
        super(message, requestId, Outcome.NOT_DONE, cause);
    }
}
