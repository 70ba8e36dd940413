package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.Posting;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/**
 * The locked accounts of one transaction, in memory, and what has been posted to them so far. Confined to the thread
 * that runs the transaction.
 */
final class Books {

    private final Map<UUID, Account> accounts;
    private final Map<UUID, Transfer> transfers;
    private final List<Posting> postings = new ArrayList<>();
    private final Instant now;

    /**
     * @param accounts as their rows are under the locks
     * @param existing the transfers that exist already, among those that commands may post
     * @param now what the clock says
     */
    Books(Collection<Account> accounts, Collection<Transfer> existing, Instant now) {
        this.accounts = new HashMap<>();
        accounts.forEach(account -> this.accounts.put(account.getId(), account));
        this.transfers = new HashMap<>();
        existing.forEach(transfer -> this.transfers.put(transfer.getId(), transfer));
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
        Map<UUID, Account> before = new HashMap<>();
        command.accountIds()
                .forEach(id -> accounts.computeIfPresent(id, (key, account) -> {
                    before.put(key, account);
                    return account.copy();
                }));
        int posted = postings.size();
        try {
            return new Answer.Accepted<>(command.applyTo(this));
        } catch (RuntimeException refusal) {
            accounts.putAll(before);
            List<Posting> undone = postings.subList(posted, postings.size());
            undone.forEach(posting -> transfers.remove(posting.transfer().getId()));
            undone.clear();
            return new Answer.Refused<>(refusal);
        }
    }

    /** Posts one transfer, or returns it if it was posted before: an equal request is a replay, another a conflict. */
    Transfer post(TransferRequest request) {
        Transfer existing = transfers.get(request.id());
        if (existing != null) {
            String difference = existing.differenceTo(request);
            if (difference != null) {
                throw new TransferConflictException(request.id(), existing.getId(), difference);
            }
            return existing;
        }
        Posting posting = Transfer.post(
                request,
                account(request.fromAccountId(), request.id()),
                account(request.toAccountId(), request.id()),
                now);
        postings.add(posting);
        transfers.put(request.id(), posting.transfer());
        return posting.transfer();
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

    /** What is to be written, in the order of posting. */
    List<Posting> postings() {
        return postings;
    }

    /** The accounts that the postings have changed. */
    Set<UUID> changedAccountIds() {
        Set<UUID> changed = new HashSet<>();
        for (Posting posting : postings) {
            changed.add(posting.debit().getAccountId());
            changed.add(posting.credit().getAccountId());
        }
        return changed;
    }
}
