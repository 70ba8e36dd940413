package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** A balance would leave the range of 64 bits of minor units. Not done. */
public final class BalanceOverflowException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final Money balance;
    private final Money requested;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     * @param balance what stands on the account
     * @param requested what was asked for
     */
    public BalanceOverflowException(@Nullable UUID requestId, UUID accountId, Money balance, Money requested) {
        super(
                "account " + accountId + " has " + balance + " and cannot take " + requested
                        + " more, in either direction: 64 bits of minor units are its range",
                requestId);
        this.accountId = accountId;
        this.balance = balance;
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
     * What stands on the account.
     *
     * @return what stands on the account
     */
    public Money getBalance() {
        return balance;
    }

    /**
     * What was asked for.
     *
     * @return what was asked for
     */
    public Money getRequested() {
        return requested;
    }
}
