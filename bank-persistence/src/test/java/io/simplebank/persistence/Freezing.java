package io.simplebank.persistence;

import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.TransferRequest;
import java.util.UUID;

/** Which of a transfer's accounts is frozen, and how. */
enum Freezing {
    NOTHING(true, AccountStatus.OPEN),
    FROM(true, AccountStatus.FROZEN),
    DEBITS_FROM(true, AccountStatus.DEBITS_FROZEN),
    CREDITS_FROM(true, AccountStatus.CREDITS_FROZEN),
    TO(false, AccountStatus.FROZEN),
    DEBITS_TO(false, AccountStatus.DEBITS_FROZEN),
    CREDITS_TO(false, AccountStatus.CREDITS_FROZEN);

    /** What an operation needs of the accounts. */
    enum Need {
        /** Whatever is frozen. */
        NOTHING,
        /** Money leaves the one and enters the other. */
        FORTH,
        /** Money goes the other way. */
        BACK,
        FROM_IS_OPEN,
        TO_IS_OPEN
    }

    private final boolean isFrom;
    private final AccountStatus status;

    Freezing(boolean isFrom, AccountStatus status) {
        this.isFrom = isFrom;
        this.status = status;
    }

    void freeze(AccountService accounts, TransferRequest request) {
        UUID id = isFrom ? request.fromAccountId() : request.toAccountId();
        switch (status) {
            case FROZEN -> accounts.freeze(id);
            case DEBITS_FROZEN -> accounts.freezeDebits(id);
            case CREDITS_FROZEN -> accounts.freezeCredits(id);
            default -> accounts.unfreeze(id);
        }
    }

    boolean forbids(Need need) {
        return switch (need) {
            case NOTHING -> false;
            case FORTH -> !(isFrom ? status.allowsDebits() : status.allowsCredits());
            case BACK -> !(isFrom ? status.allowsCredits() : status.allowsDebits());
            case FROM_IS_OPEN -> isFrom && status != AccountStatus.OPEN;
            case TO_IS_OPEN -> !isFrom;
        };
    }
}
