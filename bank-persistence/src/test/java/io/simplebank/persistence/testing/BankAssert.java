package io.simplebank.persistence.testing;

import io.simplebank.domain.Account;
import io.simplebank.domain.AuditReport;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.Bank;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;
import org.assertj.core.api.AbstractAssert;

/** Assertions on a {@link Bank}: what is in it now, and whether its books are right. */
public final class BankAssert extends AbstractAssert<BankAssert, Bank> {

    BankAssert(Bank actual) {
        super(actual, BankAssert.class);
    }

    /**
     * Asserts that an audit finds nothing: all balances of a currency sum to zero, every account agrees with its entries
     * and holds, and so on. A failure tells every finding that the report keeps, up to 10,000.
     *
     * @return this
     */
    public BankAssert isBalanced() {
        isNotNull();
        AuditReport report = actual.audit();
        if (!report.isClean()) {
            throw failure(
                    "Expected the books to be right, but of %d accounts, %d transfers and %d holds an audit says:%n%s%s",
                    report.accounts(),
                    report.transfers(),
                    report.holds(),
                    report.findings().stream()
                            .map(Object::toString)
                            .collect(Collectors.joining(System.lineSeparator())),
                    report.totalFindings() > report.findings().size() ? " and more" : "");
        }
        return this;
    }

    /**
     * Asserts that there is an account, and goes on with it as it is now.
     *
     * @param id the account
     * @return assertions on the account
     */
    public AccountAssert account(UUID id) {
        isNotNull();
        Optional<Account> account = actual.accounts().find(id);
        if (account.isEmpty()) {
            throw failure("Expected an account %s, but there is none", id);
        }
        return new AccountAssert(account.get()).as(descriptionText());
    }

    /**
     * Asserts that an account is still there, and goes on with it as it is now.
     *
     * @param account as it was read before
     * @return assertions on the account
     */
    public AccountAssert account(Account account) {
        return account(account.getId());
    }

    /**
     * Asserts that a transfer was posted, and goes on with it.
     *
     * @param id the transfer
     * @return assertions on the transfer
     */
    public TransferAssert transfer(UUID id) {
        isNotNull();
        Optional<Transfer> transfer = actual.transfers().find(id);
        if (transfer.isEmpty()) {
            throw failure("Expected a transfer %s, but there is none", id);
        }
        return new TransferAssert(transfer.get()).as(descriptionText());
    }

    /**
     * Asserts that no transfer was posted under an id.
     *
     * @param id the id
     * @return this
     */
    public BankAssert hasNoTransfer(UUID id) {
        isNotNull();
        Optional<Transfer> transfer = actual.transfers().find(id);
        if (transfer.isPresent()) {
            throw failure("Expected no transfer %s, but there is one: %s", id, transfer.get());
        }
        return this;
    }

    /**
     * Asserts that a hold was placed, and goes on with it as it is now.
     *
     * @param id the hold
     * @return assertions on the hold
     */
    public HoldAssert hold(UUID id) {
        isNotNull();
        Optional<Hold> hold = actual.transfers().findHold(id);
        if (hold.isEmpty()) {
            throw failure("Expected a hold %s, but there is none", id);
        }
        return new HoldAssert(hold.get()).as(descriptionText());
    }

    /**
     * Asserts that a hold is still known, and goes on with it as it is now.
     *
     * @param hold as it was read before
     * @return assertions on the hold
     */
    public HoldAssert hold(Hold hold) {
        return hold(hold.getId());
    }
}
