package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import java.time.Instant;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * A ledger in memory on which one thing happens after the other: what the tables must say, whatever happened at the same
 * time there. It decides by {@link Books}, as the library does under its locks.
 */
final class LedgerModel {

    private final Map<UUID, Account> accounts = new LinkedHashMap<>();
    private final Map<UUID, Transfer> transfers = new LinkedHashMap<>();
    private final Map<UUID, Hold> holds = new LinkedHashMap<>();

    LedgerModel copy() {
        LedgerModel copy = new LedgerModel();
        copy.accounts.putAll(accounts);
        copy.transfers.putAll(transfers);
        copy.holds.putAll(holds);
        return copy;
    }

    void add(Account account) {
        accounts.put(account.getId(), account);
    }

    void remove(UUID accountId) {
        accounts.remove(accountId);
    }

    Account account(UUID id) {
        Account account = accounts.get(id);
        if (account == null) {
            throw new AccountNotFoundException(null, id);
        }
        return account;
    }

    @Nullable
    Transfer transfer(UUID id) {
        return transfers.get(id);
    }

    @Nullable
    Hold hold(UUID id) {
        return holds.get(id);
    }

    Stream<Hold> holds() {
        return holds.values().stream();
    }

    Stream<Transfer> transfers() {
        return transfers.values().stream();
    }

    void put(Transfer transfer) {
        transfers.put(transfer.getId(), transfer);
    }

    void put(Hold hold) {
        holds.put(hold.getId(), hold);
    }

    /** Throws what the library would throw. */
    @SuppressWarnings("unchecked") // the answer to a command is of its type
    <R> R apply(Command<R> command) {
        Map<UUID, Long> reversed = new HashMap<>();
        for (Transfer transfer : transfers.values()) {
            UUID original = transfer.getReversesId();
            if (original != null) {
                reversed.merge(original, transfer.getAmount().getAmountMinorLong(), Long::sum);
            }
        }
        Books books = new Books(
                accounts.values().stream().map(Account::copy).toList(),
                new Known(List.copyOf(transfers.values()), List.copyOf(holds.values()), reversed),
                Instant.now());
        R result = ((Answer<R>) books.apply(List.of(command)).get(0)).get();
        books.changedAccountIds().forEach(id -> add(books.account(id, id)));
        books.postings().forEach(posting -> put(posting.transfer()));
        books.placedHolds().forEach(this::put);
        books.endedHolds().forEach(this::put);
        return result;
    }

    void set(UUID id, AccountStatus status, @Nullable Money minimum, @Nullable Money maximum) {
        Account account = account(id);
        add(Account.restore(
                id,
                account.getOwner(),
                account.getCurrency().getCode(),
                account.getBalance().getAmountMinorLong(),
                account.getHeld().getAmountMinorLong(),
                minimum == null ? null : minimum.getAmountMinorLong(),
                maximum == null ? null : maximum.getAmountMinorLong(),
                status,
                account.getPosition(),
                account.getVersion(),
                account.getOpenedAt(),
                account.getLastBookedAt()));
    }

    /** In words, a line for each row. */
    List<String> state() {
        Stream<String> rows = Stream.concat(
                accounts.values().stream().map(LedgerModel::line),
                Stream.concat(transfers().map(LedgerModel::line), holds().map(LedgerModel::line)));
        return rows.sorted().toList();
    }

    /** What {@link #state} says of these accounts, in SQL. */
    static String stateOf(List<UUID> accountIds) {
        String ids =
                "'{" + String.join(",", accountIds.stream().map(UUID::toString).toList()) + "}'";
        return """
                select concat_ws(' ', 'account', id, status, balance, held, position, coalesce(minimum_balance::text, '-'),
                  coalesce(maximum_balance::text, '-'))
                from bank.accounts where id = any(%1$s)
                union all
                select concat_ws(' ', 'transfer', id, from_account_id, to_account_id, amount,
                  coalesce(reverses_id::text, '-'), coalesce(reference, '-'))
                from bank.transfers where from_account_id = any(%1$s)
                union all
                select concat_ws(' ', 'hold', id, from_account_id, to_account_id, amount, status, captured,
                  coalesce(reference, '-'))
                from bank.holds where from_account_id = any(%1$s)""".formatted(ids);
    }

    private static String line(Account account) {
        return line(
                "account",
                account.getId(),
                account.getStatus(),
                account.getBalance().getAmountMinorLong(),
                account.getHeld().getAmountMinorLong(),
                account.getPosition(),
                minorUnits(account.getMinimumBalance()),
                minorUnits(account.getMaximumBalance()));
    }

    private static String line(Transfer transfer) {
        return line(
                "transfer",
                transfer.getId(),
                transfer.getFromAccountId(),
                transfer.getToAccountId(),
                transfer.getAmount().getAmountMinorLong(),
                transfer.getReversesId(),
                transfer.getReference());
    }

    private static String line(Hold hold) {
        return line(
                "hold",
                hold.getId(),
                hold.getFromAccountId(),
                hold.getToAccountId(),
                hold.getAmount().getAmountMinorLong(),
                hold.getStatus(),
                hold.getCapturedAmount().getAmountMinorLong(),
                hold.getReference());
    }

    private static @Nullable Long minorUnits(@Nullable Money limit) {
        return limit == null ? null : limit.getAmountMinorLong();
    }

    private static String line(@Nullable Object... words) {
        StringBuilder line = new StringBuilder();
        for (Object word : words) {
            line.append(line.isEmpty() ? "" : " ").append(word == null ? "-" : word);
        }
        return line.toString();
    }
}
