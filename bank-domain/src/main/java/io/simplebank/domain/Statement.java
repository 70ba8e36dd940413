package io.simplebank.domain;

import java.io.Serializable;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * What happened on an account in a period: how it stood at the beginning, every line, and how it stood at the end.
 * Immutable, and safe to share between threads. It holds all of its lines in memory.
 *
 * <p>Balances and totals are there as {@link Money} too, where Joda-Money knows the currency.
 *
 * @param accountId the account
 * @param from the beginning of the period, which belongs to it
 * @param to the end of the period, which does not belong to it: the statements of periods that adjoin have no line in
 *     common, and miss none
 * @param currencyCode the code of the account's currency
 * @param openingBalanceMinor the balance before the first line, in minor units
 * @param entries the account's lines that were booked in the period, in order of position without a gap
 * @param closingBalanceMinor the balance after the last line, in minor units
 * @param totalDebitsMinor what left the account, zero or above, in minor units; perhaps more than 64 bits of them
 * @param totalCreditsMinor what reached the account, zero or above, in minor units; perhaps more than 64 bits of them
 */
public record Statement(
        UUID accountId,
        Instant from,
        Instant to,
        String currencyCode,
        long openingBalanceMinor,
        List<Entry> entries,
        long closingBalanceMinor,
        BigInteger totalDebitsMinor,
        BigInteger totalCreditsMinor)
        implements Serializable {

    /**
     * Checks that the statement adds up, line by line and as a whole.
     *
     * @param accountId any
     * @param from any
     * @param to not before {@code from}
     * @param currencyCode that of all entries
     * @param openingBalanceMinor any
     * @param entries the account's, booked within the period, each continuing the balance and position before it; copied
     * @param closingBalanceMinor the opening balance plus the credits minus the debits
     * @param totalDebitsMinor minus the sum of the entries below zero
     * @param totalCreditsMinor the sum of the entries above zero
     * @throws IllegalArgumentException naming what is wrong
     */
    public Statement {
        Arguments.notNull("accountId", accountId);
        Arguments.notNull("currencyCode", currencyCode);
        Arguments.notNull("totalDebits", totalDebitsMinor);
        Arguments.notNull("totalCredits", totalCreditsMinor);
        if (Arguments.notNull("from", from).isAfter(Arguments.notNull("to", to))) {
            throw new IllegalArgumentException("from must not be after to, but " + from + " is after " + to);
        }
        entries = Arguments.copyOf("entries", entries);
        requireLines(accountId, from, to, currencyCode, openingBalanceMinor, entries);
        require("totalDebits", totalDebitsMinor, sum(entries, -1), currencyCode);
        require("totalCredits", totalCreditsMinor, sum(entries, 1), currencyCode);
        require(
                "closingBalance",
                BigInteger.valueOf(closingBalanceMinor),
                BigInteger.valueOf(openingBalanceMinor).add(totalCreditsMinor).subtract(totalDebitsMinor),
                currencyCode);
    }

    /**
     * The same with amounts of a currency that Joda-Money knows.
     *
     * @param accountId the account
     * @param from the beginning of the period
     * @param to the end of the period, not before {@code from}
     * @param openingBalance the balance before the first line
     * @param entries the account's lines in the period
     * @param closingBalance the balance after the last line
     * @param totalDebits what left the account
     * @param totalCredits what reached the account
     * @throws IllegalArgumentException if it does not add up, or a balance does not fit into 64 bits of minor units
     */
    public Statement(
            UUID accountId,
            Instant from,
            Instant to,
            Money openingBalance,
            List<Entry> entries,
            Money closingBalance,
            Money totalDebits,
            Money totalCredits) {
        this(
                accountId,
                from,
                to,
                Arguments.notNull("openingBalance", openingBalance)
                        .getCurrencyUnit()
                        .getCode(),
                Arguments.minorUnits("openingBalance", openingBalance),
                entries,
                Arguments.minorUnits("closingBalance", ofOne(openingBalance, "closingBalance", closingBalance)),
                exact(ofOne(openingBalance, "totalDebits", totalDebits)),
                exact(ofOne(openingBalance, "totalCredits", totalCredits)));
    }

    /**
     * A statement whose totals are those of its lines.
     *
     * @param accountId the account
     * @param from the beginning of the period
     * @param to the end of the period, not before {@code from}
     * @param openingBalance the balance before the first line
     * @param entries the account's lines in the period
     * @param closingBalance the balance after the last line
     * @return the statement
     * @throws IllegalArgumentException if it does not add up, or a balance does not fit into 64 bits of minor units
     */
    public static Statement of(
            UUID accountId, Instant from, Instant to, Money openingBalance, List<Entry> entries, Money closingBalance) {
        String currencyCode = Arguments.notNull("openingBalance", openingBalance)
                .getCurrencyUnit()
                .getCode();
        long opening = Arguments.minorUnits("openingBalance", openingBalance);
        long closing = Arguments.minorUnits("closingBalance", ofOne(openingBalance, "closingBalance", closingBalance));
        return of(accountId, from, to, currencyCode, opening, entries, closing);
    }

    /**
     * A statement in minor units, whatever the currency, whose totals are those of its lines.
     *
     * @param accountId the account
     * @param from the beginning of the period
     * @param to the end of the period, not before {@code from}
     * @param currencyCode the code of the account's currency
     * @param openingBalanceMinor the balance before the first line
     * @param entries the account's lines in the period
     * @param closingBalanceMinor the balance after the last line
     * @return the statement
     * @throws IllegalArgumentException if it does not add up
     */
    public static Statement of(
            UUID accountId,
            Instant from,
            Instant to,
            String currencyCode,
            long openingBalanceMinor,
            List<Entry> entries,
            long closingBalanceMinor) {
        List<Entry> lines = Arguments.copyOf("entries", entries);
        return new Statement(
                accountId,
                from,
                to,
                currencyCode,
                openingBalanceMinor,
                lines,
                closingBalanceMinor,
                sum(lines, -1),
                sum(lines, 1));
    }

    /**
     * The balance before the first line.
     *
     * @return the balance
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     */
    public Money openingBalance() {
        return money(BigInteger.valueOf(openingBalanceMinor));
    }

    /**
     * The balance after the last line.
     *
     * @return the balance
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     */
    public Money closingBalance() {
        return money(BigInteger.valueOf(closingBalanceMinor));
    }

    /**
     * What left the account.
     *
     * @return zero or above
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     */
    public Money totalDebits() {
        return money(totalDebitsMinor);
    }

    /**
     * What reached the account.
     *
     * @return zero or above
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     */
    public Money totalCredits() {
        return money(totalCreditsMinor);
    }

    private Money money(BigInteger minorUnits) {
        CurrencyUnit currency = Amounts.currency(null, "account", accountId, currencyCode, null);
        return Money.of(currency, new BigDecimal(minorUnits, currency.getDecimalPlaces()));
    }

    /** Sums, which may exceed 64 bits of minor units though no balance ever does: of the debits, or of the credits. */
    private static BigInteger sum(List<Entry> entries, int sign) {
        BigInteger sum = BigInteger.ZERO;
        for (Entry entry : entries) {
            if (Long.signum(entry.getAmountMinor()) == sign) {
                sum = sum.add(BigInteger.valueOf(entry.getAmountMinor()).abs());
            }
        }
        return sum;
    }

    private static Money ofOne(Money other, String name, Money amount) {
        if (!Arguments.notNull(name, amount).isSameCurrency(other)) {
            throw new IllegalArgumentException(name + " must be in " + other.getCurrencyUnit() + ", but is " + amount);
        }
        return amount;
    }

    private static BigInteger exact(Money amount) {
        return amount.getAmount().unscaledValue();
    }

    private static void requireLines(
            UUID accountId, Instant from, Instant to, String currencyCode, long opening, List<Entry> entries) {
        BigInteger balance = BigInteger.valueOf(opening);
        long position = entries.isEmpty() ? 0 : entries.get(0).getPosition();
        for (Entry entry : entries) {
            balance = balance.add(BigInteger.valueOf(entry.getAmountMinor()));
            if (!entry.getAccountId().equals(accountId)
                    || entry.getPosition() != position++
                    || !entry.getCurrencyCode().equals(currencyCode)
                    || !BigInteger.valueOf(entry.getBalanceMinor()).equals(balance)) {
                throw new IllegalArgumentException(entry + " does not continue the history of account " + accountId);
            }
            if (entry.getBookedAt().isBefore(from) || !entry.getBookedAt().isBefore(to)) {
                throw new IllegalArgumentException(entry + " was booked at " + entry.getBookedAt()
                        + ", which is not within the period from " + from + " to " + to);
            }
        }
    }

    private static void require(String name, BigInteger actual, BigInteger expected, String currencyCode) {
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException(
                    name + " must be " + expected + " minor units of " + currencyCode + ", but is " + actual);
        }
    }
}
