package io.simplebank.persistence;

import static java.util.Objects.requireNonNull;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Posting;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.TransferRequest.LeastBalance;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * The locked accounts of one transaction, in memory, and what has been done to them so far. Confined to the thread that
 * runs the transaction.
 */
final class Books {

    /** What a call of another kind conflicts with: a hold, a transfer and a reversal share no id. */
    private static final String KIND = "kind";

    private final Map<UUID, Account> accounts = new HashMap<>();
    private final Map<UUID, Transfer> transfers = new HashMap<>();
    private final Map<UUID, Hold> holds = new HashMap<>();
    private final Map<UUID, Long> reversed = new HashMap<>();
    private final List<Posting> postings = new ArrayList<>();
    private final Map<UUID, Hold> placed = new LinkedHashMap<>();
    private final Map<UUID, Hold> ended = new LinkedHashMap<>();
    private final Instant now;

    /** How to take back what the command at work has done, the last first. */
    private final Deque<Runnable> undo = new ArrayDeque<>();

    /**
     * @param accounts as their rows are under the locks
     * @param known what the database says about the ids of the commands
     * @param now what the clock says
     */
    Books(Collection<Account> accounts, Known known, Instant now) {
        accounts.forEach(account -> this.accounts.put(account.getId(), account));
        known.transfers().forEach(transfer -> transfers.put(transfer.getId(), transfer));
        known.holds().forEach(hold -> holds.put(hold.getId(), hold));
        reversed.putAll(known.reversed());
        this.now = now;
    }

    /** Applies commands in order, each as a whole; an answer for each. */
    List<Answer<?>> apply(List<? extends Command<?>> commands) {
        List<Answer<?>> answers = new ArrayList<>(commands.size());
        for (Command<?> command : commands) {
            answers.add(apply(command));
        }
        return answers;
    }

    /** A refusal leaves the books as they were. */
    private <R> Answer<R> apply(Command<R> command) {
        undo.clear();
        for (UUID id : command.accountIds()) {
            Account account = accounts.get(id);
            if (account != null) {
                set(accounts, id, account.copy());
            }
        }
        int untouched = undo.size();
        try {
            R result = command.applyTo(this);
            return new Answer.Accepted<>(result, undo.size() > untouched);
        } catch (RuntimeException refusal) {
            undo.forEach(Runnable::run);
            return new Answer.Refused<>(refusal);
        }
    }

    private <V> void set(Map<UUID, V> map, UUID id, V value) {
        V before = map.put(id, value);
        undo.push(() -> {
            if (before == null) {
                map.remove(id);
            } else {
                map.put(id, before);
            }
        });
    }

    /** Posts one transfer, or returns it if it was posted before: an equal request is a replay, another a conflict. */
    Transfer post(TransferRequest request) {
        requireNoHold(request.id());
        Transfer existing = transfers.get(request.id());
        if (existing != null) {
            requireSame(request.id(), existing.differenceTo(request));
            return existing;
        }
        return add(Transfer.post(
                request,
                account(request.fromAccountId(), request.id()),
                account(request.toAccountId(), request.id()),
                watched(request),
                now));
    }

    /** Posts the opposite of a part of a transfer, or returns it if it was posted before. */
    Transfer reverse(Transfer original, UUID id, Money part) {
        requireNoHold(id);
        Transfer existing = transfers.get(id);
        if (existing != null) {
            requireSame(id, existing.differenceToReversal(original.getId(), part));
            return existing;
        }
        long before = reversed.getOrDefault(original.getId(), 0L);
        Transfer reversal = add(original.reverse(
                id,
                part,
                Money.ofMinor(part.getCurrencyUnit(), before),
                account(original.getToAccountId(), id),
                account(original.getFromAccountId(), id),
                now));
        set(reversed, original.getId(), before + part.getAmountMinorLong()); // at most the original's amount
        return reversal;
    }

    /** Whether an id is that of anything else than the reversal of a part of a transfer. */
    boolean isUsedOtherwise(UUID id, Transfer original, Money part) {
        Transfer existing = transfers.get(id);
        return holds.containsKey(id)
                || (existing != null && existing.differenceToReversal(original.getId(), part) != null);
    }

    /** Reserves money, or returns the hold, whatever has become of it, if it was placed before. */
    Hold place(TransferRequest request, Duration timeToLive) {
        Hold existing = holds.get(request.id());
        if (existing != null) {
            requireSame(request.id(), existing.differenceTo(request));
            return existing;
        }
        requireSame(request.id(), transfers.containsKey(request.id()) ? KIND : null);
        Hold hold = Hold.place(
                request,
                account(request.fromAccountId(), request.id()),
                account(request.toAccountId(), request.id()),
                watched(request),
                timeToLive,
                now);
        set(holds, hold.getId(), hold);
        set(placed, hold.getId(), hold);
        return hold;
    }

    /** Ends a hold if its time is over; false if it has ended before, or its time is not over. */
    boolean expire(UUID holdId) {
        Hold hold = existingHold(holdId);
        boolean due = hold.isDue(now);
        if (due) {
            end(hold.release(account(hold.getFromAccountId(), holdId), now));
        }
        return due;
    }

    /** Ends a hold by its transfer, or returns that if the same was captured before. A hold that is due expires instead. */
    HoldEnd capture(UUID holdId, Money part) {
        Hold hold = existingHold(holdId);
        if (hold.getStatus() == HoldStatus.CAPTURED) {
            requireSame(holdId, isCapturedWith(hold, part) ? null : "amount");
            return new HoldEnd(hold, transfer(holdId).orElseThrow(() -> new TransferNotFoundException(holdId, holdId)));
        }
        if (expire(holdId)) {
            return new HoldEnd(existingHold(holdId), null);
        }
        Hold.Capture capture = hold.capture(
                part, account(hold.getFromAccountId(), holdId), account(hold.getToAccountId(), holdId), now);
        end(capture.hold());
        return new HoldEnd(capture.hold(), add(capture.posting()));
    }

    /** Sets the money of a hold free; nothing happens if it is free already. */
    Hold release(UUID holdId) {
        Hold hold = existingHold(holdId);
        return switch (hold.getStatus()) {
            case PENDING -> end(hold.release(account(hold.getFromAccountId(), holdId), now));
            case RELEASED, EXPIRED -> hold;
            case CAPTURED -> throw new HoldNotPendingException(holdId, HoldStatus.CAPTURED);
        };
    }

    private boolean isCapturedWith(Hold hold, Money part) {
        if (!hold.getCurrencyCode().equals(part.getCurrencyUnit().getCode())) {
            return false;
        }
        account(hold.getFromAccountId(), hold.getId()).requireCurrency(hold.getId(), part);
        return hold.getCapturedAmountMinor() == part.getAmountMinorLong();
    }

    private Hold existingHold(UUID id) {
        return hold(id).orElseThrow(() -> new TransferNotFoundException(id, id));
    }

    private Hold end(Hold hold) {
        set(holds, hold.getId(), hold);
        set(placed.containsKey(hold.getId()) ? placed : ended, hold.getId(), hold);
        return hold;
    }

    private Transfer add(Posting posting) {
        Transfer transfer = posting.transfer();
        postings.add(posting);
        undo.push(() -> postings.remove(postings.size() - 1));
        set(transfers, transfer.getId(), transfer);
        return transfer;
    }

    private void requireNoHold(UUID requestId) {
        requireSame(requestId, holds.containsKey(requestId) ? KIND : null);
    }

    private static void requireSame(UUID requestId, @Nullable String difference) {
        if (difference != null) {
            throw new TransferConflictException(requestId, requestId, difference);
        }
    }

    private @Nullable Account watched(TransferRequest request) {
        LeastBalance least = request.leastBalance();
        return least == null ? null : account(least.accountId(), request.id());
    }

    Optional<Hold> hold(UUID id) {
        return Optional.ofNullable(holds.get(id));
    }

    Optional<Transfer> transfer(UUID id) {
        return Optional.ofNullable(transfers.get(id));
    }

    /** A locked account, refused if there is none of that id. */
    Account account(UUID id, UUID requestId) {
        Account account = accounts.get(id);
        if (account == null) {
            throw new AccountNotFoundException(requestId, id);
        }
        return account;
    }

    boolean isChanged() {
        return !postings.isEmpty() || hasChangedHolds();
    }

    /** Whether more than postings is to be written. */
    boolean hasChangedHolds() {
        return !placed.isEmpty() || !ended.isEmpty();
    }

    /** What is to be posted, in order. */
    List<Posting> postings() {
        return postings;
    }

    /** Holds that are to be added, as they are by now. */
    Collection<Hold> placedHolds() {
        return placed.values();
    }

    /** Holds that were there before and have ended. */
    Collection<Hold> endedHolds() {
        return ended.values();
    }

    /** The holds that were there before and have changed. */
    Set<UUID> changedHoldIds() {
        return ended.keySet();
    }

    /**
     * The accounts whose rows change. Placing a hold changes both, the credited one's only in its version: else a session
     * with an older snapshot could close it, or use the hold's id for a transfer, and meet nobody.
     */
    Set<UUID> changedAccountIds() {
        Set<UUID> changed = new HashSet<>();
        for (Posting posting : postings) {
            changed.add(posting.debit().getAccountId());
            changed.add(posting.credit().getAccountId());
        }
        for (Hold hold : placed.values()) {
            changed.add(hold.getFromAccountId());
            changed.add(hold.getToAccountId());
        }
        ended.values().forEach(hold -> changed.add(hold.getFromAccountId()));
        return changed;
    }

    /** Those of them of which the ledger has not said how many decimal places it counts their currency with. */
    List<Account> uncounted() {
        List<Account> uncounted = new ArrayList<>();
        for (UUID id : changedAccountIds()) {
            Account account = requireNonNull(accounts.get(id));
            if (account.getDecimalPlaces() == null) {
                uncounted.add(account);
            }
        }
        return uncounted;
    }

    /** The accounts whose rows change, as they are by now, and what changes about the holds on them. */
    Collection<HeldChange> changedAccounts() {
        Map<UUID, HeldChange> changes = new HashMap<>();
        changedAccountIds().forEach(id -> changes.put(id, new HeldChange(requireNonNull(accounts.get(id)))));
        placed.values()
                .forEach(hold ->
                        requireNonNull(changes.get(hold.getFromAccountId())).place(hold));
        ended.values()
                .forEach(hold ->
                        requireNonNull(changes.get(hold.getFromAccountId())).end(hold));
        return changes.values();
    }
}
