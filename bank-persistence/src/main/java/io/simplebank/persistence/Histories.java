package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Statement;
import io.simplebank.domain.UnknownCurrencyException;
import io.simplebank.persistence.EntryRows.Period;
import io.simplebank.persistence.EntryRows.Standing;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import java.util.stream.Stream;
import org.hibernate.SharedSessionContract;
import org.joda.money.CurrencyUnit;
import org.joda.money.IllegalCurrencyException;
import org.joda.money.Money;

/**
 * Reads the accounts' histories. What it builds on: an account's lines become visible in order of position, without a gap,
 * and never change. So whoever has seen a position can read everything up to it, now or later, page by page.
 */
final class Histories {

    /** What a page of a stream or a statement holds: a few hundred kilobytes. */
    static final int PAGE = 1_000;

    private final Transacting transactions;

    Histories(Transacting transactions) {
        this.transactions = transactions;
    }

    Entry entry(UUID accountId, long position) {
        Arguments.notNull("accountId", accountId);
        return transactions.read(session -> EntryRows.find(session, accountId, position)
                .orElseThrow(() -> {
                    Account account = AccountRows.find(session, accountId)
                            .orElseThrow(() -> new AccountNotFoundException(null, accountId));
                    return new IllegalArgumentException("account " + accountId + " has the entries 1 to "
                            + account.getPosition() + ", but none at position " + position);
                }));
    }

    List<Entry> entries(UUID accountId, long afterPosition, int limit) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNegative("afterPosition", afterPosition);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> EntryRows.page(session, accountId, afterPosition, Long.MAX_VALUE, limit));
    }

    List<Entry> entries(UUID accountId, Instant from, Instant to, long afterPosition, int limit) {
        requirePeriod(accountId, from, to);
        Arguments.notNegative("afterPosition", afterPosition);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> {
            Period period = period(session, accountId, from, to);
            long after = Math.max(afterPosition, period.opening().position());
            return EntryRows.page(session, accountId, after, period.closing().position(), limit);
        });
    }

    Stream<Entry> stream(UUID accountId, long afterPosition) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNegative("afterPosition", afterPosition);
        long last = transactions.read(session -> EntryRows.position(session, accountId)
                .orElseThrow(() -> new AccountNotFoundException(null, accountId)));
        return stream(accountId, afterPosition, last);
    }

    Stream<Entry> stream(UUID accountId, Instant from, Instant to) {
        requirePeriod(accountId, from, to);
        Period period = transactions.read(session -> period(session, accountId, from, to));
        return stream(accountId, period.opening().position(), period.closing().position());
    }

    /** Each page is read when its first line is asked for, in a read of its own. */
    private Stream<Entry> stream(UUID accountId, long after, long last) {
        return LongStream.iterate(after, position -> position < last, position -> position + PAGE)
                .mapToObj(position -> transactions.read(session -> page(session, accountId, position, last)))
                .flatMap(List::stream);
    }

    Money balanceAt(UUID accountId, Instant when) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNull("when", when);
        Instant next = when.equals(Instant.MAX) ? when : when.plusNanos(1);
        Standing standing = transactions.read(session -> {
            Standing closing = period(session, accountId, next, next).closing();
            requireCounted(session, accountId, closing);
            return closing;
        });
        try {
            return Money.ofMinor(CurrencyUnit.of(standing.currencyCode()), standing.balance());
        } catch (IllegalCurrencyException unknown) {
            throw new UnknownCurrencyException(null, "account", accountId, standing.currencyCode());
        }
    }

    Statement statement(UUID accountId, Instant from, Instant to) {
        requirePeriod(accountId, from, to);
        return transactions.read(session -> {
            Period period = period(session, accountId, from, to);
            requireCounted(session, accountId, period.opening());
            long last = period.closing().position();
            List<Entry> entries = new ArrayList<>();
            for (long position = period.opening().position(); position < last; position += PAGE) {
                entries.addAll(page(session, accountId, position, last));
            }
            return Statement.of(
                    accountId,
                    from,
                    to,
                    period.opening().currencyCode(),
                    period.opening().balance(),
                    entries,
                    period.closing().balance());
        });
    }

    private static void requireCounted(SharedSessionContract session, UUID accountId, Standing standing) {
        String code = standing.currencyCode();
        Currencies.require(
                null,
                accountId,
                code,
                Currencies.ofConnection(session, Set.of(code)).get(code));
    }

    private static void requirePeriod(UUID accountId, Instant from, Instant to) {
        Arguments.notNull("accountId", accountId);
        if (Arguments.notNull("from", from).isAfter(Arguments.notNull("to", to))) {
            throw new IllegalArgumentException("from must not be after to, but " + from + " is after " + to);
        }
    }

    private static Period period(SharedSessionContract session, UUID accountId, Instant from, Instant to) {
        return EntryRows.period(session, accountId, from, to)
                .orElseThrow(() -> new AccountNotFoundException(null, accountId));
    }

    /** The lines behind a position, up to one that was seen. */
    private static List<Entry> page(SharedSessionContract session, UUID accountId, long after, long last) {
        long end = Math.min(after + PAGE, last);
        List<Entry> page = EntryRows.page(session, accountId, after, end, PAGE);
        if (page.size() != end - after) {
            throw new IllegalStateException("account " + accountId + " had entries up to position " + last
                    + ", but now only " + page.size() + " of those from " + (after + 1) + " to " + end
                    + ": a transaction was rolled back, or this is a replica that lags behind");
        }
        return page;
    }
}
