package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The account is frozen or closed, so no money moves on it. Not done. */
public final class AccountNotOpenException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final AccountStatus status;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     * @param status its status, not open
     */
    public AccountNotOpenException(@Nullable UUID requestId, UUID accountId, AccountStatus status) {
        super("account " + accountId + " is " + status, requestId);
        this.accountId = accountId;
        this.status = status;
    }

    /**
     * The account.
     *
     * @return the account
     */
    public UUID getAccountId() {
        return accountId;
    }

    /**
     * Its status.
     *
     * @return its status, not open
     */
    public AccountStatus getStatus() {
        return status;
    }
}
