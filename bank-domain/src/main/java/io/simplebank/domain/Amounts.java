package io.simplebank.domain;

import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as rows have them: minor units, and the code of a currency. Joda-Money's currencies are a register of the whole
 * process, which the database knows nothing of; a code that is not in it is data like any other. How many decimal places the
 * minor units are, the ledger says once for each currency; {@code null} where it has not said so yet, or was not asked.
 */
final class Amounts {

    private Amounts() {}

    /**
     * A currency by its code.
     *
     * @throws UnknownCurrencyException if Joda-Money does not know it
     * @throws CurrencyMismatchException if Joda-Money gives it another number of decimal places
     */
    static CurrencyUnit currency(
            @Nullable UUID requestId, String what, UUID id, String code, @Nullable Integer decimalPlaces) {
        try {
            CurrencyUnit currency = CurrencyUnit.of(code);
            requireSame(requestId, what, id, decimalPlaces, currency);
            return currency;
        } catch (IllegalCurrencyException unknown) {
            throw new UnknownCurrencyException(requestId, what, id, code);
        }
    }

    /** Refuses a currency that has another number of decimal places than the ledger counts it with. */
    static void requireSame(
            @Nullable UUID requestId, String what, UUID id, @Nullable Integer decimalPlaces, CurrencyUnit currency) {
        if (decimalPlaces != null && decimalPlaces != currency.getDecimalPlaces()) {
            throw new CurrencyMismatchException(
                    requestId, what, id, currency.getCode(), decimalPlaces, currency.getDecimalPlaces());
        }
    }

    /**
     * An amount.
     *
     * @throws UnknownCurrencyException if Joda-Money does not know its currency
     * @throws CurrencyMismatchException if Joda-Money gives it another number of decimal places
     */
    static Money money(String what, UUID id, String code, @Nullable Integer decimalPlaces, long minorUnits) {
        return Money.ofMinor(currency(null, what, id, code, decimalPlaces), minorUnits);
    }

    /** Whether an amount is just this. */
    static boolean isSame(Money amount, String code, long minorUnits) {
        return amount.getCurrencyUnit().getCode().equals(code) && amount.getAmountMinorLong() == minorUnits;
    }

    /** An amount in words, whatever its currency. */
    static String text(String code, @Nullable Integer decimalPlaces, long minorUnits) {
        try {
            CurrencyUnit currency = CurrencyUnit.of(code);
            if (decimalPlaces == null || decimalPlaces == currency.getDecimalPlaces()) {
                return Money.ofMinor(currency, minorUnits).toString();
            }
        } catch (IllegalCurrencyException unknown) {
            return code + " " + minorUnits + " minor units";
        }
        return code + " " + minorUnits + " minor units";
    }
}
