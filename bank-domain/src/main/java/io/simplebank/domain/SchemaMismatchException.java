package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The database is not one that this version of the library works on: it was found so when the bank opened, or a call has
 * named what is not there, as a table, or a trigger of the application's has. Not done.
 */
public final class SchemaMismatchException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    /**
     * Names the culprits.
     *
     * @param message what happened, and what to do
     * @param cause what it was noticed by, {@code null} if nothing else
     */
    public SchemaMismatchException(String message, @Nullable Throwable cause) {
        this(null, message, cause);
    }

    /**
     * Names the culprits, where a call has found it.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param message what happened, and what to do
     * @param cause what it was noticed by, {@code null} if nothing else
     */
    public SchemaMismatchException(@Nullable UUID requestId, String message, @Nullable Throwable cause) {
        super(message, requestId, Outcome.NOT_DONE, cause);
    }
}
