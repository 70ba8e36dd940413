package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** There is no account of this id. Not done. */
public final class AccountNotFoundException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     */
    public AccountNotFoundException(@Nullable UUID requestId, UUID accountId) {
        super("account " + accountId + " does not exist", requestId);
        this.accountId = accountId;
    }

    /**
     * The account.
     *
     * @return the account
     */
    public UUID getAccountId() {
        return accountId;
    }
}
