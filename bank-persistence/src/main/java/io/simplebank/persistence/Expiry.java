package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import java.util.Set;
import java.util.UUID;

/**
 * Ends a hold whose time is over, and answers whether it did.
 *
 * @param hold as it was found before: it may have ended since
 */
record Expiry(Hold hold) implements Command<Boolean> {

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.RELEASE; // it is no call of its own: listeners hear of one that is refused only
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
    public Boolean applyTo(Books books) {
        return books.expire(hold.getId());
    }
}
