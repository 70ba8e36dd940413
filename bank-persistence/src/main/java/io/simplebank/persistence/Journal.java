package io.simplebank.persistence;

import static java.util.Objects.requireNonNull;

import io.simplebank.domain.Account;
import io.simplebank.domain.Posting;
import io.simplebank.domain.Transfer;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
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
                (select ?::uuid[]), ?::uuid[], ?::uuid[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[], ?::bigint[],
                ?::timestamptz[], ?::uuid[], ?::text[], ?::text[])
              as p (id, from_account_id, to_account_id, from_position, to_position, from_balance, to_balance, amount,
                booked_at, reverses_id, currency, reference)
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
            set balance = n.balance, position = n.position, last_booked_at = n.last_booked_at, version = a.version + 1
            from unnest((select ?::uuid[]), ?::bigint[], ?::bigint[], ?::timestamptz[], ?::bigint[])
              as n (id, balance, position, last_booked_at, version)
            where a.id = n.id and a.version = n.version""";

    /** Two statements in one round trip; if the first fails, PostgreSQL skips the second. */
    private static final String WRITE_AND_COMMIT = WRITE + "; commit";

    private Journal() {}

    /**
     * Writes what was posted under the locks that the session's transaction holds.
     *
     * <p>An account whose version is not the one that was read would stay as it is, and the database's checks would
     * refuse the entries that it does not reflect.
     *
     * @param accounts the accounts after the postings, with the versions that were read under the locks
     */
    static void write(LedgerSession session, List<Posting> postings, Collection<Account> accounts) {
        String sql = session.commitsWithNextWrite() ? WRITE_AND_COMMIT : WRITE;
        session.hibernate().doWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session.hibernate(), connection, sql)) {
                Columns columns = new Columns(connection, statement);
                bindPostings(columns, postings);
                bindAccounts(columns, List.copyOf(accounts));
                statement.execute();
            }
        });
    }

    private static void bindPostings(Columns columns, List<Posting> postings) throws SQLException {
        List<Transfer> transfers = postings.stream().map(Posting::transfer).toList();
        columns.add("uuid", transfers, Transfer::getId);
        columns.add("uuid", transfers, Transfer::getFromAccountId);
        columns.add("uuid", transfers, Transfer::getToAccountId);
        columns.add("bigint", postings, posting -> posting.debit().getPosition());
        columns.add("bigint", postings, posting -> posting.credit().getPosition());
        columns.add("bigint", postings, posting -> posting.debit().getBalance().getAmountMinorLong());
        columns.add("bigint", postings, posting -> posting.credit().getBalance().getAmountMinorLong());
        columns.add("bigint", transfers, transfer -> transfer.getAmount().getAmountMinorLong());
        columns.add("timestamptz", transfers, transfer -> text(transfer.getBookedAt()));
        columns.add("uuid", transfers, Transfer::getReversesId);
        columns.add(
                "text",
                transfers,
                transfer -> transfer.getAmount().getCurrencyUnit().getCode());
        columns.add("text", transfers, Transfer::getReference);
    }

    private static void bindAccounts(Columns columns, List<Account> accounts) throws SQLException {
        columns.add("uuid", accounts, Account::getId);
        columns.add("bigint", accounts, account -> account.getBalance().getAmountMinorLong());
        columns.add("bigint", accounts, Account::getPosition);
        columns.add("timestamptz", accounts, account -> text(requireNonNull(account.getLastBookedAt())));
        columns.add("bigint", accounts, Account::getVersion);
    }

    /** ISO 8601 with the Z, which PostgreSQL reads whatever the session's time zone. */
    private static String text(Instant instant) {
        return instant.toString();
    }

    /** Binds one array after the other. */
    private static final class Columns {

        private final Connection connection;
        private final PreparedStatement statement;
        private int index;

        Columns(Connection connection, PreparedStatement statement) {
            this.connection = connection;
            this.statement = statement;
        }

        <T> void add(String type, List<T> rows, Function<T, @Nullable Object> value) throws SQLException {
            List<@Nullable Object> values = new ArrayList<>(rows.size());
            rows.forEach(row -> values.add(value.apply(row)));
            statement.setArray(++index, connection.createArrayOf(type, values.toArray()));
        }
    }
}
