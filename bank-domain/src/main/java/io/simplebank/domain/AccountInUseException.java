package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;

/** The account still has money, or a history that must stay. Not done. */
public final class AccountInUseException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;

    /**
     * Names the culprits.
     *
     * @param accountId the account
     * @param message what happened, and what to do
     */
    public AccountInUseException(UUID accountId, String message) {
        super(message, null);
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
