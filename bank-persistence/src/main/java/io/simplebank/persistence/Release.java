package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import java.util.Set;
import java.util.UUID;

/**
 * Sets the money of a hold free; nothing happens if it is free already.
 *
 * @param hold as it was found before: its status may have changed since
 */
record Release(Hold hold) implements Command<Hold> {

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.RELEASE;
    }

    @Override
    public UUID requestId() {
        return hold.getId();
    }

    @Override
    public Set<UUID> accountIds() {
        return Set.of(hold.getFromAccountId());
    }

    @Override
    public Set<UUID> transferIds() {
        return Set.of(hold.getId());
    }

    @Override
    public Hold applyTo(Books books) {
        return books.release(hold.getId());
    }
}
