package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Less than the minimum balance would remain available. Not done. */
public final class InsufficientFundsException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final Money available;
    private final Money requested;
    private final Money minimum;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param accountId the account
     * @param available balance minus held
     * @param requested what was asked for
     * @param minimum what must remain available
     */
    public InsufficientFundsException(
            @Nullable UUID requestId, UUID accountId, Money available, Money requested, Money minimum) {
        super(
                "account " + accountId + " has " + available + " available and must keep " + minimum + ", but "
                        + requested + " was requested",
                requestId);
        this.accountId = accountId;
        this.available = available;
        this.requested = requested;
        this.minimum = minimum;
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
     * Balance minus held.
     *
     * @return balance minus held
     */
    public Money getAvailable() {
        return available;
    }

    /**
     * What was asked for.
     *
     * @return what was asked for
     */
    public Money getRequested() {
        return requested;
    }

    /**
     * What must remain available.
     *
     * @return what must remain available
     */
    public Money getMinimum() {
        return minimum;
    }
}
