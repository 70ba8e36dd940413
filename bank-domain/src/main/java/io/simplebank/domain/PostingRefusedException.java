package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The database refused what the library had accepted: by a constraint or a trigger that was added, whatever SQLState it
 * raises, by a policy or a right that is missing, or because a text does not fit the database's encoding or an index; or
 * another program has written. Not done, and no other call is concerned: the same call again is refused again.
 */
public final class PostingRefusedException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final String constraint;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param constraint the name of the constraint, or what else is known of it
     * @param cause what it was noticed by, {@code null} if nothing else
     */
    public PostingRefusedException(@Nullable UUID requestId, String constraint, @Nullable Throwable cause) {
        super("the database refused the call by " + constraint, requestId, Outcome.NOT_DONE, cause);
        this.constraint = constraint;
    }

    /**
     * What refused.
     *
     * @return the name of the constraint; where the database names none, as for most triggers, {@code SQLState} and its five
     *     characters
     */
    public String getConstraint() {
        return constraint;
    }
}
