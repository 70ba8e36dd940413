package io.simplebank.domain;

import io.simplebank.domain.TransferRequest.Extent;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import jakarta.persistence.Version;
import java.io.Serial;
import java.io.Serializable;
import java.math.BigInteger;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A place where an owner's money of one currency stands: a balance, and the number of entries that led to it.
 *
 * <p>The balance changes by {@link Transfer#post posting} only. Balance minus held is <i>available</i>; no debit may
 * take it below the minimum balance, where there is one. Not thread-safe.
 */
@Entity(name = "SimpleBankAccount")
@Cacheable(false)
@Table(schema = "bank", name = "accounts")
public class Account implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Id
    @Convert(disableConversion = true)
    @Column(name = "id", nullable = false, updatable = false)
    private UUID id;

    @Convert(disableConversion = true)
    @Column(name = "owner", nullable = false, updatable = false, columnDefinition = "text")
    private String owner;

    @Convert(disableConversion = true)
    @Column(name = "currency", nullable = false, updatable = false, columnDefinition = "text")
    private String currency;

    @Convert(disableConversion = true)
    @Column(name = "balance", nullable = false)
    private long balance;

    @Convert(disableConversion = true)
    @Column(name = "held", nullable = false)
    private long held;

    @Convert(disableConversion = true)
    @Column(name = "minimum_balance")
    private @Nullable Long minimumBalance;

    @Convert(disableConversion = true)
    @Column(name = "maximum_balance")
    private @Nullable Long maximumBalance;

    @Enumerated(EnumType.STRING)
    @Column(name = "status", nullable = false, columnDefinition = "text")
    private AccountStatus status;

    @Convert(disableConversion = true)
    @Column(name = "position", nullable = false)
    private long position;

    @Version
    @Convert(disableConversion = true)
    @Column(name = "version", nullable = false)
    private long version;

    @Convert(disableConversion = true)
    @Column(name = "opened_at", nullable = false, updatable = false)
    private Instant openedAt;

    @Convert(disableConversion = true)
    @Column(name = "last_booked_at")
    private @Nullable Instant lastBookedAt;

    /** How many the ledger counts the currency with; {@code null} where it was not asked, as when Hibernate has loaded this. */
    @Transient
    private @Nullable Integer decimalPlaces;

    /** For Jakarta Persistence only. */
    protected Account() {}

    private Account(
            UUID id,
            String owner,
            String currency,
            @Nullable Long minimumBalance,
            @Nullable Long maximumBalance,
            AccountStatus status,
            Instant openedAt) {
        this.id = id;
        this.owner = owner;
        this.currency = currency;
        this.minimumBalance = minimumBalance;
        this.maximumBalance = maximumBalance;
        this.status = status;
        this.openedAt = openedAt;
    }

    /**
     * A new, empty, open account as a request describes it. Storing it is another's task.
     *
     * @param request what is asked for
     * @param now what the clock says; kept to the microsecond
     * @return the account, outside any persistence context
     */
    public static Account open(OpenAccount request, Instant now) {
        Arguments.notNull("request", request);
        return new Account(
                request.id(),
                request.owner(),
                request.currency().getCode(),
                minorUnits(request.minimumBalance()),
                minorUnits(request.maximumBalance()),
                AccountStatus.OPEN,
                Instants.toMicros(now));
    }

    private static @Nullable Long minorUnits(@Nullable Money limit) {
        return limit == null ? null : limit.getAmountMinorLong();
    }

    /**
     * An account as its row says, outside any persistence context: what a posting under a lock works on, because an
     * entity in a caller's context may be stale.
     *
     * @param id the id
     * @param owner the owner
     * @param currency the currency's code
     * @param balance minor units
     * @param held minor units
     * @param minimumBalance minor units, {@code null} for none
     * @param maximumBalance minor units, {@code null} for none
     * @param status the status
     * @param position the last entry's
     * @param version the row's version
     * @param openedAt when it was opened
     * @param lastBookedAt when its last entry was booked, {@code null} if it has none
     * @return the account
     */
    public static Account restore(
            UUID id,
            String owner,
            String currency,
            long balance,
            long held,
            @Nullable Long minimumBalance,
            @Nullable Long maximumBalance,
            AccountStatus status,
            long position,
            long version,
            Instant openedAt,
            @Nullable Instant lastBookedAt) {
        Account account = new Account(
                Arguments.notNull("id", id),
                Arguments.notNull("owner", owner),
                Arguments.notNull("currency", currency),
                minimumBalance,
                maximumBalance,
                Arguments.notNull("status", status),
                Arguments.notNull("openedAt", openedAt));
        account.balance = balance;
        account.held = Arguments.notNegative("held", held);
        account.position = Arguments.notNegative("position", position);
        account.version = version;
        account.lastBookedAt = lastBookedAt;
        return account;
    }

    /**
     * A copy outside any persistence context, to try a series of postings on.
     *
     * @return the copy
     */
    public Account copy() {
        return copy(decimalPlaces);
    }

    /**
     * A copy that knows how many decimal places the ledger counts its currency with.
     *
     * @param decimalPlaces what {@code bank.currencies} says, {@code null} if it says nothing
     * @return the copy
     */
    public Account copy(@Nullable Integer decimalPlaces) {
        Account copy = restore(
                id,
                owner,
                currency,
                balance,
                held,
                minimumBalance,
                maximumBalance,
                status,
                position,
                version,
                openedAt,
                lastBookedAt);
        copy.decimalPlaces = decimalPlaces;
        return copy;
    }

    void debit(long minorUnits, Instant bookedAt) {
        balance = Math.subtractExact(balance, minorUnits);
        advance(bookedAt);
    }

    void credit(long minorUnits, Instant bookedAt) {
        balance = Math.addExact(balance, minorUnits);
        advance(bookedAt);
    }

    private void advance(Instant bookedAt) {
        position = Math.incrementExact(position);
        lastBookedAt = bookedAt;
    }

    /** Reserves what {@link #requireFunds} has found to be there; with a low minimum, that can be more than can be held. */
    void hold(UUID requestId, long minorUnits) {
        if (held > Long.MAX_VALUE - minorUnits) {
            throw new BalanceOverflowException(requestId, id, getBalance(), Money.ofMinor(getCurrency(), minorUnits));
        }
        held += minorUnits;
    }

    /** Sets free what was reserved. */
    void free(long minorUnits) {
        if (minorUnits > held) {
            throw new IllegalArgumentException(
                    "account " + id + " holds " + text(held) + ", but " + text(minorUnits) + " was to be set free");
        }
        held -= minorUnits;
    }

    void requireDebitsAllowed(UUID requestId) {
        if (!status.allowsDebits()) {
            throw new AccountNotOpenException(requestId, id, status);
        }
    }

    void requireCreditsAllowed(UUID requestId) {
        if (!status.allowsCredits()) {
            throw new AccountNotOpenException(requestId, id, status);
        }
    }

    /**
     * Refuses an amount that cannot be one of this account's.
     *
     * @param requestId the id of the request, {@code null} if the call has none
     * @param amount any
     * @throws WrongCurrencyException if it is in another currency
     * @throws UnknownCurrencyException if it is, and Joda-Money does not know the account's
     * @throws CurrencyMismatchException if the ledger counts the currency with other decimal places than the amount has
     */
    public void requireCurrency(@Nullable UUID requestId, Money amount) {
        Arguments.notNull("amount", amount);
        if (!currency.equals(amount.getCurrencyUnit().getCode())) {
            throw new WrongCurrencyException(
                    requestId,
                    id,
                    Amounts.currency(requestId, "account", id, currency, null),
                    amount.getCurrencyUnit());
        }
        Amounts.requireSame(requestId, "account", id, decimalPlaces, amount.getCurrencyUnit());
    }

    void requireLeastBalance(UUID requestId, Money least) {
        requireCurrency(requestId, least);
        if (getAvailable().isLessThan(least)) {
            throw new LeastBalanceException(requestId, id, getAvailable(), least);
        }
    }

    /** What of the amount is there to be moved or held: all of it, or where the extent allows, as much as there is. */
    long requireFunds(UUID requestId, Money amount, Extent extent) {
        long requested = amount.getAmountMinorLong();
        Long minimum = minimumBalance;
        if (minimum == null) {
            // What remains available must still be a number of 64 bits.
            try {
                Math.subtractExact(Math.subtractExact(balance, held), requested);
                return requested;
            } catch (ArithmeticException outOfRange) {
                throw new BalanceOverflowException(requestId, id, getBalance(), amount);
            }
        }
        long spendable = above(minimum);
        if (spendable >= requested) {
            return requested;
        }
        if (extent == Extent.UP_TO && spendable > 0) {
            return spendable;
        }
        throw new InsufficientFundsException(
                requestId, id, getAvailable(), amount, Money.ofMinor(getCurrency(), minimum));
    }

    /** How far what is available is above a limit; more than 64 bits of it are as good as all of them. */
    private long above(long limit) {
        try {
            return Math.subtractExact(Math.subtractExact(balance, held), limit);
        } catch (ArithmeticException outOfRange) {
            BigInteger exact = BigInteger.valueOf(balance)
                    .subtract(BigInteger.valueOf(held))
                    .subtract(BigInteger.valueOf(limit));
            return exact.signum() < 0 ? Long.MIN_VALUE : Long.MAX_VALUE;
        }
    }

    void requireRoom(UUID requestId, Money amount) {
        long requested = amount.getAmountMinorLong();
        Long maximum = maximumBalance;
        // A maximum may be far below zero: then it has no room for the amount, whatever the balance is.
        if (maximum != null && (maximum < Long.MIN_VALUE + requested || balance > maximum - requested)) {
            throw new MaximumBalanceException(
                    requestId, id, getBalance(), amount, Money.ofMinor(getCurrency(), maximum));
        }
        if (balance > Long.MAX_VALUE - requested) {
            throw new BalanceOverflowException(requestId, id, getBalance(), amount);
        }
    }

    Instant noEarlier(Instant instant) {
        return lastBookedAt == null || lastBookedAt.isBefore(instant) ? instant : lastBookedAt;
    }

    /**
     * The id, which is the idempotency key of its opening too.
     *
     * @return the account's id
     */
    public UUID getId() {
        return id;
    }

    /**
     * Whom the account belongs to.
     *
     * @return 1 to 255 characters
     */
    public String getOwner() {
        return owner;
    }

    /**
     * The only currency that the account holds.
     *
     * @return the currency
     * @throws UnknownCurrencyException if Joda-Money does not know it
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public CurrencyUnit getCurrency() {
        return Amounts.currency(null, "account", id, currency, decimalPlaces);
    }

    /**
     * The code of the only currency that the account holds, whether Joda-Money knows it or not.
     *
     * @return three letters
     */
    public String getCurrencyCode() {
        return currency;
    }

    /**
     * How many decimal places the ledger counts the currency with: what the minor units are.
     *
     * @return 0 or more; {@code null} if the ledger has not said so yet, or this was not read through its services
     */
    public @Nullable Integer getDecimalPlaces() {
        return decimalPlaces;
    }

    /**
     * What stands on the account: the sum of its entries.
     *
     * @return the balance, which may be below zero where the minimum allows it
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getBalance() {
        return Money.ofMinor(getCurrency(), balance);
    }

    /**
     * The balance in minor units, whatever the currency.
     *
     * @return cents, say; below zero where the minimum allows it
     */
    public long getBalanceMinor() {
        return balance;
    }

    /**
     * What is reserved for later.
     *
     * @return zero or more
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getHeld() {
        return Money.ofMinor(getCurrency(), held);
    }

    /**
     * What is reserved for later, in minor units, whatever the currency.
     *
     * @return zero or more
     */
    public long getHeldMinor() {
        return held;
    }

    /**
     * Balance minus held.
     *
     * @return what may be spent, down to the minimum balance
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getAvailable() {
        return getBalance().minus(getHeld());
    }

    /**
     * What must remain available after every debit.
     *
     * @return the minimum, {@code null} if the account may go below any limit
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public @Nullable Money getMinimumBalance() {
        return minimumBalance == null ? null : Money.ofMinor(getCurrency(), minimumBalance);
    }

    /**
     * What must remain available after every debit, in minor units, whatever the currency.
     *
     * @return the minimum, {@code null} if the account may go below any limit
     */
    public @Nullable Long getMinimumBalanceMinor() {
        return minimumBalance;
    }

    /**
     * What the balance may reach.
     *
     * @return the maximum, {@code null} if there is none
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public @Nullable Money getMaximumBalance() {
        return maximumBalance == null ? null : Money.ofMinor(getCurrency(), maximumBalance);
    }

    /**
     * What the balance may reach, in minor units, whatever the currency.
     *
     * @return the maximum, {@code null} if there is none
     */
    public @Nullable Long getMaximumBalanceMinor() {
        return maximumBalance;
    }

    /**
     * Whether money may move.
     *
     * @return the status
     */
    public AccountStatus getStatus() {
        return status;
    }

    /**
     * The last entry's position, which is the number of entries.
     *
     * @return 0 for an account that never had one
     */
    public long getPosition() {
        return position;
    }

    /**
     * The row's version, which every change increments.
     *
     * @return 0 for an account that never changed
     */
    public long getVersion() {
        return version;
    }

    /**
     * When the account was opened.
     *
     * @return a time with microseconds
     */
    public Instant getOpenedAt() {
        return openedAt;
    }

    /**
     * When the last entry was booked.
     *
     * @return a time with microseconds, {@code null} if there is no entry
     */
    public @Nullable Instant getLastBookedAt() {
        return lastBookedAt;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Account that && Objects.equals(getId(), that.getId());
    }

    @Override
    public final int hashCode() {
        return Objects.hashCode(getId());
    }

    @Override
    public String toString() {
        return "Account " + id + ": " + text(balance) + ", " + status;
    }

    private String text(long minorUnits) {
        return Amounts.text(currency, decimalPlaces, minorUnits);
    }
}
