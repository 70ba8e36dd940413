package io.simplebank.domain;

import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger counts a currency with another number of decimal places than Joda-Money does in this JVM, or than the amount of
 * a request has: each amount would be wrong by a power of ten. What is in the ledger can be read in minor units. Not done.
 */
public final class CurrencyMismatchException extends BankException {

    @Serial
    private static final long serialVersionUID = 1L;

    private final UUID id;
    private final String currencyCode;
    private final int ledgerDecimalPlaces;
    private final int decimalPlaces;

    /**
     * Names the culprits.
     *
     * @param requestId the id of the request, {@code null} if the call had none
     * @param what {@code account}, {@code transfer} or {@code hold}
     * @param id its id
     * @param currencyCode the code of its currency
     * @param ledgerDecimalPlaces how many the ledger counts with
     * @param decimalPlaces how many this JVM, or the amount, has
     */
    public CurrencyMismatchException(
            @Nullable UUID requestId,
            String what,
            UUID id,
            String currencyCode,
            int ledgerDecimalPlaces,
            int decimalPlaces) {
        super(
                what + " " + id + " is in " + currencyCode + ", which this ledger counts with " + ledgerDecimalPlaces
                        + " decimal places, but Joda-Money in this JVM with " + decimalPlaces,
                requestId);
        this.id = id;
        this.currencyCode = currencyCode;
        this.ledgerDecimalPlaces = ledgerDecimalPlaces;
        this.decimalPlaces = decimalPlaces;
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

    /**
     * How many decimal places the ledger counts the currency with: {@code bank.currencies} says so.
     *
     * @return 0 or more
     */
    public int getLedgerDecimalPlaces() {
        return ledgerDecimalPlaces;
    }

    /**
     * How many decimal places Joda-Money gives the currency in this JVM, or gave it when the amount was made.
     *
     * @return 0 or more
     */
    public int getDecimalPlaces() {
        return decimalPlaces;
    }
}
