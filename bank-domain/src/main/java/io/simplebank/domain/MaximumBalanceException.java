package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** The balance would exceed the account's maximum. Not done. */
public final class MaximumBalanceException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final Money balance;
    private final Money requested;
    private final Money maximum;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     * @param balance its balance
     * @param requested what was to be credited
     * @param maximum what the balance may reach
     */
    public MaximumBalanceException(
            @Nullable UUID requestId, UUID accountId, Money balance, Money requested, Money maximum) {
        super(
                "account " + accountId + " has " + balance + " and may have " + maximum + " at most, but " + requested
                        + " was to be credited",
                requestId);
        this.accountId = accountId;
        this.balance = balance;
        this.requested = requested;
        this.maximum = maximum;
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
     * Its balance.
     *
     * @return its balance
     */
    public Money getBalance() {
        return balance;
    }

    /**
     * What was to be credited.
     *
     * @return what was to be credited
     */
    public Money getRequested() {
        return requested;
    }

    /**
     * What the balance may reach.
     *
     * @return what the balance may reach
     */
    public Money getMaximum() {
        return maximum;
    }
}
