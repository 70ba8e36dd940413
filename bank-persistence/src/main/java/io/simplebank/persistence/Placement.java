package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.TransferRequest;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;

/** Reserves money for a transfer to come. */
record Placement(TransferRequest request, Duration timeToLive) implements Command<Hold> {

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.HOLD;
    }

    @Override
    public UUID requestId() {
        return request.id();
    }

    @Override
    public Set<UUID> accountIds() {
        return SingleTransfer.accountIds(request);
    }

    @Override
    public Set<UUID> transferIds() {
        return Set.of(request.id());
    }

    @Override
    public Hold applyTo(Books books) {
        return books.place(request, timeToLive);
    }
}
