package io.simplebank.domain;

import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Asks for a new account; immutable. The id is the idempotency key: it is set when the request is made, so sending the
 * same object twice opens one account.
 *
 * @param id the account's id, of version 7 where the caller gives none
 * @param owner whom the account belongs to: 1 to 255 characters, not blank; free text, not interpreted
 * @param currency the only currency that the account will ever hold
 * @param minimumBalance what must remain after every debit, zero by default and never above zero here, because a new
 *     account is empty; {@code null} for an account that may go below any limit, through which money enters the ledger
 */
public record OpenAccount(
        UUID id,
        String owner,
        CurrencyUnit currency,
        @Nullable Money minimumBalance) {

    /** The most characters (Unicode code points) that an owner has: 255. */
    public static final int OWNER_LENGTH = 255;

    /**
     * Checks what can be checked without a database.
     *
     * @param id any
     * @param owner not blank, at most 255 characters, none of them NUL or half a surrogate pair
     * @param currency any
     * @param minimumBalance zero or below in that currency, or {@code null}
     * @throws IllegalArgumentException naming the component that can never be right
     */
    public OpenAccount {
        Arguments.notNull("id", id);
        Arguments.text("owner", owner, OWNER_LENGTH);
        Arguments.notNull("currency", currency);
        if (owner.isBlank()) {
            throw new IllegalArgumentException("owner must not be blank");
        }
        if (minimumBalance != null) {
            if (!minimumBalance.getCurrencyUnit().equals(currency)) {
                throw new IllegalArgumentException(
                        "minimumBalance must be in the account's currency " + currency + ", but is " + minimumBalance);
            }
            if (Arguments.minorUnits("minimumBalance", minimumBalance) > 0) {
                throw new IllegalArgumentException(
                        "minimumBalance must not be above zero for an account that is still empty, but is "
                                + minimumBalance);
            }
        }
    }

    /**
     * An account with a new id and a minimum balance of zero.
     *
     * @param owner whom the account belongs to, 1 to 255 characters
     * @param currency the account's only currency
     * @return the request
     * @throws IllegalArgumentException if the owner is blank, too long or not text that PostgreSQL can hold
     */
    public static OpenAccount of(String owner, CurrencyUnit currency) {
        return new OpenAccount(
                TimeOrderedId.next(), owner, currency, Money.zero(Arguments.notNull("currency", currency)));
    }

    /**
     * The same request under an id of the caller's choice.
     *
     * @param id the account's id
     * @return a copy
     */
    public OpenAccount withId(UUID id) {
        return new OpenAccount(id, owner, currency, minimumBalance);
    }

    /**
     * The same request for an account that may be overdrawn down to the given balance.
     *
     * @param minimum zero or below, in the account's currency
     * @return a copy
     * @throws IllegalArgumentException if the minimum is above zero or in another currency
     */
    public OpenAccount withMinimumBalance(Money minimum) {
        return new OpenAccount(id, owner, currency, Arguments.notNull("minimum", minimum));
    }

    /**
     * The same request for an account without a floor: a cash, settlement or "world" account, through which money
     * enters and leaves the ledger.
     *
     * @return a copy
     */
    public OpenAccount withoutMinimumBalance() {
        return new OpenAccount(id, owner, currency, null);
    }
}
