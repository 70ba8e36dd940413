package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.jspecify.annotations.Nullable;

/** The amount is in another currency than the account. Not done. */
public final class WrongCurrencyException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final CurrencyUnit expected;
    private final CurrencyUnit requested;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     * @param expected the account's currency
     * @param requested the amount's currency
     */
    public WrongCurrencyException(
            @Nullable UUID requestId, UUID accountId, CurrencyUnit expected, CurrencyUnit requested) {
        super("account " + accountId + " holds " + expected + ", but the amount is in " + requested, requestId);
        this.accountId = accountId;
        this.expected = expected;
        this.requested = requested;
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
     * The account's currency.
     *
     * @return the account's currency
     */
    public CurrencyUnit getExpected() {
        return expected;
    }

    /**
     * The amount's currency.
     *
     * @return the amount's currency
     */
    public CurrencyUnit getRequested() {
        return requested;
    }
}
