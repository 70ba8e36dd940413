package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A joined call needs an account behind the ones that its transaction has locked, and another transaction holds it;
 * waiting for it could deadlock. Not done; the transaction is usable.
 *
 * <p>Lock all accounts that the transaction will touch with {@code AccountService.lock} first.
 */
public final class LockOrderException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     */
    public LockOrderException(@Nullable UUID requestId, UUID accountId) {
        super(
                "account " + accountId
                        + " is locked by another transaction, and this one already holds accounts that come after it;"
                        + " call accounts.lock(...) with all accounts of the transaction before the first transfer",
                requestId);
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
