package io.simplebank.domain;

import jakarta.persistence.Cacheable;
import jakarta.persistence.Column;
import jakarta.persistence.Convert;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Transient;
import java.io.Serial;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Money that is reserved on an account for a transfer to come: what is available falls, the balance does not.
 *
 * <p>A hold ends once. {@link #capture Captured}, in full or in part, it becomes the transfer of the same id, and the rest
 * is free again; released or expired, all of it is. An instance never changes: what ends a hold returns the ended one.
 * Safe to share between threads.
 */
@Entity(name = "SimpleBankHold")
@Cacheable(false)
@Table(schema = "bank", name = "holds")
public class Hold implements Serializable {

    @Serial
    private static final long serialVersionUID = 1L;

    /** The longest time that a hold lives: 36,525 days, a hundred years. */
    public static final Duration LONGEST_TIME_TO_LIVE = Duration.ofDays(36_525);

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
    @Column(name = "captured", nullable = false, updatable = false)
    private long captured;

    @Convert(disableConversion = true)
    @Column(name = "currency", nullable = false, updatable = false, columnDefinition = "text")
    private String currency;

    @Convert(disableConversion = true)
    @Column(name = "reference", updatable = false, columnDefinition = "text")
    private @Nullable String reference;

    @Enumerated(EnumType.STRING)
    @Column(name = "status", nullable = false, updatable = false, columnDefinition = "text")
    private HoldStatus status;

    @Convert(disableConversion = true)
    @Column(name = "placed_at", nullable = false, updatable = false)
    private Instant placedAt;

    @Convert(disableConversion = true)
    @Column(name = "expires_at", nullable = false, updatable = false)
    private Instant expiresAt;

    @Convert(disableConversion = true)
    @Column(name = "ended_at", updatable = false)
    private @Nullable Instant endedAt;

    /** How many the ledger counts the currency with; {@code null} where it was not asked, as when Hibernate has loaded this. */
    @Transient
    private @Nullable Integer decimalPlaces;

    /** For Jakarta Persistence only. */
    protected Hold() {}

    private Hold(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            long amount,
            long captured,
            String currency,
            @Nullable String reference,
            HoldStatus status,
            Instant placedAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {
        this.id = id;
        this.fromAccountId = fromAccountId;
        this.toAccountId = toAccountId;
        this.amount = amount;
        this.captured = captured;
        this.currency = currency;
        this.reference = reference;
        this.status = status;
        this.placedAt = placedAt;
        this.expiresAt = expiresAt;
        this.endedAt = endedAt;
    }

    /**
     * A hold together with the posting that captured it.
     *
     * @param hold the hold, {@link HoldStatus#CAPTURED}
     * @param posting the transfer of the same id, with its entries
     */
    public record Capture(Hold hold, Posting posting) implements Serializable {}

    /**
     * Reserves money. Whoever stores the hold must have the locks of both accounts. A refusal leaves them as they were.
     *
     * @param request the transfer to come
     * @param from the account to reserve on, as it is under its lock
     * @param to the account that a capture will credit, as it is under its lock
     * @param watched the account of which the request demands a least balance, {@code null} if it demands none
     * @param timeToLive above zero, at most 36,525 days
     * @param now what the clock says; kept to the microsecond
     * @return the hold, pending
     * @throws AccountNotOpenException if money may not leave the one account or enter the other
     * @throws WrongCurrencyException if either account holds another currency than the amount's
     * @throws CurrencyMismatchException if the ledger counts it with other decimal places than the amount has
     * @throws LeastBalanceException if the account that the request demands a least balance of has less
     * @throws InsufficientFundsException if less than the minimum balance would remain available
     * @throws BalanceOverflowException if what is available or held would leave the range of 64 bits
     * @throws IllegalArgumentException if the accounts are not the ones that the request names, or a time is out of range
     */
    public static Hold place(
            TransferRequest request,
            Account from,
            Account to,
            @Nullable Account watched,
            Duration timeToLive,
            Instant now) {
        requireTimeToLive(timeToLive);
        Instant placedAt = Instants.toMicros(now);
        Instant expiresAt = Instants.inRange("the time at which the hold expires", placedAt.plus(timeToLive));
        long reserved = Transfer.funds(request, from, to, watched);
        from.hold(request.id(), reserved);
        Hold hold = new Hold(
                request.id(),
                request.fromAccountId(),
                request.toAccountId(),
                reserved,
                0,
                request.amount().getCurrencyUnit().getCode(),
                request.reference(),
                HoldStatus.PENDING,
                placedAt,
                Instants.toMicros(expiresAt),
                null);
        hold.decimalPlaces = from.getDecimalPlaces();
        return hold;
    }

    /**
     * Refuses a time that no hold can live.
     *
     * @param timeToLive the time
     * @return the time
     * @throws IllegalArgumentException if it is less than a microsecond, or more than 36,525 days
     */
    public static Duration requireTimeToLive(Duration timeToLive) {
        Arguments.notNull("timeToLive", timeToLive);
        if (timeToLive.compareTo(Duration.ofNanos(1_000)) < 0 || timeToLive.compareTo(LONGEST_TIME_TO_LIVE) > 0) {
            throw new IllegalArgumentException("timeToLive must be between a microsecond and "
                    + LONGEST_TIME_TO_LIVE.toDays() + " days, but is " + timeToLive);
        }
        return timeToLive;
    }

    /**
     * A hold as its row says, outside any persistence context.
     *
     * @param id the id
     * @param fromAccountId the account on which the money is reserved
     * @param toAccountId the account that a capture credits
     * @param amount minor units
     * @param captured minor units
     * @param currency the currency's code
     * @param reference free text, {@code null} for none
     * @param status the status
     * @param placedAt when it was placed
     * @param expiresAt when it expires
     * @param endedAt when it ended, {@code null} while it is pending
     * @return the hold
     */
    public static Hold restore(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            long amount,
            long captured,
            String currency,
            @Nullable String reference,
            HoldStatus status,
            Instant placedAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {
        return restore(
                id,
                fromAccountId,
                toAccountId,
                amount,
                captured,
                currency,
                null,
                reference,
                status,
                placedAt,
                expiresAt,
                endedAt);
    }

    /**
     * A hold as its row says, in a currency that the ledger says how to count.
     *
     * @param id the id
     * @param fromAccountId the account on which the money is reserved
     * @param toAccountId the account that a capture credits
     * @param amount minor units
     * @param captured minor units
     * @param currency the currency's code
     * @param decimalPlaces how many decimal places its minor units are, {@code null} if the ledger does not say
     * @param reference free text, {@code null} for none
     * @param status the status
     * @param placedAt when it was placed
     * @param expiresAt when it expires
     * @param endedAt when it ended, {@code null} while it is pending
     * @return the hold
     */
    public static Hold restore(
            UUID id,
            UUID fromAccountId,
            UUID toAccountId,
            long amount,
            long captured,
            String currency,
            @Nullable Integer decimalPlaces,
            @Nullable String reference,
            HoldStatus status,
            Instant placedAt,
            Instant expiresAt,
            @Nullable Instant endedAt) {
        Hold hold = new Hold(
                Arguments.notNull("id", id),
                Arguments.notNull("fromAccountId", fromAccountId),
                Arguments.notNull("toAccountId", toAccountId),
                Arguments.positive("amount", amount),
                Arguments.notNegative("captured", captured),
                Arguments.notNull("currency", currency),
                reference,
                Arguments.notNull("status", status),
                Arguments.notNull("placedAt", placedAt),
                Arguments.notNull("expiresAt", expiresAt),
                endedAt);
        hold.decimalPlaces = decimalPlaces;
        return hold;
    }

    /**
     * Posts the transfer that the money was reserved for, and sets free what it leaves over. Whoever stores both must have
     * the locks of both accounts. A refusal leaves them as they were, and the hold pending.
     *
     * @param part what is to move, at most what is reserved
     * @param from the account to debit, as it is under its lock
     * @param to the account to credit, as it is under its lock
     * @param now what the clock says; kept to the microsecond
     * @return the hold and the posting
     * @throws HoldNotPendingException if the hold has ended, or its time is over
     * @throws AccountNotOpenException if money may not leave the one account or enter the other
     * @throws WrongCurrencyException if the part is in another currency
     * @throws HoldExceededException if the part is more than what is reserved
     * @throws MaximumBalanceException if the balance would exceed the credited account's maximum
     * @throws BalanceOverflowException if a balance would leave the range of 64 bits
     * @throws IllegalArgumentException if the part is not above zero, or the accounts are not the hold's
     */
    public Capture capture(Money part, Account from, Account to, Instant now) {
        Arguments.positive("part", part);
        requirePending(isDue(now) ? HoldStatus.EXPIRED : status);
        Transfer.requireNamed("from", fromAccountId, from);
        Transfer.requireNamed("to", toAccountId, to);
        from.requireDebitsAllowed(id);
        to.requireCreditsAllowed(id);
        from.requireCurrency(id, part);
        if (part.getAmountMinorLong() > amount) {
            throw new HoldExceededException(id, getAmount(), part);
        }
        to.requireRoom(id, part);
        Hold captured = ended(HoldStatus.CAPTURED, part.getAmountMinorLong(), now);
        from.free(amount);
        return new Capture(captured, Transfer.post(id, from, to, part, reference, null, now));
    }

    /**
     * Sets the money free without a transfer, whatever the status of the accounts. A hold whose time is over expires instead.
     *
     * @param from the account on which the money is reserved, as it is under its lock
     * @param now what the clock says; kept to the microsecond
     * @return the hold, released or expired
     * @throws HoldNotPendingException if the hold has ended
     * @throws IllegalArgumentException if the account is not the hold's
     */
    public Hold release(Account from, Instant now) {
        requirePending(status);
        Transfer.requireNamed("from", fromAccountId, from);
        Hold ended = ended(isDue(now) ? HoldStatus.EXPIRED : HoldStatus.RELEASED, 0, now);
        from.free(amount);
        return ended;
    }

    private void requirePending(HoldStatus actual) {
        if (actual != HoldStatus.PENDING) {
            throw new HoldNotPendingException(id, actual);
        }
    }

    private Hold ended(HoldStatus end, long minorUnits, Instant now) {
        return restore(
                id,
                fromAccountId,
                toAccountId,
                amount,
                minorUnits,
                currency,
                decimalPlaces,
                reference,
                end,
                placedAt,
                expiresAt,
                Instants.toMicros(now));
    }

    /**
     * Whether the hold is pending although its time is over: it reserves money until somebody touches it, but cannot be
     * captured any more.
     *
     * @param now what the clock says
     * @return true from {@link #getExpiresAt()} on
     */
    public boolean isDue(Instant now) {
        Arguments.notNull("now", now);
        return status == HoldStatus.PENDING && !now.isBefore(expiresAt);
    }

    /**
     * Compares the stored content with a request to hold under the same id. How long the hold lives is not compared.
     *
     * @param request the request that may be a replay
     * @return the name of the first field that differs, or {@code null} if the request asks for just this hold
     * @throws CurrencyMismatchException if the amount has other decimal places than the ledger counts its currency with
     */
    public @Nullable String differenceTo(TransferRequest request) {
        Arguments.notNull("request", request);
        if (request.amount().getCurrencyUnit().getCode().equals(currency)) {
            Amounts.requireSame(
                    request.id(), "hold", id, decimalPlaces, request.amount().getCurrencyUnit());
        }
        return Replay.difference(request, fromAccountId, toAccountId, currency, amount, reference);
    }

    /**
     * The id, which is the idempotency key, and that of the transfer that captures the hold.
     *
     * @return the hold's id
     */
    public UUID getId() {
        return id;
    }

    /**
     * The account on which the money is reserved.
     *
     * @return the account's id
     */
    public UUID getFromAccountId() {
        return fromAccountId;
    }

    /**
     * The account that a capture credits.
     *
     * @return the account's id
     */
    public UUID getToAccountId() {
        return toAccountId;
    }

    /**
     * What was reserved.
     *
     * @return an amount above zero
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getAmount() {
        return Amounts.money("hold", id, currency, decimalPlaces, amount);
    }

    /**
     * What was reserved, in minor units, whatever the currency.
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
     * What of it was captured.
     *
     * @return zero unless the hold is {@link HoldStatus#CAPTURED}
     * @throws UnknownCurrencyException if Joda-Money does not know the currency
     * @throws CurrencyMismatchException if Joda-Money counts it with other decimal places than the ledger
     */
    public Money getCapturedAmount() {
        return Amounts.money("hold", id, currency, decimalPlaces, captured);
    }

    /**
     * What of it was captured, in minor units, whatever the currency.
     *
     * @return zero unless the hold is {@link HoldStatus#CAPTURED}
     */
    public long getCapturedAmountMinor() {
        return captured;
    }

    /**
     * Free text that came with the request, and goes on to the transfer.
     *
     * @return at most 255 characters, {@code null} if there was none or it was blanked
     */
    public @Nullable String getReference() {
        return reference;
    }

    /**
     * What has become of the hold.
     *
     * @return the status; {@link HoldStatus#PENDING} too for a hold that is {@link #isDue due} and was not touched since
     */
    public HoldStatus getStatus() {
        return status;
    }

    /**
     * When the money was reserved.
     *
     * @return a time with microseconds
     */
    public Instant getPlacedAt() {
        return placedAt;
    }

    /**
     * From when on the hold cannot be captured any more.
     *
     * @return a time with microseconds
     */
    public Instant getExpiresAt() {
        return expiresAt;
    }

    /**
     * When the hold was captured, released, or found to be over.
     *
     * @return a time with microseconds, {@code null} while the hold is pending
     */
    public @Nullable Instant getEndedAt() {
        return endedAt;
    }

    @Override
    public final boolean equals(@Nullable Object other) {
        return other instanceof Hold that && Objects.equals(getId(), that.getId());
    }

    @Override
    public final int hashCode() {
        return Objects.hashCode(getId());
    }

    @Override
    public String toString() {
        return "Hold " + id + ": " + Amounts.text(currency, decimalPlaces, amount) + " from " + fromAccountId + " to "
                + toAccountId + ", " + status;
    }
}
