package io.simplebank.persistence;

import io.simplebank.domain.Entry;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/** Reads {@code bank.entries}, by primary key only: its cost does not depend on how long a history is. */
final class EntryRows {

    /**
     * The greatest position that was booked by a moment. Times follow positions, so it is found by halving: each step
     * looks up one entry, about twenty for a million. No index on the time is needed, which every posting would pay for.
     */
    private static final String POSITION_AT = """
            with recursive search (low, high) as (
              select 0::bigint, a.position from bank.accounts a where a.id = :account
              union all
              select case when e.booked_at <= :when then e.position else s.low end,
                case when e.booked_at <= :when then s.high else e.position - 1 end
              from search s
              join bank.entries e on e.account_id = :account and e.position = s.low + (s.high - s.low + 1) / 2
              where s.low < s.high
            )
            select low from search where low = high""";

    /** What PostgreSQL's {@code timestamptz} can be. */
    private static final Instant EARLIEST = Instant.parse("-4712-01-01T00:00:00Z");

    private static final Instant LATEST = Instant.parse("+294276-12-31T23:59:59.999999Z");

    private EntryRows() {}

    static Optional<Entry> find(SharedSessionContract session, UUID accountId, long position) {
        return session.createSelectionQuery(
                        "select e from Entry e where e.accountId = :account and e.position = :position", Entry.class)
                .setParameter("account", accountId)
                .setParameter("position", position)
                .uniqueResultOptional();
    }

    static List<Entry> list(SharedSessionContract session, UUID accountId, long afterPosition, int limit) {
        return session.createSelectionQuery("""
                        select e from Entry e where e.accountId = :account and e.position > :after
                        order by e.position""", Entry.class)
                .setParameter("account", accountId)
                .setParameter("after", afterPosition)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The last entry that was booked at a moment or before. */
    static Optional<Entry> lastAt(SharedSessionContract session, UUID accountId, Instant when) {
        return session.createNativeQuery(POSITION_AT, Long.class)
                .setParameter("account", accountId)
                .setParameter("when", comparable(when))
                .uniqueResultOptional()
                .flatMap(position -> find(session, accountId, position));
    }

    /** Bookings have microseconds: the driver would round up to one that is still to come. */
    private static Instant comparable(Instant when) {
        Instant earlier = when.isAfter(LATEST) ? LATEST : when;
        return earlier.isBefore(EARLIEST) ? EARLIEST : earlier.truncatedTo(ChronoUnit.MICROS);
    }
}
