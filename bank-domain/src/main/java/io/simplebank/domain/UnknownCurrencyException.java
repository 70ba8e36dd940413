package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * An account, a transfer or a hold is in a currency that Joda-Money does not know in this JVM, so that no amount of it
 * can be expressed as {@link org.joda.money.Money}: another program wrote it, or one that has registered the currency.
 * What it says otherwise can be read: its currency's code, and its amounts in minor units. Not done.
 */
public final class UnknownCurrencyException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID id;
    private final String currencyCode;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param what {@code account}, {@code transfer} or {@code hold}
     * @param id its id
     * @param currencyCode the code of its currency
     */
    public UnknownCurrencyException(@Nullable UUID requestId, String what, UUID id, String currencyCode) {
        super(
                what + " " + id + " is in " + currencyCode + ", a currency that is not registered with Joda-Money",
                requestId);
        this.id = id;
        this.currencyCode = currencyCode;
    }

    /**
     * The account, transfer or hold.
     *
     * @return its id
     */
    public UUID getId() {
        return id;
    }

    /**
     * The code of its currency.
     *
     * @return three letters
     */
    public String getCurrencyCode() {
        return currencyCode;
    }
}
