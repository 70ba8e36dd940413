package io.simplebank.persistence;

import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Posting;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;

/**
 * Writes what was done to the books: transfers, entries, holds and accounts in <b>one</b> statement, however many they are.
 *
 * <p>One statement is one round trip, and it is what the database's checks look at as a whole (changesets
 * {@code 06-whole-postings}, {@code 08-holds} and {@code 13-running-held}): their statement triggers fire
 * once, after all tables have changed. Flushing entities would send a statement for each row. {@code (select ?)} spares
 * planning it each time, as in {@link AccountLocks}. {@code = any} of the ids that are joined anyway leaves a plan that
 * was made while a table was small no other way than to look up each row.
 */
final class Journal {

    private static final String POSTING = """
            posting as materialized (
              select * from unnest(
                (select ?::pg_catalog.uuid[]), ?::pg_catalog.uuid[], ?::pg_catalog.uuid[], ?::bigint[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::boolean[], ?::boolean[], ?::bigint[], ?::pg_catalog.timestamptz[],
                ?::pg_catalog.uuid[], ?::pg_catalog.text[], ?::pg_catalog.text[])
              as p (id, from_account_id, to_account_id, from_position, to_position, from_balance, to_balance,
                is_last_debit, is_last_credit, amount, booked_at, reverses_id, currency, reference)
            ), posted_transfers as (
              insert into bank.transfers (id, from_account_id, to_account_id, from_position, to_position, amount,
                booked_at, reverses_id, currency, reference)
              select id, from_account_id, to_account_id, from_position, to_position, amount,
                booked_at, reverses_id, currency, reference
              from posting
            ), posted_entries as (
              insert into bank.entries (account_id, position, transfer_id, amount, balance, booked_at, currency)
              select from_account_id, from_position, id, -amount, from_balance, booked_at, currency from posting
              union all
              select to_account_id, to_position, id, amount, to_balance, booked_at, currency from posting
            )
            """;

    private static final String PLACING = """
            placed_holds as (
              insert into bank.holds (id, from_account_id, to_account_id, amount, captured, placed_at, expires_at,
                ended_at, currency, status, reference)
              select * from unnest(
                (select ?::pg_catalog.uuid[]), ?::pg_catalog.uuid[], ?::pg_catalog.uuid[], ?::bigint[], ?::bigint[],
                ?::pg_catalog.timestamptz[], ?::pg_catalog.timestamptz[], ?::pg_catalog.timestamptz[],
                ?::pg_catalog.text[], ?::pg_catalog.text[], ?::pg_catalog.text[])
            )
            """;

    private static final String ENDING = """
            ended_holds as (
              update bank.holds h
              set status = e.status, captured = e.captured, ended_at = e.ended_at
              from unnest((select ?::pg_catalog.uuid[]), ?::pg_catalog.text[], ?::bigint[], ?::pg_catalog.timestamptz[])
                as e (id, status, captured, ended_at)
              where h.id = e.id and h.id = any((select ?)::pg_catalog.uuid[])
            )
            """;

    /** Where nothing but postings is written, what an account becomes is known from its last entry: no further arrays. */
    private static final String ACCOUNTS_OF_POSTINGS = """
            update bank.accounts a
            set balance = e.balance, position = e.position, last_booked_at = e.booked_at, version = a.version + 1
            from (
              select from_account_id as account_id, from_position as position, from_balance as balance, booked_at
              from posting where is_last_debit
              union all
              select to_account_id, to_position, to_balance, booked_at
              from posting where is_last_credit
            ) e
            where a.id = e.account_id""";

    /**
     * With holds, accounts change that have no new entry, and some in nothing but their version. Each row says what has
     * changed about the holds on it, so that the database need not add up all that are pending.
     */
    private static final String ACCOUNTS = """
            update bank.accounts a
            set balance = c.balance, position = c.position, last_booked_at = c.last_booked_at, held = c.held,
              held_before = c.held_before, held_added = c.held_added, hold_placed = c.hold_placed,
              hold_ended = c.hold_ended, version = a.version + 1
            from unnest((select ?::pg_catalog.uuid[]), ?::bigint[], ?::bigint[], ?::pg_catalog.timestamptz[], ?::bigint[],
                ?::bigint[], ?::bigint[], ?::pg_catalog.uuid[], ?::pg_catalog.uuid[])
              as c (id, balance, position, last_booked_at, held, held_before, held_added, hold_placed, hold_ended)
            where a.id = c.id and a.id = any((select ?)::pg_catalog.uuid[])""";

    /** Two statements in one round trip; if the first fails, PostgreSQL skips the second. */
    private static final String AND_COMMIT = "; commit";

    private static final String POST = "with " + POSTING + ACCOUNTS_OF_POSTINGS;
    private static final String POST_AND_COMMIT = POST + AND_COMMIT;

    private Journal() {}

    /** Writes what was done, in order, under the locks that the session's transaction holds. */
    static void write(LedgerSession session, Books books) {
        boolean commits = session.commitsWithNextWrite();
        String sql = books.hasChangedHolds()
                ? withHolds(books) + (commits ? AND_COMMIT : "")
                : commits ? POST_AND_COMMIT : POST;
        session.hibernate().doWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session.hibernate(), connection, sql)) {
                bind(new Columns(connection, statement), books);
                statement.execute();
                session.written(statement);
            }
        });
    }

    /** Only the parts that there are rows for: each table that a statement names fires its triggers, rows or none. */
    private static String withHolds(Books books) {
        List<String> parts = new ArrayList<>();
        if (!books.postings().isEmpty()) {
            parts.add(POSTING);
        }
        if (!books.placedHolds().isEmpty()) {
            parts.add(PLACING);
        }
        if (!books.endedHolds().isEmpty()) {
            parts.add(ENDING);
        }
        return "with " + String.join(", ", parts) + ACCOUNTS;
    }

    private static void bind(Columns columns, Books books) throws SQLException {
        if (!books.postings().isEmpty()) {
            bindPostings(columns, books.postings());
        }
        if (!books.placedHolds().isEmpty()) {
            bindPlaced(columns, List.copyOf(books.placedHolds()));
        }
        if (!books.endedHolds().isEmpty()) {
            bindEnded(columns, List.copyOf(books.endedHolds()));
        }
        if (books.hasChangedHolds()) {
            bindAccounts(columns, List.copyOf(books.changedAccounts()));
        }
    }

    private static void bindPostings(Columns columns, List<Posting> postings) throws SQLException {
        Set<Entry> last = lastEntries(postings);
        columns.of(postings)
                .uuids(posting -> posting.transfer().getId())
                .uuids(posting -> posting.transfer().getFromAccountId())
                .uuids(posting -> posting.transfer().getToAccountId())
                .longs(posting -> posting.debit().getPosition())
                .longs(posting -> posting.credit().getPosition())
                .longs(posting -> posting.debit().getBalanceMinor())
                .longs(posting -> posting.credit().getBalanceMinor())
                .booleans(posting -> last.contains(posting.debit()))
                .booleans(posting -> last.contains(posting.credit()))
                .longs(posting -> posting.transfer().getAmountMinor())
                .instants(posting -> posting.transfer().getBookedAt())
                .uuids(posting -> posting.transfer().getReversesId())
                .texts(posting -> posting.transfer().getCurrencyCode())
                .texts(posting -> posting.transfer().getReference());
    }

    /** The entries that say what the rows of their accounts are to say. */
    private static Set<Entry> lastEntries(List<Posting> postings) {
        Map<UUID, Entry> last = new HashMap<>();
        for (Posting posting : postings) {
            last.put(posting.debit().getAccountId(), posting.debit());
            last.put(posting.credit().getAccountId(), posting.credit());
        }
        Set<Entry> entries = Collections.newSetFromMap(new IdentityHashMap<>());
        entries.addAll(last.values());
        return entries;
    }

    private static void bindPlaced(Columns columns, List<Hold> holds) throws SQLException {
        columns.of(holds)
                .uuids(Hold::getId)
                .uuids(Hold::getFromAccountId)
                .uuids(Hold::getToAccountId)
                .longs(Hold::getAmountMinor)
                .longs(Hold::getCapturedAmountMinor)
                .instants(Hold::getPlacedAt)
                .instants(Hold::getExpiresAt)
                .instants(Hold::getEndedAt)
                .texts(Hold::getCurrencyCode)
                .texts(hold -> hold.getStatus().name())
                .texts(Hold::getReference);
    }

    private static void bindEnded(Columns columns, List<Hold> holds) throws SQLException {
        columns.of(holds)
                .uuids(Hold::getId)
                .texts(hold -> hold.getStatus().name())
                .longs(Hold::getCapturedAmountMinor)
                .instants(Hold::getEndedAt)
                .uuids(Hold::getId);
    }

    private static void bindAccounts(Columns columns, List<HeldChange> changes) throws SQLException {
        columns.of(changes)
                .uuids(change -> change.account().getId())
                .longs(change -> change.account().getBalanceMinor())
                .longs(change -> change.account().getPosition())
                .instants(change -> change.account().getLastBookedAt())
                .longs(change -> change.account().getHeldMinor())
                .nullableLongs(HeldChange::before)
                .nullableLongs(HeldChange::added)
                .uuids(HeldChange::placedId)
                .uuids(HeldChange::endedId)
                .uuids(change -> change.account().getId());
    }
}
