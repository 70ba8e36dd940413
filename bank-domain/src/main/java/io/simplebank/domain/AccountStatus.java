package io.simplebank.domain;

/** Whether money may move on an account. */
public enum AccountStatus {
    /** Money may enter and leave. */
    OPEN,
    /** Nothing moves until the account is unfrozen. */
    FROZEN,
    /** Nothing moves any more; the balance is zero, the history stays. */
    CLOSED
}
