package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;

/**
 * Ends a hold by its transfer; a hold whose time is over expires instead.
 *
 * @param hold as it was found before: its status may have changed since
 * @param part what is to move
 */
record Capture(Hold hold, Money part) implements Command<HoldEnd> {

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.CAPTURE;
    }

    @Override
    public UUID requestId() {
        return hold.getId();
    }

    @Override
    public Set<UUID> accountIds() {
        return Set.of(hold.getFromAccountId(), hold.getToAccountId());
    }

    @Override
    public Set<UUID> transferIds() {
        return Set.of(hold.getId());
    }

    @Override
    public HoldEnd applyTo(Books books) {
        return books.capture(hold.getId(), part);
    }
}
