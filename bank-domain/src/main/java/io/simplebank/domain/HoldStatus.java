package io.simplebank.domain;

/** What has become of a hold: it is pending, then for ever one of the others. */
public enum HoldStatus {
    /** The money is reserved, and can be captured until the hold expires. */
    PENDING,
    /** The transfer of the same id was posted; what it left over is free again. */
    CAPTURED,
    /** The money was set free without a transfer. */
    RELEASED,
    /** The money was set free because the hold's time was over. */
    EXPIRED
}
