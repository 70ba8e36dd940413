package io.simplebank.domain;

import io.simplebank.domain.TransferRequest.Extent;
import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
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
 * An immutable record that an amount of one currency moved from one account to another. Safe to share between threads.
 *
 * <p>A mistake is never edited: it is mended by a transfer of its own, which carries {@link #getReversesId()}.
 */
@Entity(name = "SimpleBankTransfer")
@Cacheable(false)
@Table(schema = "bank", name = "transfers")
public class Transfer implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    @Id
    @Convert(disableConversion = true)
    @Column(name = "id", nullable = false, updatable = false)
    private UUID id;

    @Convert(disableConversion = true)
    @Column(name = "from_account_id", nullable = false, updatable = false)
    private UUID fromAccountId;

    @Convert(disableConversion = true)
    @Column(name = "to_account_id", nullable = false, updatable = false)
    private UUID toAccountId;

    @Convert(disableConversion = true)
    @Column(name = "amount", nullable = false, updatable = false)
    private long amount;

    @Convert(disableConversion = true)
    @Column(name = "currency", nullable = false, updatable = false, columnDefinition = "text")
    private String currency;

    @Convert(disableConversion = true)
    @Column(name = "reference", updatable = false, columnDefinition = "text")
    private @Nullable String reference;

    @Convert(disableConversion = true)
    @Column(name = "reverses_id", updatable = false)
    private @Nullable UUID reversesId;

    @Convert(disableConversion = true)
    @Column(name = "booked_at", nullable = false, updatable = false)
    private Instant bookedAt;

    /** How many the ledger counts the currency with; {@code null} where it was not asked, as when Hibernate has loaded this. */
    @Transient
    private @Nullable Integer decimalPlaces;

    /** For Jakarta Persistence only. */
    protected Transfer() {}

    private Transfer(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            String currency,
            long amount,
            @Nullable String reference,
            @Nullable UUID reversesId,
            Instant bookedAt) {
        this.id = id;
        this.fromAccountId = fromAccountId;
        this.toAccountId = toAccountId;
        this.amount = amount;
        this.currency = currency;
        this.reference = reference;
        this.reversesId = reversesId;
        this.bookedAt = bookedAt;
    }

    /**
     * A transfer as its row says, outside any persistence context.
     *
     * @param id the transfer's id
     * @param fromAccountId the account that was debited
     * @param toAccountId the account that was credited
     * @param amount what moved
     * @param reference free text, {@code null} if there is none
     * @param reversesId the transfer that it takes back, {@code null} if it is no reversal
     * @param bookedAt when it was booked
     * @return the transfer
     * @throws IllegalArgumentException if an argument is {@code null} that must not be, or the amount is not above zero or
     *     beyond 64 bits
     */
    public static Transfer restore(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            Money amount,
            @Nullable String reference,
            @Nullable UUID reversesId,
            Instant bookedAt) {
        Arguments.positive("amount", amount);
        return restore(
                id,
                fromAccountId,
                toAccountId,
                amount.getCurrencyUnit().getCode(),
                amount.getAmountMinorLong(),
                reference,
                reversesId,
                bookedAt);
    }

    /**
     * A transfer as its row says, outside any persistence context, whether Joda-Money knows its currency or not.
     *
     * @param id the transfer's id
     * @param fromAccountId the account that was debited
     * @param toAccountId the account that was credited
     * @param currency the currency's code
     * @param amount minor units
     * @param reference free text, {@code null} if there is none
     * @param reversesId the transfer that it takes back, {@code null} if it is no reversal
     * @param bookedAt when it was booked
     * @return the transfer
     * @throws IllegalArgumentException if an argument is {@code null} that must not be, or the amount is not above zero
     */
    public static Transfer restore(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            String currency,
            long amount,
            @Nullable String reference,
            @Nullable UUID reversesId,
            Instant bookedAt) {
        return restore(id, fromAccountId, toAccountId, currency, null, amount, reference, reversesId, bookedAt);
    }

    /**
     * A transfer as its row says, in a currency that the ledger says how to count.
     *
     * @param id the transfer's id
     * @param fromAccountId the account that was debited
     * @param toAccountId the account that was credited
     * @param currency the currency's code
     * @param decimalPlaces how many decimal places its minor units are, {@code null} if the ledger does not say
     * @param amount minor units
     * @param reference free text, {@code null} if there is none
     * @param reversesId the transfer that it takes back, {@code null} if it is no reversal
     * @param bookedAt when it was booked
     * @return the transfer
     * @throws IllegalArgumentException if an argument is {@code null} that must not be, or the amount is not above zero
     */
    public static Transfer restore(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            String currency,
            @Nullable Integer decimalPlaces,
            long amount,
            @Nullable String reference,
            @Nullable UUID reversesId,
            Instant bookedAt) {
        Transfer transfer = new Transfer(
                Arguments.notNull("id", id),
                Arguments.notNull("fromAccountId", fromAccountId),
                Arguments.notNull("toAccountId", toAccountId),
                Arguments.notNull("currency", currency),
                Arguments.positive("amount", amount),
                reference,
                reversesId,
                Arguments.notNull("bookedAt", bookedAt));
        transfer.decimalPlaces = decimalPlaces;
        return transfer;
    }

    /**
     * Posts a transfer: debits the one account, credits the other, and records both.
     *
     * <p>The booking time is the latest of {@code now} and the last booking on either account, so that on every account
     * time follows position. Whoever stores the posting must hold the locks of both accounts. A refusal leaves both
     * accounts as they were.
     *
     * @param request what is asked for
     * @param from the account to debit, as it is under its lock
     * @param to the account to credit, as it is under its lock
     * @param now what the clock says; kept to the microsecond, as PostgreSQL does
     * @return the transfer and its two entries
     * @throws AccountNotOpenException if money may not leave the one account or enter the other
     * @throws WrongCurrencyException if either account holds another currency than the amount's
     * @throws CurrencyMismatchException if the ledger counts it with other decimal places than the amount has
     * @throws LeastBalanceException if the account that the request demands a least balance of has less
     * @throws InsufficientFundsException if less than the minimum balance would remain available
     * @throws MaximumBalanceException if the balance would exceed the credited account's maximum
     * @throws BalanceOverflowException if a balance would leave the range of 64 bits
     * @throws IllegalArgumentException if the accounts are not the ones that the request names, or it demands a least
     *     balance of a third one
     */
    public static Posting post(TransferRequest request, Account from, Account to, Instant now) {
        requireNamed("from", Arguments.notNull("request", request).fromAccountId(), from);
        requireNamed("to", request.toAccountId(), to);
        return post(request, from, to, watched(request, from, to), now);
    }

    /** The account of which a least balance is demanded, where it is one of the two. */
    private static @Nullable Account watched(TransferRequest request, Account from, Account to) {
        if (request.leastBalance() == null) {
            return null;
        }
        return request.leastBalance().accountId().equals(to.getId()) ? to : from;
    }

    /**
     * Posts a transfer that may demand a least balance of any account.
     *
     * @param request what is asked for
     * @param from the account to debit, as it is under its lock
     * @param to the account to credit, as it is under its lock
     * @param watched the account of which the request demands a least balance, as it is under its lock; {@code null} if
     *     it demands none
     * @param now what the clock says; kept to the microsecond, as PostgreSQL does
     * @return the transfer and its two entries
     * @throws BankException as {@link #post(TransferRequest, Account, Account, Instant)}
     * @throws IllegalArgumentException if the accounts are not the ones that the request names
     */
    public static Posting post(
            TransferRequest request, Account from, Account to, @Nullable Account watched, Instant now) {
        long moved = funds(request, from, to, watched);
        Money amount = Money.ofMinor(request.amount().getCurrencyUnit(), moved);
        to.requireRoom(request.id(), amount);
        return post(request.id(), from, to, amount, request.reference(), null, now);
    }

    /** What of the request's amount can leave the one account for the other, which must let it pass. */
    static long funds(TransferRequest request, Account from, Account to, @Nullable Account watched) {
        requireNamed("from", Arguments.notNull("request", request).fromAccountId(), from);
        requireNamed("to", request.toAccountId(), to);
        from.requireDebitsAllowed(request.id());
        to.requireCreditsAllowed(request.id());
        from.requireCurrency(request.id(), request.amount());
        to.requireCurrency(request.id(), request.amount());
        TransferRequest.LeastBalance least = request.leastBalance();
        if (least != null) {
            if (watched == null || !watched.getId().equals(least.accountId())) {
                throw new IllegalArgumentException("the request demands a least balance of account " + least.accountId()
                        + ", which was not given");
            }
            watched.requireLeastBalance(request.id(), least.balance());
        }
        return from.requireFunds(request.id(), request.amount(), request.extent());
    }

    /**
     * Posts a reversal: the opposite of a transfer, in full or in part, as a transfer of its own that carries
     * {@link #getReversesId()}. Whoever stores the posting must hold the locks of both accounts.
     *
     * @param id the reversal's id
     * @param part what is to go back, above zero, in the transfer's currency
     * @param reversed what went back before
     * @param from the account to debit, which this transfer has credited
     * @param to the account to credit, which this transfer has debited
     * @param now what the clock says; kept to the microsecond, as PostgreSQL does
     * @return the reversal and its two entries
     * @throws AccountNotOpenException if money may not leave the one account or enter the other
     * @throws WrongCurrencyException if the part is in another currency
     * @throws AlreadyReversedException if less than the part is left to reverse; of a reversal, nothing is
     * @throws InsufficientFundsException if less than the minimum balance would remain available
     * @throws MaximumBalanceException if the balance would exceed the credited account's maximum
     * @throws BalanceOverflowException if a balance would leave the range of 64 bits
     * @throws IllegalArgumentException if the part is not above zero, or the accounts are not this transfer's
     */
    public Posting reverse(UUID id, Money part, Money reversed, Account from, Account to, Instant now) {
        Arguments.notNull("id", id);
        Arguments.positive("part", part);
        Arguments.notNull("reversed", reversed);
        requireNamed("from", toAccountId, from);
        requireNamed("to", fromAccountId, to);
        from.requireDebitsAllowed(id);
        to.requireCreditsAllowed(id);
        from.requireCurrency(id, part);
        long remaining = reversesId == null ? amount - Arguments.minorUnits("reversed", reversed) : 0;
        if (part.getAmountMinorLong() > remaining) {
            throw new AlreadyReversedException(id, this.id, Money.ofMinor(part.getCurrencyUnit(), remaining), part);
        }
        from.requireFunds(id, part, Extent.EXACT);
        to.requireRoom(id, part);
        return post(id, from, to, part, null, this.id, now);
    }

    /** Writes down what has been checked. */
    static Posting post(
            UUID id,
            Account from,
            Account to,
            Money amount,
            @Nullable String reference,
            @Nullable UUID reversesId,
            Instant now) {
        Instant bookedAt = from.noEarlier(to.noEarlier(Instants.toMicros(now)));
        Transfer transfer = new Transfer(
                id,
                from.getId(),
                to.getId(),
                amount.getCurrencyUnit().getCode(),
                amount.getAmountMinorLong(),
                reference,
                reversesId,
                bookedAt);
        transfer.decimalPlaces = from.getDecimalPlaces();
        from.debit(transfer.amount, bookedAt);
        to.credit(transfer.amount, bookedAt);
        return new Posting(
                transfer, new Entry(from, transfer, -transfer.amount), new Entry(to, transfer, transfer.amount));
    }

    static void requireNamed(String side, UUID named, Account account) {
        Arguments.notNull(side, account);
        if (!named.equals(account.getId())) {
            throw new IllegalArgumentException(
                    "the request's " + side + " account is " + named + ", but " + account.getId() + " was given");
        }
    }

    /**
     * Compares the stored content with a request that carries the same id.
     *
     * @param request the request that may be a replay
     * @return the name of the first field that differs, or {@code null} if the request asks for just this transfer
     * @throws CurrencyMismatchException if the amount has other decimal places than the ledger counts its currency with
     */
    public @Nullable String differenceTo(TransferRequest request) {
        Arguments.notNull("request", request);
        if (reversesId != null) {
            return "reversesId";
        }
        requireSame(request.id(), request.amount());
        return Replay.difference(request, fromAccountId, toAccountId, currency, amount, reference);
    }

    /**
     * Compares the stored content with a reversal that carries the same id.
     *
     * @param transferId the transfer that it reverses
     * @param part what goes back
     * @return the name of the first field that differs, or {@code null} if the call asks for just this reversal
     * @throws CurrencyMismatchException if the part has other decimal places than the ledger counts its currency with
     */
    public @Nullable String differenceToReversal(UUID transferId, Money part) {
        if (!Arguments.notNull("transferId", transferId).equals(reversesId)) {
            return "reversesId";
        }
        requireSame(id, part);
        return Amounts.isSame(part, currency, amount) ? null : "amount";
    }

    /** An amount of other decimal places is not the same, however many minor units it is. */
    private void requireSame(UUID requestId, Money requested) {
        if (requested.getCurrencyUnit().getCode().equals(currency)) {
            Amounts.requireSame(requestId, "transfer", id, decimalPlaces, requested.getCurrencyUnit());
        }
    }

    /**
     * The id, which is the idempotency key too.
     *
     * @return the transfer's id
     */
    public UUID getId() {
        return id;
    }

    /**
     * The account that was debited.
     *
     * @return the account's id
     */
    public UUID getFromAccountId() {
        return fromAccountId;
    }

    /**
     * The account that was credited.
     *
     * @return the account's id
     */
    public UUID getToAccountId() {
        return toAccountId;
    }

    /**
     * What moved.
     *
     * @return an amount above zero
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getAmount() {
        return Amounts.money("transfer", id, currency, decimalPlaces, amount);
    }

    /**
     * What moved, in minor units, whatever the currency.
     *
     * @return above zero
     */
    public long getAmountMinor() {
        return amount;
    }

    /**
     * The code of the amount's currency, whether Joda-Money knows it or not.
     *
     * @return three letters
     */
    public String getCurrencyCode() {
        return currency;
    }

    /**
     * Free text that came with the request.
     *
     * @return at most 255 characters, {@code null} if there was none or it was blanked
     */
    public @Nullable String getReference() {
        return reference;
    }

    /**
     * The transfer that this one takes back.
     *
     * @return that transfer's id, {@code null} if this is no reversal
     */
    public @Nullable UUID getReversesId() {
        return reversesId;
    }

    /**
     * When the transfer was booked.
     *
     * @return a time with microseconds, on neither account before the entry that precedes it
     */
    public Instant getBookedAt() {
        return bookedAt;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Transfer that && Objects.equals(getId(), that.getId());
    }

    @Override
    public final int hashCode() {
        return Objects.hashCode(getId());
    }

    @Override
    public String toString() {
        return "Transfer " + id + ": " + Amounts.text(currency, decimalPlaces, amount) + " from " + fromAccountId
                + " to " + toAccountId;
    }
}
