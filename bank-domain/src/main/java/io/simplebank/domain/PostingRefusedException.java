package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A constraint of the schema {@code bank} refused what the library had accepted: another program has written, or a
 * constraint was added. Not done.
 */
public final class PostingRefusedException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String constraint;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param constraint the name of the constraint
     * @param cause what it was noticed by, {@code null} if nothing else
     */
    public PostingRefusedException(@Nullable UUID requestId, String constraint, @Nullable Throwable cause) {
        super("the database refused the posting by " + constraint, requestId, Outcome.NOT_DONE, cause);
        this.constraint = constraint;
    }

    /**
     * The name of the constraint.
     *
     * @return the name of the constraint
     */
    public String getConstraint() {
        return constraint;
    }
}
