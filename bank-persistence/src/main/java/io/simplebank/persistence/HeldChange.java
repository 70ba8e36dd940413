package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What a statement changes about the holds of one account, as its row says it: so that the database need not add up all
 * that are pending. See changeset {@code 13-running-held}.
 */
final class HeldChange {

    private final Account account;
    private long added;
    private long freed;
    private @Nullable UUID placedId;
    private @Nullable UUID endedId;

    HeldChange(Account account) {
        this.account = account;
    }

    /** A hold that is added; one that has ended since holds nothing. */
    void place(Hold hold) {
        if (hold.getStatus() == HoldStatus.PENDING) {
            added = Math.addExact(added, hold.getAmountMinor());
            placedId = hold.getId();
        }
    }

    /** A hold that was there, and has ended. */
    void end(Hold hold) {
        freed = Math.addExact(freed, hold.getAmountMinor());
        endedId = hold.getId();
    }

    /** As it is by now. */
    Account account() {
        return account;
    }

    private boolean isOne() {
        return placedId != null || endedId != null;
    }

    /** In minor units, {@code null} if the statement changes nothing. */
    @Nullable
    Long before() {
        return isOne() ? account.getHeldMinor() - added + freed : null;
    }

    /** In minor units, {@code null} if the statement changes nothing. */
    @Nullable
    Long added() {
        return isOne() ? added : null;
    }

    /** One of those that are placed. */
    @Nullable
    UUID placedId() {
        return placedId;
    }

    /** One of those that end. */
    @Nullable
    UUID endedId() {
        return endedId;
    }
}
