package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountInUseException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferNotFoundException;
import java.sql.SQLException;
import java.util.Set;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Deeds that change accounts, and the one that changes a transfer. */
final class AccountDeeds {

    private AccountDeeds() {}

    private static boolean isNamed(Hold hold, UUID account) {
        return Set.of(hold.getFromAccountId(), hold.getToAccountId()).contains(account);
    }

    record Become(UUID account, AccountStatus status, boolean reopens) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            switch (status) {
                case OPEN -> {
                    if (reopens) {
                        accounts.reopen(account);
                    } else {
                        accounts.unfreeze(account);
                    }
                }
                case DEBITS_FROZEN -> accounts.freezeDebits(account);
                case CREDITS_FROZEN -> accounts.freezeCredits(account);
                case FROZEN -> accounts.freeze(account);
                case CLOSED -> accounts.close(account);
            }
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            String from = reopens ? "= 'CLOSED'" : status == AccountStatus.CLOSED ? "= 'OPEN'" : "<> 'CLOSED'";
            Deed.change(session, AroundTheLibrary.update(account, "status = '" + status + "'") + " and status " + from);
        }

        @Override
        public void on(LedgerModel model) {
            Account before = model.account(account);
            if (before.getStatus() == status) {
                return;
            }
            boolean closed = before.getStatus() == AccountStatus.CLOSED;
            boolean fits = reopens ? closed : !closed;
            if (!fits || status == AccountStatus.CLOSED && before.getStatus() != AccountStatus.OPEN) {
                throw new AccountNotOpenException(null, account, before.getStatus());
            }
            boolean inUse = !before.getBalance().isZero()
                    || !before.getHeld().isZero()
                    || model.holds().anyMatch(hold -> hold.getStatus() == HoldStatus.PENDING && isNamed(hold, account));
            if (status == AccountStatus.CLOSED && inUse) {
                throw new AccountInUseException(account, "account " + account + " is in use");
            }
            model.set(account, status, before.getMinimumBalance(), before.getMaximumBalance());
        }

        @Override
        public String toString() {
            return (reopens ? "reopen " : "make " + status + " ") + account;
        }
    }

    record Limit(UUID account, boolean minimum, @Nullable Money limit) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            if (minimum) {
                accounts.setMinimumBalance(account, limit);
            } else {
                accounts.setMaximumBalance(account, limit);
            }
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            String change = (minimum ? "minimum_balance = " : "maximum_balance = ")
                    + (limit == null ? null : limit.getAmountMinorLong());
            Deed.change(session, AroundTheLibrary.update(account, change) + " and status <> 'CLOSED'");
        }

        @Override
        public void on(LedgerModel model) {
            Account before = model.account(account);
            if (before.getStatus() == AccountStatus.CLOSED) {
                throw new AccountNotOpenException(null, account, AccountStatus.CLOSED);
            }
            Money zero = Money.zero(before.getCurrency());
            if (minimum) {
                if (limit != null && before.getAvailable().isLessThan(limit)) {
                    throw new InsufficientFundsException(null, account, before.getAvailable(), zero, limit);
                }
                model.set(account, before.getStatus(), limit, before.getMaximumBalance());
            } else {
                if (limit != null && before.getBalance().isGreaterThan(limit)) {
                    throw new MaximumBalanceException(null, account, before.getBalance(), zero, limit);
                }
                model.set(account, before.getStatus(), before.getMinimumBalance(), limit);
            }
        }

        @Override
        public String toString() {
            return "set the " + (minimum ? "minimum" : "maximum") + " of " + account + " to " + limit;
        }
    }

    record Delete(UUID account) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            accounts.delete(account);
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            Deed.change(session, "delete from bank.accounts where id = '" + account + "'");
        }

        @Override
        public void on(LedgerModel model) {
            if (model.account(account).getPosition() > 0 || model.holds().anyMatch(hold -> isNamed(hold, account))) {
                throw new AccountInUseException(account, "account " + account + " is in use");
            }
            model.remove(account);
        }

        @Override
        public String toString() {
            return "delete " + account;
        }
    }

    /**
     * @param locked the account that plain SQL locks first, as a capture does, which would bring the reference back
     */
    record Blank(UUID id, UUID locked) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            transfers.blankReference(id);
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            Deed.lock(session, locked, locked);
            session.execute("update bank.holds set reference = null where id = '" + id + "'");
            session.execute("update bank.transfers set reference = null where id = '" + id + "'");
        }

        @Override
        public void on(LedgerModel model) {
            Hold hold = model.hold(id);
            Transfer transfer = model.transfer(id);
            if (hold == null && transfer == null) {
                throw new TransferNotFoundException(id, id);
            }
            if (transfer != null) {
                model.put(Transfer.restore(
                        id,
                        transfer.getFromAccountId(),
                        transfer.getToAccountId(),
                        transfer.getAmount(),
                        null,
                        transfer.getReversesId(),
                        transfer.getBookedAt()));
            }
            if (hold != null) {
                model.put(Hold.restore(
                        id,
                        hold.getFromAccountId(),
                        hold.getToAccountId(),
                        hold.getAmount().getAmountMinorLong(),
                        hold.getCapturedAmount().getAmountMinorLong(),
                        hold.getAmount().getCurrencyUnit().getCode(),
                        null,
                        hold.getStatus(),
                        hold.getPlacedAt(),
                        hold.getExpiresAt(),
                        hold.getEndedAt()));
            }
        }

        @Override
        public String toString() {
            return "blank the reference of " + id;
        }
    }
}
