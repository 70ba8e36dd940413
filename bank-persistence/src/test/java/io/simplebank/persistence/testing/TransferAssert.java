package io.simplebank.persistence.testing;

import io.simplebank.domain.Account;
import io.simplebank.domain.Transfer;
import java.util.UUID;
import org.assertj.core.api.AbstractAssert;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Assertions on a {@link Transfer}. Amounts are written like {@code "EUR 10.00"}. */
public final class TransferAssert extends AbstractAssert<TransferAssert, Transfer> {

    TransferAssert(Transfer actual) {
        super(actual, TransferAssert.class);
    }

    /**
     * Asserts what moved.
     *
     * @param amount the amount
     * @return this
     */
    public TransferAssert hasAmount(String amount) {
        return hasAmount(Money.parse(amount));
    }

    /**
     * Asserts what moved.
     *
     * @param amount the amount
     * @return this
     */
    public TransferAssert hasAmount(Money amount) {
        isNotNull();
        return has("amount", amount, actual.getAmount());
    }

    /**
     * Asserts which account was debited.
     *
     * @param accountId the account
     * @return this
     */
    public TransferAssert isFrom(UUID accountId) {
        isNotNull();
        return has("debited account", accountId, actual.getFromAccountId());
    }

    /**
     * Asserts which account was debited.
     *
     * @param account the account
     * @return this
     */
    public TransferAssert isFrom(Account account) {
        return isFrom(account.getId());
    }

    /**
     * Asserts which account was credited.
     *
     * @param accountId the account
     * @return this
     */
    public TransferAssert isTo(UUID accountId) {
        isNotNull();
        return has("credited account", accountId, actual.getToAccountId());
    }

    /**
     * Asserts which account was credited.
     *
     * @param account the account
     * @return this
     */
    public TransferAssert isTo(Account account) {
        return isTo(account.getId());
    }

    /**
     * Asserts the free text that came with the request.
     *
     * @param reference the text, to the letter
     * @return this
     */
    public TransferAssert hasReference(String reference) {
        isNotNull();
        return has("reference", reference, actual.getReference());
    }

    /**
     * Asserts that the transfer takes back another one.
     *
     * @param transferId the other one
     * @return this
     */
    public TransferAssert reverses(UUID transferId) {
        isNotNull();
        return has("reversed transfer", transferId, actual.getReversesId());
    }

    private TransferAssert has(String what, Object expected, @Nullable Object found) {
        if (!expected.equals(found)) {
            throw failureWithActualExpected(
                    found,
                    expected,
                    "Expected transfer %s to have the %s %s, but it is %s",
                    actual.getId(),
                    what,
                    expected,
                    found);
        }
        return this;
    }
}
