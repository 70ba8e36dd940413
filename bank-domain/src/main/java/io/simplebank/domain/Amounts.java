package io.simplebank.domain;

import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Amounts as rows have them: minor units, and the code of a currency. Joda-Money's currencies are a register of the whole
 * process, which the database knows nothing of; a code that is not in it is data like any other.
 */
final class Amounts {

    private Amounts() {}

    /**
     * A currency by its code.
     *
     * @throws UnknownCurrencyException if Joda-Money does not know it
     */
    static CurrencyUnit currency(@Nullable UUID requestId, String what, UUID id, String code) {
        try {
            return CurrencyUnit.of(code);
        } catch (IllegalCurrencyException unknown) {
            throw new UnknownCurrencyException(requestId, what, id, code);
        }
    }

    /**
     * An amount.
     *
     * @throws UnknownCurrencyException if Joda-Money does not know its currency
     */
    static Money money(String what, UUID id, String code, long minorUnits) {
        return Money.ofMinor(currency(null, what, id, code), minorUnits);
    }

    /** Whether an amount is just this. */
    static boolean isSame(Money amount, String code, long minorUnits) {
        return amount.getCurrencyUnit().getCode().equals(code) && amount.getAmountMinorLong() == minorUnits;
    }

    /** An amount in words, whatever its currency. */
    static String text(String code, long minorUnits) {
        try {
            return Money.ofMinor(CurrencyUnit.of(code), minorUnits).toString();
        } catch (IllegalCurrencyException unknown) {
            return code + " " + minorUnits + " minor units";
        }
    }
}
