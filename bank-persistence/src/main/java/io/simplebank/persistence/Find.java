package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiFunction;

/**
 * Looks up what a later command is about, because only that tells which accounts to lock. As a command, so that callers
 * who look up at the same moment share a transaction, too, and leave the connections to those who move money.
 */
record Find<R>(UUID requestId, Set<UUID> transferIds, Set<UUID> holdIds, BiFunction<Books, UUID, Optional<R>> lookup)
        implements Command<Optional<R>> {

    static Find<Transfer> transfer(UUID id) {
        return new Find<>(id, Set.of(id), Set.of(), Books::transfer);
    }

    static Find<Hold> hold(UUID id) {
        return new Find<>(id, Set.of(), Set.of(id), Books::hold);
    }

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.LOOKUP;
    }

    @Override
    public Set<UUID> accountIds() {
        return Set.of();
    }

    @Override
    public Optional<R> applyTo(Books books) {
        return lookup.apply(books, requestId);
    }
}
