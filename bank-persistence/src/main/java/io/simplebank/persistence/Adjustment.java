package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.BalanceOverflowException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;

/**
 * Brings an account to a balance by posting the difference, which is known only under the locks.
 *
 * @param template carries the id under which a retry finds what an earlier try has posted, and the two accounts: from
 *     is the one to adjust, to is the counter account. Its amount is of the new balance's currency and means nothing
 */
record Adjustment(TransferRequest template, Money newBalance) implements Command<Optional<Transfer>> {

    static Adjustment of(UUID accountId, Money newBalance, UUID counterAccountId) {
        Money anything = Money.ofMinor(newBalance.getCurrencyUnit(), 1);
        return new Adjustment(TransferRequest.of(accountId, counterAccountId, anything), newBalance);
    }

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.ADJUSTMENT;
    }

    @Override
    public UUID requestId() {
        return template.id();
    }

    @Override
    public Set<UUID> accountIds() {
        return Set.of(template.fromAccountId(), template.toAccountId());
    }

    @Override
    public Set<UUID> transferIds() {
        return Set.of(template.id());
    }

    @Override
    public Optional<Transfer> applyTo(Books books) {
        Optional<Transfer> postedBefore = books.transfer(template.id());
        if (postedBefore.isPresent()) {
            return postedBefore;
        }
        Account account = books.account(template.fromAccountId(), template.id());
        UUID counter = books.account(template.toAccountId(), template.id()).getId();
        if (!account.getCurrencyCode().equals(newBalance.getCurrencyUnit().getCode())) {
            // Refused, as a transfer in this currency is: not for its currency if an account is not even open.
            return Optional.of(books.post(template));
        }
        account.requireCurrency(template.id(), newBalance);
        Money difference = newBalance.minus(account.getBalance());
        if (difference.isZero()) {
            return Optional.empty();
        }
        if (difference.abs().isGreaterThan(Money.ofMinor(account.getCurrency(), Long.MAX_VALUE))) {
            throw new BalanceOverflowException(template.id(), account.getId(), account.getBalance(), difference);
        }
        return Optional.of(books.post(
                difference.isPositive()
                        ? new TransferRequest(template.id(), counter, account.getId(), difference, null)
                        : new TransferRequest(template.id(), account.getId(), counter, difference.abs(), null)));
    }
}
