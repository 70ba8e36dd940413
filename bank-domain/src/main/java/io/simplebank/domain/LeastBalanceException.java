package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** An account has less available than the request demands before it moves anything. Not done. */
public final class LeastBalanceException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID accountId;
    private final Money available;
    private final Money least;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request
     * @param accountId the account
     * @param available balance minus held
     * @param least what was demanded
     */
    public LeastBalanceException(@Nullable UUID requestId, UUID accountId, Money available, Money least) {
        super(
                "account " + accountId + " has " + available + " available, but at least " + least + " was demanded",
                requestId);
        this.accountId = accountId;
        this.available = available;
        this.least = least;
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
     * What was demanded.
     *
     * @return what was demanded
     */
    public Money getLeast() {
        return least;
    }
}
