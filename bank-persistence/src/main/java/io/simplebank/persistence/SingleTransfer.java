package io.simplebank.persistence;

import io.simplebank.domain.TransferOutcome.Origin;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferRequest;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.UUID;

/** One transfer. */
record SingleTransfer(TransferRequest request) implements Command<Posted> {

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.TRANSFER;
    }

    @Override
    public UUID requestId() {
        return request.id();
    }

    @Override
    public Set<UUID> accountIds() {
        return accountIds(request);
    }

    /** The accounts that a request names. */
    static Set<UUID> accountIds(TransferRequest request) {
        if (request.leastBalance() == null) {
            return Set.of(request.fromAccountId(), request.toAccountId());
        }
        Set<UUID> ids = new LinkedHashSet<>();
        ids.add(request.fromAccountId());
        ids.add(request.toAccountId());
        ids.add(request.leastBalance().accountId());
        return ids;
    }

    @Override
    public Set<UUID> transferIds() {
        return Set.of(request.id());
    }

    @Override
    public Posted applyTo(Books books) {
        Origin origin = books.transfer(request.id()).isPresent() ? Origin.REPLAY : Origin.NEW;
        return new Posted(request, books.post(request), origin);
    }
}
