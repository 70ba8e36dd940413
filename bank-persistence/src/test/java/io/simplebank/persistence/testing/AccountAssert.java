package io.simplebank.persistence.testing;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import org.assertj.core.api.AbstractAssert;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Assertions on an {@link Account} as it was when it was read. Amounts are written like {@code "EUR 10.00"}. */
public final class AccountAssert extends AbstractAssert<AccountAssert, Account> {

    AccountAssert(Account actual) {
        super(actual, AccountAssert.class);
    }

    /**
     * Asserts what stands on the account.
     *
     * @param balance the amount
     * @return this
     */
    public AccountAssert hasBalance(String balance) {
        return hasBalance(Money.parse(balance));
    }

    /**
     * Asserts what stands on the account.
     *
     * @param balance the amount
     * @return this
     */
    public AccountAssert hasBalance(Money balance) {
        isNotNull();
        return has("balance", balance, actual.getBalance());
    }

    /**
     * Asserts what of the balance is not held.
     *
     * @param available the amount
     * @return this
     */
    public AccountAssert hasAvailable(String available) {
        return hasAvailable(Money.parse(available));
    }

    /**
     * Asserts what of the balance is not held.
     *
     * @param available the amount
     * @return this
     */
    public AccountAssert hasAvailable(Money available) {
        isNotNull();
        return has("available amount", available, actual.getAvailable());
    }

    /**
     * Asserts what is reserved.
     *
     * @param held the amount
     * @return this
     */
    public AccountAssert hasHeld(String held) {
        return hasHeld(Money.parse(held));
    }

    /**
     * Asserts what is reserved.
     *
     * @param held the amount
     * @return this
     */
    public AccountAssert hasHeld(Money held) {
        isNotNull();
        return has("held amount", held, actual.getHeld());
    }

    /**
     * Asserts how many entries the account has.
     *
     * @param entries 0 or more
     * @return this
     */
    public AccountAssert hasEntries(long entries) {
        isNotNull();
        return has("number of entries", entries, actual.getPosition());
    }

    /**
     * Asserts whom the account belongs to.
     *
     * @param owner the owner, to the letter
     * @return this
     */
    public AccountAssert isOwnedBy(String owner) {
        isNotNull();
        return has("owner", owner, actual.getOwner());
    }

    /**
     * Asserts that money may enter and leave.
     *
     * @return this
     */
    public AccountAssert isOpen() {
        return hasStatus(AccountStatus.OPEN);
    }

    /**
     * Asserts that money may neither enter nor leave for the time being.
     *
     * @return this
     */
    public AccountAssert isFrozen() {
        return hasStatus(AccountStatus.FROZEN);
    }

    /**
     * Asserts that the account is closed.
     *
     * @return this
     */
    public AccountAssert isClosed() {
        return hasStatus(AccountStatus.CLOSED);
    }

    /**
     * Asserts whether money may move.
     *
     * @param status the status
     * @return this
     */
    public AccountAssert hasStatus(AccountStatus status) {
        isNotNull();
        return has("status", status, actual.getStatus());
    }

    private AccountAssert has(String what, Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected account %s of \"%s\" to have the %s %s, but it was %s when the account was read, after %d entries",
                    actual.getId(),
                    actual.getOwner(),
                    what,
                    expected,
                    found,
                    actual.getPosition());
        }
        return this;
    }
}
