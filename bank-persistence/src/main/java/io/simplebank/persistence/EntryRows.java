package io.simplebank.persistence;

import io.simplebank.domain.Entry;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/**
 * Reads {@code bank.entries}, by primary key only: its cost does not depend on how long a history is.
 *
 * <p>By SQL of its own, so that a long history does not pile up in a caller's persistence context.
 */
final class EntryRows {

    /**
     * How an account stood right before each of two moments, in order; one row where they are equal, none where there is
     * no such account. Times follow positions, so the last position before a moment is found by halving: each step looks
     * up one entry, about twenty for a million. No index on the time is needed, which every posting would pay for. One
     * statement sees both moments in one snapshot. {@code lateral … limit 1} is one lookup for each step, never a join
     * that reads the account as a whole.
     */
    static final String STANDINGS = String.format(Locale.ROOT, """
            with recursive moment (at) as (
              select ?::pg_catalog.timestamptz union select ?::pg_catalog.timestamptz
            ), search (account_id, currency, at, low, high) as (
              select a.id, a.currency, m.at, 0::bigint, a.position
              from bank.accounts a cross join moment m
              where a.id = ? and %s
              union all
              select s.account_id, s.currency, s.at,
                case when middle.is_before then middle.position else s.low end,
                case when middle.is_before then s.high else middle.position - 1 end
              from search s
              cross join lateral (
                select e.position, e.booked_at < s.at as is_before from bank.entries e
                where e.account_id = s.account_id and e.position = s.low + (s.high - s.low + 1) / 2
                limit 1) middle
              where s.low < s.high
            )
            select s.low, coalesce((
                select e.balance from bank.entries e where e.account_id = s.account_id and e.position = s.low limit 1), 0),
              s.currency
            from search s where s.low = s.high order by s.at""", Jdbc.PLANNED_FOR_EACH_CALL);

    /** The lines of a range of positions, in order. */
    static final String PAGE = String.format(Locale.ROOT, """
            select e.position, e.transfer_id, e.currency, e.amount, e.balance, e.booked_at
            from bank.entries e
            where e.account_id = ? and e.position > ? and e.position <= ? and %s
            order by e.position limit ?""", Jdbc.PLANNED_FOR_EACH_CALL);

    static final String POSITION =
            "select a.position from bank.accounts a where a.id = ? and " + Jdbc.PLANNED_FOR_EACH_CALL;

    /** What PostgreSQL's {@code timestamptz} can be: whatever was booked, was booked between. */
    private static final Instant EARLIEST = Instant.parse("-4713-11-24T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");

    private EntryRows() {}

    /**
     * How an account stands.
     *
     * @param position the last entry's, 0 before the first
     * @param balance the balance after that entry, in minor units
     * @param currencyCode the code of the account's currency
     */
    record Standing(long position, long balance, String currencyCode) {}

    /**
     * How an account stood at the two ends of a period. What lies between are the positions after the one up to the other.
     *
     * @param opening right before the period
     * @param closing right before its end
     */
    record Period(Standing opening, Standing closing) {}

    static Optional<Entry> find(SharedSessionContract session, UUID accountId, long position) {
        return page(session, accountId, position - 1, position, 1).stream().findFirst();
    }

    /** The position of an account's last entry, 0 before the first; nothing if there is no such account. */
    static Optional<Long> position(SharedSessionContract session, UUID accountId) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, POSITION)) {
                statement.setObject(1, accountId);
                statement.setBoolean(2, true);
                try (ResultSet row = statement.executeQuery()) {
                    return row.next() ? Optional.of(row.getLong(1)) : Optional.empty();
                }
            }
        });
    }

    /** The ends of the period from a moment on and before another; nothing if there is no such account. */
    static Optional<Period> period(SharedSessionContract session, UUID accountId, Instant from, Instant to) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, STANDINGS)) {
                statement.setObject(1, bound(from));
                statement.setObject(2, bound(to));
                statement.setObject(3, accountId);
                statement.setBoolean(4, true);
                try (ResultSet rows = statement.executeQuery()) {
                    if (!rows.next()) {
                        return Optional.empty();
                    }
                    Standing opening = standing(rows);
                    return Optional.of(new Period(opening, rows.next() ? standing(rows) : opening));
                }
            }
        });
    }

    private static Standing standing(ResultSet row) throws SQLException {
        return new Standing(row.getLong(1), row.getLong(2), row.getString(3));
    }

    /** At most so many lines behind a position, up to another, in order. */
    static List<Entry> page(SharedSessionContract session, UUID accountId, long after, long last, int limit) {
        return Currencies.counted(
                session,
                read(session, accountId, after, last, limit),
                Entry::getCurrencyCode,
                (entry, decimalPlaces) -> Entry.restore(
                        accountId,
                        entry.getPosition(),
                        entry.getTransferId(),
                        entry.getCurrencyCode(),
                        decimalPlaces,
                        entry.getAmountMinor(),
                        entry.getBalanceMinor(),
                        entry.getBookedAt()));
    }

    private static List<Entry> read(SharedSessionContract session, UUID accountId, long after, long last, int limit) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, PAGE)) {
                statement.setObject(1, accountId);
                statement.setLong(2, after);
                statement.setLong(3, last);
                statement.setBoolean(4, true);
                statement.setInt(5, limit);
                List<Entry> entries = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    String currency = "";
                    while (rows.next()) {
                        String its = rows.getString(3);
                        currency = its.equals(currency) ? currency : its;
                        entries.add(entry(accountId, currency, rows));
                    }
                }
                return entries;
            }
        });
    }

    /** The account's id and the code of the currency are shared by all its lines in memory. */
    private static Entry entry(UUID accountId, String currency, ResultSet row) throws SQLException {
        return Entry.restore(
                accountId,
                row.getLong(1),
                row.getObject(2, UUID.class),
                currency,
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, OffsetDateTime.class).toInstant());
    }

    /**
     * The same moment for PostgreSQL. Bookings have microseconds: what was booked before a moment within one was booked
     * before its end. The driver takes the two extremes for minus infinity and infinity.
     */
    static OffsetDateTime bound(Instant moment) {
        if (moment.isBefore(EARLIEST)) {
            return OffsetDateTime.MIN;
        }
        if (moment.isAfter(LATEST)) {
            return OffsetDateTime.MAX;
        }
        return moment.plusNanos(999).truncatedTo(ChronoUnit.MICROS).atOffset(ZoneOffset.UTC);
    }
}
