package io.simplebank.domain;

import java.io.Serial;
import org.jspecify.annotations.Nullable;

/** The database is not one that this version of the library works on. Not done. */
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
        super(message, null, Outcome.NOT_DONE, cause);
    }
}
