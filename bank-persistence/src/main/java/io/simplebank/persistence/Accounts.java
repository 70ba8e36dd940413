package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountConflictException;
import io.simplebank.domain.AccountInUseException;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.CurrencyMismatchException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.UnknownCurrencyException;
import java.time.Clock;
import java.time.Instant;
import java.util.EnumSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.function.Function;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** The account service over either way to get a transaction. */
final class Accounts implements AccountService {

    private static final Set<AccountStatus> NOT_CLOSED = EnumSet.complementOf(EnumSet.of(AccountStatus.CLOSED));

    private final Transacting transactions;
    private final Teller teller;
    private final Clock clock;
    private final Histories histories;

    Accounts(Transacting transactions, Teller teller, Clock clock) {
        this.transactions = transactions;
        this.teller = teller;
        this.clock = clock;
        this.histories = new Histories(transactions);
    }

    @Override
    public Account open(OpenAccount request) {
        Arguments.notNull("request", request);
        return transactions.write(request.id(), session -> {
            int places = request.currency().getDecimalPlaces();
            boolean isNew = AccountRows.insert(session.hibernate(), Account.open(request, clock.instant()), places);
            Optional<Account> found = AccountRows.find(session.hibernate(), request.id());
            if (found.isEmpty()) {
                requireSamePlaces(session, request);
            }
            Account account = found.orElseThrow();
            if (!isNew) {
                session.awaitStandby();
            }
            if (!account.getOwner().equals(request.owner())) {
                throw new AccountConflictException(account.getId(), "owner");
            }
            if (!account.getCurrencyCode().equals(request.currency().getCode())) {
                throw new AccountConflictException(account.getId(), "currency");
            }
            account.requireCurrency(request.id(), Money.zero(request.currency()));
            return account;
        });
    }

    private static void requireSamePlaces(LedgerSession session, OpenAccount request) {
        String code = request.currency().getCode();
        int requested = request.currency().getDecimalPlaces();
        Integer ledgers = Currencies.find(session.hibernate(), Set.of(code)).get(code);
        if (ledgers != null && ledgers != requested) {
            throw new CurrencyMismatchException(request.id(), "account", request.id(), code, ledgers, requested);
        }
    }

    @Override
    public Account get(UUID id) {
        return find(id).orElseThrow(() -> new AccountNotFoundException(null, id));
    }

    @Override
    public Optional<Account> find(UUID id) {
        Arguments.notNull("id", id);
        return transactions.read(session -> AccountRows.find(session, id));
    }

    @Override
    public List<Account> list(int offset, int limit) {
        Arguments.notNegative("offset", offset);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> AccountRows.list(session, offset, limit));
    }

    @Override
    public List<Account> list(String owner, int offset, int limit) {
        Arguments.text("owner", owner);
        Arguments.notNegative("offset", offset);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> AccountRows.list(session, owner, offset, limit));
    }

    @Override
    public List<Account> list(@Nullable UUID afterId, int limit) {
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> AccountRows.list(session, afterId, limit));
    }

    @Override
    public List<Account> list(String owner, @Nullable UUID afterId, int limit) {
        Arguments.text("owner", owner);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> AccountRows.list(session, owner, afterId, limit));
    }

    @Override
    public void lock(UUID... ids) {
        if (!(transactions instanceof CallersTransactions)) {
            throw new IllegalStateException("a lock ends with its transaction, and here every call has one of its own:"
                    + " lock through AccountService.joining(entityManager)");
        }
        Set<UUID> wanted = new LinkedHashSet<>();
        for (UUID id : Arguments.notNull("ids", ids)) {
            wanted.add(Arguments.notNull("id", id));
        }
        transactions.write(null, session -> {
            List<UUID> found = session.lock(wanted, Set.of(), Set.of()).accounts().stream()
                    .map(Account::getId)
                    .toList();
            wanted.stream().filter(id -> !found.contains(id)).findFirst().ifPresent(missing -> {
                throw new AccountNotFoundException(null, missing);
            });
            session.changed(found);
            return found;
        });
    }

    @Override
    public void setMinimumBalance(UUID id, @Nullable Money minimum) {
        setLimit(id, "minimum", minimum, Account::getMinimumBalance, (session, account) -> {
            if (minimum != null && account.getAvailable().isLessThan(minimum)) {
                throw new InsufficientFundsException(
                        null, id, account.getAvailable(), Money.zero(account.getCurrency()), minimum);
            }
            AccountRows.setMinimumBalance(session.hibernate(), id, minimum);
        });
    }

    @Override
    public void setMaximumBalance(UUID id, @Nullable Money maximum) {
        setLimit(id, "maximum", maximum, Account::getMaximumBalance, (session, account) -> {
            if (maximum != null && account.getBalance().isGreaterThan(maximum)) {
                throw new MaximumBalanceException(
                        null, id, account.getBalance(), Money.zero(account.getCurrency()), maximum);
            }
            AccountRows.setMaximumBalance(session.hibernate(), id, maximum);
        });
    }

    private void setLimit(
            UUID id,
            String name,
            @Nullable Money limit,
            Function<Account, @Nullable Money> present,
            BiConsumer<LedgerSession, Account> set) {
        if (limit != null) {
            Arguments.money(name, limit);
        }
        change(id, (session, account) -> {
            if (session.followsUnknownOutcome() && Objects.equals(present.apply(account), limit)) {
                return; // set by the lost attempt, perhaps, and closed since
            }
            if (account.getStatus() == AccountStatus.CLOSED) {
                throw new AccountNotOpenException(null, id, AccountStatus.CLOSED);
            }
            if (limit != null) {
                Account counted = counted(session, account);
                counted.requireCurrency(null, limit);
                Currencies.enter(session.hibernate(), List.of(counted));
            }
            set.accept(session, account);
            session.changed(Set.of(id));
        });
    }

    @Override
    public void freeze(UUID id) {
        move(id, NOT_CLOSED, AccountStatus.FROZEN);
    }

    @Override
    public void freezeDebits(UUID id) {
        move(id, NOT_CLOSED, AccountStatus.DEBITS_FROZEN);
    }

    @Override
    public void freezeCredits(UUID id) {
        move(id, NOT_CLOSED, AccountStatus.CREDITS_FROZEN);
    }

    @Override
    public void unfreeze(UUID id) {
        move(id, NOT_CLOSED, AccountStatus.OPEN);
    }

    @Override
    public void close(UUID id) {
        move(id, Set.of(AccountStatus.OPEN), AccountStatus.CLOSED);
    }

    @Override
    public void reopen(UUID id) {
        move(id, Set.of(AccountStatus.CLOSED), AccountStatus.OPEN);
    }

    private void move(UUID id, Set<AccountStatus> from, AccountStatus to) {
        change(id, (session, account) -> {
            if (account.getStatus() == to) {
                return;
            }
            if (!from.contains(account.getStatus())) {
                throw new AccountNotOpenException(null, id, account.getStatus());
            }
            if (to == AccountStatus.CLOSED) {
                requireClosable(session, account);
            }
            AccountRows.setStatus(session.hibernate(), id, to);
            session.changed(Set.of(id));
        });
    }

    private static void requireClosable(LedgerSession session, Account account) {
        if (account.getBalanceMinor() != 0 || account.getHeldMinor() != 0) {
            Account counted = counted(session, account);
            throw new AccountInUseException(
                    account.getId(),
                    "account " + account.getId() + " cannot be closed: its balance is "
                            + text(counted, account.getBalanceMinor()) + ", of which "
                            + text(counted, account.getHeldMinor()) + " are held");
        }
        if (HoldRows.isPendingTo(session.hibernate(), account.getId())) {
            throw new AccountInUseException(
                    account.getId(),
                    "account " + account.getId() + " cannot be closed: holds in its favour are pending");
        }
    }

    /** It was locked, and how the ledger counts its currency was not read with it. */
    private static Account counted(LedgerSession session, Account account) {
        String code = account.getCurrencyCode();
        return account.copy(Currencies.find(session.hibernate(), Set.of(code)).get(code));
    }

    private static String text(Account account, long minorUnits) {
        try {
            return Money.ofMinor(account.getCurrency(), minorUnits).toString();
        } catch (UnknownCurrencyException | CurrencyMismatchException itsCodeIsEnough) {
            return account.getCurrencyCode() + " " + minorUnits + " minor units";
        }
    }

    @Override
    public void delete(UUID id) {
        Arguments.notNull("id", id);
        transactions.write(null, session -> {
            Optional<Account> found = session.lock(id);
            if (found.isEmpty() && session.followsUnknownOutcome()) {
                session.awaitStandby(); // deleted by the lost attempt, perhaps
                return found;
            }
            Account account = found.orElseThrow(() -> new AccountNotFoundException(null, id));
            if (account.getPosition() > 0) {
                throw new AccountInUseException(
                        id,
                        "account " + id + " cannot be deleted: it has " + account.getPosition()
                                + " entries, and history stays; close it instead");
            }
            if (HoldRows.isNamed(session.hibernate(), id)) {
                throw new AccountInUseException(
                        id, "account " + id + " cannot be deleted: holds name it, and they stay; close it instead");
            }
            AccountRows.delete(session.hibernate(), id);
            session.removed(id);
            return found;
        });
    }

    /** Runs a change on an account under its lock. */
    private void change(UUID id, BiConsumer<LedgerSession, Account> change) {
        Arguments.notNull("id", id);
        transactions.write(null, session -> {
            Account account = session.lock(id).orElseThrow(() -> new AccountNotFoundException(null, id));
            change.accept(session, account);
            return account;
        });
    }

    @Override
    public Optional<Transfer> adjustBalance(UUID id, Money newBalance, UUID counterAccountId) {
        Arguments.notNull("id", id);
        Arguments.money("newBalance", newBalance);
        Arguments.notNull("counterAccountId", counterAccountId);
        return teller.serve(Adjustment.of(id, newBalance, counterAccountId));
    }

    @Override
    public Entry entry(UUID accountId, long position) {
        return histories.entry(accountId, position);
    }

    @Override
    public List<Entry> entries(UUID accountId, long afterPosition, int limit) {
        return histories.entries(accountId, afterPosition, limit);
    }

    @Override
    public List<Entry> entries(UUID accountId, Instant from, Instant to, long afterPosition, int limit) {
        return histories.entries(accountId, from, to, afterPosition, limit);
    }

    @Override
    public Stream<Entry> stream(UUID accountId, long afterPosition) {
        return histories.stream(accountId, afterPosition);
    }

    @Override
    public Stream<Entry> stream(UUID accountId, Instant from, Instant to) {
        return histories.stream(accountId, from, to);
    }

    @Override
    public Money balanceAt(UUID accountId, Instant when) {
        return histories.balanceAt(accountId, when);
    }

    @Override
    public Statement statement(UUID accountId, Instant from, Instant to) {
        return histories.statement(accountId, from, to);
    }
}
