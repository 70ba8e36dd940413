package io.simplebank.persistence.testing;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import org.assertj.core.api.AbstractAssert;
import org.joda.money.Money;

/** Assertions on a {@link Hold} as it was when it was read. Amounts are written like {@code "EUR 10.00"}. */
public final class HoldAssert extends AbstractAssert<HoldAssert, Hold> {

    HoldAssert(Hold actual) {
        super(actual, HoldAssert.class);
    }

    /**
     * Asserts what was reserved.
     *
     * @param amount the amount
     * @return this
     */
    public HoldAssert hasAmount(String amount) {
        isNotNull();
        return has("amount", Money.parse(amount), actual.getAmount());
    }

    /**
     * Asserts what of it was captured.
     *
     * @param amount the amount
     * @return this
     */
    public HoldAssert hasCaptured(String amount) {
        isNotNull();
        return has("captured amount", Money.parse(amount), actual.getCapturedAmount());
    }

    /**
     * Asserts that the money is reserved.
     *
     * @return this
     */
    public HoldAssert isPending() {
        return hasStatus(HoldStatus.PENDING);
    }

    /**
     * Asserts that the transfer of the same id was posted.
     *
     * @return this
     */
    public HoldAssert isCaptured() {
        return hasStatus(HoldStatus.CAPTURED);
    }

    /**
     * Asserts that the money was set free without a transfer.
     *
     * @return this
     */
    public HoldAssert isReleased() {
        return hasStatus(HoldStatus.RELEASED);
    }

    /**
     * Asserts that the money was set free because the time was over.
     *
     * @return this
     */
    public HoldAssert isExpired() {
        return hasStatus(HoldStatus.EXPIRED);
    }

    private HoldAssert hasStatus(HoldStatus status) {
        isNotNull();
        return has("status", status, actual.getStatus());
    }

    private HoldAssert has(String what, Object expected, Object found) {
        if (!expected.equals(found)) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected hold %s to have the %s %s, but it was %s when the hold was read",
                    actual.getId(),
                    what,
                    expected,
                    found);
        }
        return this;
    }
}
