package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;

/** The id was used before, to open an account of other content. Not done. */
public final class AccountConflictException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final String field;

    /**
     * Names the culprits.
     *
     * @param accountId the account, whose id is the request's too
     * @param field the name of the first field that differs
     */
    public AccountConflictException(UUID accountId, String field) {
        super("account " + accountId + " exists already with another " + field, accountId);
        this.accountId = accountId;
        this.field = field;
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
     * The name of the first field that differs.
     *
     * @return the name of the first field that differs
     */
    public String getField() {
        return field;
    }
}
