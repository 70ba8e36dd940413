package io.simplebank.domain;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serial;
import java.io.Serializable;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * One line of an account's history: what a transfer added to it or took from it. Immutable, and safe to share between
 * threads.
 *
 * <p>Entries are numbered 1, 2, 3 … on each account without a gap, and each carries the balance after it. Account and
 * position are the identity, so that two writers can never both post position 17.
 */
@Entity(name = "SimpleBankEntry")
@Cacheable(false)
@Table(schema = "bank", name = "entries")
@IdClass(Entry.Key.class)
public class Entry implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Id
    @Convert(disableConversion = true)
    @Column(name = "account_id", nullable = false, updatable = false)
    private UUID accountId;

    @Id
    @Convert(disableConversion = true)
    @Column(name = "position", nullable = false, updatable = false)
    private long position;

    @Convert(disableConversion = true)
    @Column(name = "transfer_id", nullable = false, updatable = false)
    private UUID transferId;

    @Convert(disableConversion = true)
    @Column(name = "currency", nullable = false, updatable = false, columnDefinition = "text")
    private String currency;

    @Convert(disableConversion = true)
    @Column(name = "amount", nullable = false, updatable = false)
    private long amount;

    @Convert(disableConversion = true)
    @Column(name = "balance", nullable = false, updatable = false)
    private long balance;

    @Convert(disableConversion = true)
    @Column(name = "booked_at", nullable = false, updatable = false)
    private Instant bookedAt;

    /** How many the ledger counts the currency with; {@code null} where it was not asked, as when Hibernate has loaded this. */
    @Transient
    private @Nullable Integer decimalPlaces;

    /** For Jakarta Persistence only. */
    protected Entry() {}

    Entry(Account account, Transfer transfer, long amount) {
        this.accountId = account.getId();
        this.position = account.getPosition();
        this.transferId = transfer.getId();
        this.currency = account.getCurrencyCode();
        this.decimalPlaces = account.getDecimalPlaces();
        this.amount = amount;
        this.balance = account.getBalanceMinor();
        this.bookedAt = transfer.getBookedAt();
    }

    /**
     * An entry as its row says, outside any persistence context.
     *
     * @param accountId the account
     * @param position the line's number, from 1
     * @param transferId the transfer that left it
     * @param currency the currency's code
     * @param amount minor units, above zero for a credit, below zero for a debit
     * @param balance minor units after this line
     * @param bookedAt when the transfer was booked
     * @return the entry
     */
    public static Entry restore(
            UUID accountId,
            long position,
            UUID transferId,
            String currency,
            long amount,
            long balance,
            Instant bookedAt) {
        return restore(accountId, position, transferId, currency, null, amount, balance, bookedAt);
    }

    /**
     * An entry as its row says, in a currency that the ledger says how to count.
     *
     * @param accountId the account
     * @param position the line's number, from 1
     * @param transferId the transfer that left it
     * @param currency the currency's code
     * @param decimalPlaces how many decimal places its minor units are, {@code null} if the ledger does not say
     * @param amount minor units, above zero for a credit, below zero for a debit
     * @param balance minor units after this line
     * @param bookedAt when the transfer was booked
     * @return the entry
     */
    public static Entry restore(
            UUID accountId,
            long position,
            UUID transferId,
            String currency,
            @Nullable Integer decimalPlaces,
            long amount,
            long balance,
            Instant bookedAt) {
        Entry entry = new Entry();
        entry.accountId = Arguments.notNull("accountId", accountId);
        entry.position = position;
        entry.transferId = Arguments.notNull("transferId", transferId);
        entry.currency = Arguments.notNull("currency", currency);
        entry.decimalPlaces = decimalPlaces;
        entry.amount = amount;
        entry.balance = balance;
        entry.bookedAt = Arguments.notNull("bookedAt", bookedAt);
        return entry;
    }

    /**
     * The account whose history this line belongs to.
     *
     * @return the account's id
     */
    public UUID getAccountId() {
        return accountId;
    }

    /**
     * The line's number in its account's history.
     *
     * @return 1 for the first, then without a gap
     */
    public long getPosition() {
        return position;
    }

    /**
     * The transfer that left this line.
     *
     * @return the transfer's id
     */
    public UUID getTransferId() {
        return transferId;
    }

    /**
     * What was added.
     *
     * @return above zero for a credit, below zero for a debit
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getAmount() {
        return Amounts.money("account", accountId, currency, decimalPlaces, amount);
    }

    /**
     * What was added, in minor units, whatever the currency.
     *
     * @return above zero for a credit, below zero for a debit
     */
    public long getAmountMinor() {
        return amount;
    }

    /**
     * The account's balance after this line.
     *
     * @return the running balance
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getBalance() {
        return Amounts.money("account", accountId, currency, decimalPlaces, balance);
    }

    /**
     * The account's balance after this line, in minor units, whatever the currency.
     *
     * @return the running balance
     */
    public long getBalanceMinor() {
        return balance;
    }

    /**
     * The code of the account's currency, whether Joda-Money knows it or not.
     *
     * @return three letters
     */
    public String getCurrencyCode() {
        return currency;
    }

    /**
     * When the transfer was booked: never before the line above.
     *
     * @return a time with microseconds
     */
    public Instant getBookedAt() {
        return bookedAt;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Entry that
                && getPosition() == that.getPosition()
                && Objects.equals(getAccountId(), that.getAccountId());
    }

    @Override
    public final int hashCode() {
        return Objects.hash(getAccountId(), getPosition());
    }

    @Override
    public String toString() {
        return "Entry " + position + " of account " + accountId + ": "
                + Amounts.text(currency, decimalPlaces, amount) + ", then "
                + Amounts.text(currency, decimalPlaces, balance);
    }

    /**
     * An entry's identity.
     *
     * @param accountId the account
     * @param position the line's number on it, from 1
     */
    public record Key(UUID accountId, long position) implements Serializable {}
}
