package io.simplebank.domain;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * An immutable record that an amount of one currency moved from one account to another. Safe to share between threads.
 *
 * <p>A mistake is never edited: it is mended by a transfer of its own, which carries {@link #getReversesId()}.
 */
@Entity
@Table(schema = "bank", name = "transfers")
public class Transfer {

    @Id
    @Column(name = "id", nullable = false, updatable = false)
    private UUID id;

    @Column(name = "from_account_id", nullable = false, updatable = false)
    private UUID fromAccountId;

    @Column(name = "to_account_id", nullable = false, updatable = false)
    private UUID toAccountId;

    @Column(name = "amount", nullable = false, updatable = false)
    private long amount;

    @Column(name = "currency", nullable = false, updatable = false)
    private String currency;

    @Column(name = "reference", updatable = false)
    private @Nullable String reference;

    @Column(name = "reverses_id", updatable = false)
    private @Nullable UUID reversesId;

    @Column(name = "booked_at", nullable = false, updatable = false)
    private Instant bookedAt;

    /** For Jakarta Persistence only. */
    protected Transfer() {}

    private Transfer(TransferRequest request, Instant bookedAt) {
        this.id = request.id();
        this.fromAccountId = request.fromAccountId();
        this.toAccountId = request.toAccountId();
        this.amount = request.amount().getAmountMinorLong();
        this.currency = request.amount().getCurrencyUnit().getCode();
        this.reference = request.reference();
        this.bookedAt = bookedAt;
    }

    /**
     * Posts a transfer: debits the one account, credits the other, and records both. The only way to post.
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
     * @throws AccountNotOpenException if either account is frozen or closed
     * @throws WrongCurrencyException if either account holds another currency than the amount's
     * @throws InsufficientFundsException if less than the minimum balance would remain available
     * @throws BalanceOverflowException if a balance would leave the range of 64 bits
     * @throws IllegalArgumentException if the accounts are not the ones that the request names
     */
    public static Posting post(TransferRequest request, Account from, Account to, Instant now) {
        requireNamed("from", request.fromAccountId(), from);
        requireNamed("to", request.toAccountId(), to);
        from.requireOpen(request);
        to.requireOpen(request);
        from.requireCurrency(request);
        to.requireCurrency(request);
        from.requireFunds(request);
        to.requireRoom(request);

        Transfer transfer = new Transfer(request, from.noEarlier(to.noEarlier(Instants.toMicros(now))));
        from.debit(transfer.amount, transfer.bookedAt);
        to.credit(transfer.amount, transfer.bookedAt);
        return new Posting(
                transfer, new Entry(from, transfer, -transfer.amount), new Entry(to, transfer, transfer.amount));
    }

    private static void requireNamed(String side, UUID named, Account account) {
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
     */
    public @Nullable String differenceTo(TransferRequest request) {
        if (reversesId != null) {
            return "reversesId";
        }
        if (!fromAccountId.equals(request.fromAccountId())) {
            return "fromAccountId";
        }
        if (!toAccountId.equals(request.toAccountId())) {
            return "toAccountId";
        }
        if (!getAmount().equals(request.amount())) {
            return "amount";
        }
        return Objects.equals(reference, request.reference()) ? null : "reference";
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
     */
    public Money getAmount() {
        return Money.ofMinor(CurrencyUnit.of(currency), amount);
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
        return "Transfer " + id + ": " + getAmount() + " from " + fromAccountId + " to " + toAccountId;
    }
}
