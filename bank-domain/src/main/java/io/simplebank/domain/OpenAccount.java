package io.simplebank.domain;

import java.io.Serializable;
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
 * @param maximumBalance what the balance may reach, zero or above; {@code null}, the default, for no limit
 */
public record OpenAccount(
        UUID id,
        String owner,
        CurrencyUnit currency,
        @Nullable Money minimumBalance,
        @Nullable Money maximumBalance) implements Serializable {

    /** The most characters (Unicode code points) that an owner has: 255. */
    public static final int OWNER_LENGTH = 255;

    /**
     * Checks what can be checked without a database.
     *
     * @param id any
     * @param owner not blank, at most 255 characters, none of them NUL or half a surrogate pair
     * @param currency any
     * @param minimumBalance zero or below in that currency, or {@code null}
     * @param maximumBalance zero or above in that currency, or {@code null}
     * @throws IllegalArgumentException naming the component that can never be right
     */
    public OpenAccount {
        Arguments.notNull("id", id);
        Arguments.text("owner", owner, OWNER_LENGTH);
        Arguments.notNull("currency", currency);
        if (owner.isBlank()) {
            throw new IllegalArgumentException("owner must not be blank");
        }
        if (minimumBalance != null && limit("minimumBalance", minimumBalance, currency) > 0) {
            throw new IllegalArgumentException(
                    "minimumBalance must not be above zero for an account that is still empty, but is "
                            + minimumBalance);
        }
        if (maximumBalance != null && limit("maximumBalance", maximumBalance, currency) < 0) {
            throw new IllegalArgumentException(
                    "maximumBalance must not be below zero for an account that is still empty, but is "
                            + maximumBalance);
        }
    }

    private static long limit(String name, Money limit, CurrencyUnit currency) {
        if (!limit.getCurrencyUnit().equals(currency)) {
            throw new IllegalArgumentException(
                    name + " must be in the account's currency " + currency + ", but is " + limit);
        }
        return Arguments.minorUnits(name, limit);
    }

    /**
     * A request for an account without a maximum balance.
     *
     * @param id the account's id
     * @param owner whom the account belongs to
     * @param currency the account's only currency
     * @param minimumBalance zero or below in that currency, or {@code null} for no limit
     * @throws IllegalArgumentException naming the argument that can never be right
     */
    public OpenAccount(UUID id, String owner, CurrencyUnit currency, @Nullable Money minimumBalance) {
        this(id, owner, currency, minimumBalance, null);
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
        return new OpenAccount(id, owner, currency, minimumBalance, maximumBalance);
    }

    /**
     * The same request for an account that may be overdrawn down to the given balance.
     *
     * @param minimum zero or below, in the account's currency
     * @return a copy
     * @throws IllegalArgumentException if the minimum is above zero or in another currency
     */
    public OpenAccount withMinimumBalance(Money minimum) {
        return new OpenAccount(id, owner, currency, Arguments.notNull("minimum", minimum), maximumBalance);
    }

    /**
     * The same request for an account without a floor: a cash, settlement or "world" account, through which money
     * enters and leaves the ledger.
     *
     * @return a copy
     */
    public OpenAccount withoutMinimumBalance() {
        return new OpenAccount(id, owner, currency, null, maximumBalance);
    }

    /**
     * The same request for an account whose balance may not exceed the given one.
     *
     * @param maximum zero or above, in the account's currency
     * @return a copy
     * @throws IllegalArgumentException if the maximum is below zero or in another currency
     */
    public OpenAccount withMaximumBalance(Money maximum) {
        return new OpenAccount(id, owner, currency, minimumBalance, Arguments.notNull("maximum", maximum));
    }
}
