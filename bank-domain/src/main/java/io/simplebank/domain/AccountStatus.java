package io.simplebank.domain;

/** Whether money may move on an account. */
public enum AccountStatus {
    /** Money may enter and leave. */
    OPEN(true, true),
    /** Money may enter, but not leave. */
    DEBITS_FROZEN(false, true),
    /** Money may leave, but not enter. */
    CREDITS_FROZEN(true, false),
    /** Nothing moves until the account is unfrozen. */
    FROZEN(false, false),
    /** Nothing moves until the account is reopened; the balance is zero, the history stays. */
    CLOSED(false, false);

    private final boolean debits;
    private final boolean credits;

    AccountStatus(boolean debits, boolean credits) {
        this.debits = debits;
        this.credits = credits;
    }

    /**
     * Whether money may leave.
     *
     * @return true where a debit is not refused for the status
     */
    public boolean allowsDebits() {
        return debits;
    }

    /**
     * Whether money may enter.
     *
     * @return true where a credit is not refused for the status
     */
    public boolean allowsCredits() {
        return credits;
    }
}
