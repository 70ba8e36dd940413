package io.simplebank.persistence.testing;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.Bank;

/**
 * AssertJ's assertions for the ledger, to be imported statically beside AssertJ's own. They, and nothing else in this
 * package, need {@code org.assertj:assertj-core} 3 on the class path.
 *
 * <p>An {@link Account} or {@link Hold} is what it was when it was read. {@code assertThat(bank).account(alice)} and {@code
 * assertThat(bank).hold(hold)} read it again.
 *
 * <pre>{@code
 * assertThat(bank).account(alice).hasBalance("EUR 75.00").isOpen();
 * assertThat(bank).isBalanced();
 * }</pre>
 */
public final class BankAssertions {

    private BankAssertions() {}

    /**
     * Assertions on a bank, and on what is in it now.
     *
     * @param actual the bank
     * @return the assertions
     */
    public static BankAssert assertThat(Bank actual) {
        return new BankAssert(actual);
    }

    /**
     * Assertions on an account as it was read.
     *
     * @param actual the account
     * @return the assertions
     */
    public static AccountAssert assertThat(Account actual) {
        return new AccountAssert(actual);
    }

    /**
     * Assertions on a transfer.
     *
     * @param actual the transfer
     * @return the assertions
     */
    public static TransferAssert assertThat(Transfer actual) {
        return new TransferAssert(actual);
    }

    /**
     * Assertions on a hold as it was read.
     *
     * @param actual the hold
     * @return the assertions
     */
    public static HoldAssert assertThat(Hold actual) {
        return new HoldAssert(actual);
    }
}
