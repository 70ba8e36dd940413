package io.simplebank.domain;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.joda.money.Money;

/**
 * What happened on an account in a period: how it stood at the beginning, every line, and how it stood at the end.
 * Immutable, and safe to share between threads. It holds all of its lines in memory.
 *
 * @param accountId the account
 * @param from the beginning of the period, which belongs to it
 * @param to the end of the period, which does not belong to it: the statements of periods that adjoin have no line in
 *     common, and miss none
 * @param openingBalance the balance before the first line
 * @param entries the account's lines that were booked in the period, in order of position without a gap
 * @param closingBalance the balance after the last line
 * @param totalDebits what left the account, zero or above
 * @param totalCredits what reached the account, zero or above
 */
public record Statement(
        UUID accountId,
        Instant from,
        Instant to,
        Money openingBalance,
        List<Entry> entries,
        Money closingBalance,
        Money totalDebits,
        Money totalCredits) {

    /**
     * Checks that the statement adds up, line by line and as a whole.
     *
     * @param accountId any
     * @param from any
     * @param to not before {@code from}
     * @param openingBalance any
     * @param entries the account's, booked within the period, each continuing the balance and position before it; copied
     * @param closingBalance the opening balance plus the credits minus the debits
     * @param totalDebits minus the sum of the entries below zero
     * @param totalCredits the sum of the entries above zero
     * @throws IllegalArgumentException naming what is wrong
     */
    public Statement {
        Arguments.notNull("accountId", accountId);
        Arguments.notNull("openingBalance", openingBalance);
        Arguments.notNull("closingBalance", closingBalance);
        Arguments.notNull("totalDebits", totalDebits);
        Arguments.notNull("totalCredits", totalCredits);
        if (Arguments.notNull("from", from).isAfter(Arguments.notNull("to", to))) {
            throw new IllegalArgumentException("from must not be after to, but " + from + " is after " + to);
        }
        entries = Arguments.copyOf("entries", entries);
        requireLines(accountId, from, to, openingBalance, entries);
        Totals totals = Totals.of(openingBalance, entries);
        require("totalDebits", totalDebits, totals.debits());
        require("totalCredits", totalCredits, totals.credits());
        require(
                "closingBalance",
                closingBalance,
                openingBalance.plus(totalCredits).minus(totalDebits));
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
     * @throws IllegalArgumentException if it does not add up
     */
    public static Statement of(
            UUID accountId, Instant from, Instant to, Money openingBalance, List<Entry> entries, Money closingBalance) {
        List<Entry> lines = Arguments.copyOf("entries", entries);
        Totals totals = Totals.of(Arguments.notNull("openingBalance", openingBalance), lines);
        return new Statement(
                accountId, from, to, openingBalance, lines, closingBalance, totals.debits(), totals.credits());
    }

    /** Sums, which may exceed 64 bits of minor units though no balance ever does. */
    private record Totals(Money debits, Money credits) {

        static Totals of(Money openingBalance, List<Entry> entries) {
            Money debits = Money.zero(openingBalance.getCurrencyUnit());
            Money credits = debits;
            for (Entry entry : entries) {
                Money amount = entry.getAmount();
                if (amount.isNegative()) {
                    debits = debits.minus(amount);
                } else {
                    credits = credits.plus(amount);
                }
            }
            return new Totals(debits, credits);
        }
    }

    private static void requireLines(
            UUID accountId, Instant from, Instant to, Money openingBalance, List<Entry> entries) {
        Money balance = openingBalance;
        long position = entries.isEmpty() ? 0 : entries.get(0).getPosition();
        for (Entry entry : entries) {
            balance = balance.plus(entry.getAmount());
            if (!entry.getAccountId().equals(accountId)
                    || entry.getPosition() != position++
                    || !entry.getBalance().equals(balance)) {
                throw new IllegalArgumentException(entry + " does not continue the history of account " + accountId);
            }
            if (entry.getBookedAt().isBefore(from) || !entry.getBookedAt().isBefore(to)) {
                throw new IllegalArgumentException(entry + " was booked at " + entry.getBookedAt()
                        + ", which is not within the period from " + from + " to " + to);
            }
        }
    }

    private static void require(String name, Money actual, Money expected) {
        if (!actual.equals(expected)) {
            throw new IllegalArgumentException(name + " must be " + expected + ", but is " + actual);
        }
    }
}
