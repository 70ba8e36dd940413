package io.simplebank.persistence;

import io.simplebank.domain.Entry;
import io.simplebank.domain.Posting;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.function.ToLongFunction;
import org.jspecify.annotations.Nullable;

/**
 * Writes postings: transfers, entries and accounts in <b>one</b> statement, however many they are.
 *
 * <p>One statement is one round trip, and it is what the database's checks look at as a whole (changeset
 * {@code 06-whole-postings}): their statement triggers fire once, after all three tables have changed. Flushing entities
 * would send a statement for each row. {@code (select ?)} spares planning it each time, as in {@link AccountLocks}.
 */
final class Journal {

    private static final String WRITE = """
            with posting as materialized (
              select * from unnest(
                (select ?::uuid[]), ?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::boolean[], ?::boolean[], ?::bigint[], ?::timestamptz[], ?::uuid[], ?::text[], ?::text[])
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

    /** Two statements in one round trip; if the first fails, PostgreSQL skips the second. */
    private static final String WRITE_AND_COMMIT = WRITE + "; commit";

    private Journal() {}

    /** Writes what was posted, in order, under the locks that the session's transaction holds. */
    static void write(LedgerSession session, List<Posting> postings) {
        String sql = session.commitsWithNextWrite() ? WRITE_AND_COMMIT : WRITE;
        session.hibernate().doWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session.hibernate(), connection, sql)) {
                bind(new Columns<>(connection, statement, postings));
                statement.execute();
            }
        });
    }

    private static void bind(Columns<Posting> columns) throws SQLException {
        Set<Entry> last = lastEntries(columns.rows);
        columns.add("uuid", posting -> posting.transfer().getId());
        columns.add("uuid", posting -> posting.transfer().getFromAccountId());
        columns.add("uuid", posting -> posting.transfer().getToAccountId());
        columns.addLongs(posting -> posting.debit().getPosition());
        columns.addLongs(posting -> posting.credit().getPosition());
        columns.addLongs(posting -> posting.debit().getBalance().getAmountMinorLong());
        columns.addLongs(posting -> posting.credit().getBalance().getAmountMinorLong());
        columns.addBooleans(posting -> last.contains(posting.debit()));
        columns.addBooleans(posting -> last.contains(posting.credit()));
        columns.addLongs(posting -> posting.transfer().getAmount().getAmountMinorLong());
        // ISO 8601 with the Z, which PostgreSQL reads whatever the session's time zone.
        columns.add("timestamptz", posting -> posting.transfer().getBookedAt().toString());
        columns.add("uuid", posting -> posting.transfer().getReversesId());
        columns.add(
                "text",
                posting -> posting.transfer().getAmount().getCurrencyUnit().getCode());
        columns.add("text", posting -> posting.transfer().getReference());
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

    /** Binds one array after the other, each with a value for every row. */
    private static final class Columns<T> {

        private final Connection connection;
        private final PreparedStatement statement;
        private final List<T> rows;
        private int index;

        Columns(Connection connection, PreparedStatement statement, List<T> rows) {
            this.connection = connection;
            this.statement = statement;
            this.rows = rows;
        }

        void add(String type, Function<T, @Nullable Object> value) throws SQLException {
            @Nullable Object[] values = new @Nullable Object[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.apply(rows.get(i));
            }
            statement.setArray(++index, connection.createArrayOf(type, values));
        }

        /** The driver sends arrays of primitives in binary form, which costs both sides less. */
        void addLongs(ToLongFunction<T> value) throws SQLException {
            statement.setObject(++index, rows.stream().mapToLong(value).toArray());
        }

        void addBooleans(Predicate<T> value) throws SQLException {
            boolean[] values = new boolean[rows.size()];
            for (int i = 0; i < values.length; i++) {
                values[i] = value.test(rows.get(i));
            }
            statement.setObject(++index, values);
        }
    }
}
