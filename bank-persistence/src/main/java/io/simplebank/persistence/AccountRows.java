package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Types;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Reads and changes single rows of {@code bank.accounts}. Balances are the {@link Journal}'s alone. */
final class AccountRows {

    /** What {@link #read} reads, of a row that is called {@code a}. */
    static final String COLUMNS = "a.id, a.owner, a.currency, a.balance, a.held, a.minimum_balance, a.maximum_balance,"
            + " a.status, a.position, a.version, a.opened_at, a.last_booked_at";

    /** What {@link #readCounted} reads: those, and how the ledger counts the currency. */
    static final String COUNTED_COLUMNS =
            COLUMNS + ", (select c.exponent from bank.currencies c where c.code = a.currency)";

    private static final String SELECT = "select " + COUNTED_COLUMNS + " from bank.accounts a ";
    private static final String FIND = SELECT + "where a.id = ?";
    private static final String PAGE = SELECT + "order by a.id offset ? limit ?";

    /** A string is bound as varchar, to which no operator of the column's type fits exactly: see {@link Jdbc}. */
    private static final String PAGE_OF_OWNER =
            SELECT + "where a.owner operator(pg_catalog.=) ? order by a.id offset ? limit ?";

    private static final String FIRST_PAGE = SELECT + "order by a.id limit ?";
    private static final String NEXT_PAGE = SELECT + "where a.id > ? order by a.id limit ?";

    /**
     * A range instead of an equality, so that only the index on (owner, id) has the wanted order. Else PostgreSQL walks
     * through all accounts in order of id where it believes that nearly each of them is the owner's.
     */
    private static final String FIRST_PAGE_OF_OWNER = SELECT
            + "where a.owner operator(pg_catalog.>=) ? and a.owner operator(pg_catalog.<=) ? order by a.owner, a.id limit ?";

    private static final String NEXT_PAGE_OF_OWNER = SELECT
            + "where (a.owner, a.id) operator(pg_catalog.>) (?, ?) and a.owner operator(pg_catalog.<=) ?"
            + " order by a.owner, a.id limit ?";

    /**
     * Two statements in one round trip: how a currency is counted is written down with the first account of it, and the
     * second one sees it, also where another session was first.
     */
    private static final String INSERT = """
            insert into bank.currencies (code, exponent)
            select ?::pg_catalog.text, ?::smallint
            where not exists (select from bank.accounts a where a.id = ?)
            on conflict (code) do nothing;
            insert into bank.accounts (id, owner, currency, balance, held, minimum_balance, maximum_balance,
              status, position, version, opened_at)
            select ?::pg_catalog.uuid, ?::pg_catalog.text, c.code, 0, 0, ?::bigint, ?::bigint, ?::pg_catalog.text, 0, 0,
              ?::pg_catalog.timestamptz
            from bank.currencies c where c.code operator(pg_catalog.=) ? and c.exponent = ?
            on conflict (id) do nothing""";

    private static final String SET = "update bank.accounts set version = version + 1, %s = ? where id = ?";
    private static final String SET_STATUS = SET.formatted("status");
    private static final String SET_MINIMUM = SET.formatted("minimum_balance");
    private static final String SET_MAXIMUM = SET.formatted("maximum_balance");

    private static final String DELETE = "delete from bank.accounts where id = ?";

    private AccountRows() {}

    /**
     * Does nothing and returns false if there is an account of this id, even one that another transaction is just adding, or
     * if the ledger counts the currency with another number of decimal places.
     */
    static boolean insert(SharedSessionContract session, Account account, int decimalPlaces) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, INSERT)) {
                statement.setString(1, account.getCurrencyCode());
                statement.setInt(2, decimalPlaces);
                statement.setObject(3, account.getId());
                statement.setObject(4, account.getId());
                statement.setString(5, account.getOwner());
                statement.setObject(6, account.getMinimumBalanceMinor(), Types.BIGINT);
                statement.setObject(7, account.getMaximumBalanceMinor(), Types.BIGINT);
                statement.setString(8, account.getStatus().name());
                statement.setObject(9, account.getOpenedAt().atOffset(ZoneOffset.UTC));
                statement.setString(10, account.getCurrencyCode());
                statement.setInt(11, decimalPlaces);
                statement.execute();
                statement.getMoreResults();
                return statement.getUpdateCount() > 0;
            }
        });
    }

    /** The row as it is, outside any persistence context: what a caller's session has read before does not matter. */
    static Optional<Account> find(SharedSessionContract session, UUID id) {
        return Jdbc.list(session, FIND, statement -> statement.setObject(1, id), AccountRows::readCounted).stream()
                .findFirst();
    }

    static List<Account> list(SharedSessionContract session, int offset, int limit) {
        return Jdbc.list(
                session,
                PAGE,
                statement -> {
                    statement.setInt(1, offset);
                    statement.setInt(2, limit);
                },
                AccountRows::readCounted);
    }

    static List<Account> list(SharedSessionContract session, String owner, int offset, int limit) {
        return Jdbc.list(
                session,
                PAGE_OF_OWNER,
                statement -> {
                    statement.setString(1, owner);
                    statement.setInt(2, offset);
                    statement.setInt(3, limit);
                },
                AccountRows::readCounted);
    }

    static List<Account> list(SharedSessionContract session, @Nullable UUID afterId, int limit) {
        return Jdbc.list(
                session,
                afterId == null ? FIRST_PAGE : NEXT_PAGE,
                statement -> {
                    int index = 0;
                    if (afterId != null) {
                        statement.setObject(++index, afterId);
                    }
                    statement.setInt(++index, limit);
                },
                AccountRows::readCounted);
    }

    static List<Account> list(SharedSessionContract session, String owner, @Nullable UUID afterId, int limit) {
        return Jdbc.list(
                session,
                afterId == null ? FIRST_PAGE_OF_OWNER : NEXT_PAGE_OF_OWNER,
                statement -> {
                    int index = 0;
                    statement.setString(++index, owner);
                    if (afterId != null) {
                        statement.setObject(++index, afterId);
                    }
                    statement.setString(++index, owner);
                    statement.setInt(++index, limit);
                },
                AccountRows::readCounted);
    }

    /** An account out of a row that begins with {@link #COLUMNS}. */
    static Account read(ResultSet row) throws SQLException {
        OffsetDateTime lastBookedAt = row.getObject(12, OffsetDateTime.class);
        return Account.restore(
                row.getObject(1, UUID.class),
                row.getString(2),
                row.getString(3),
                row.getLong(4),
                row.getLong(5),
                row.getObject(6, Long.class),
                row.getObject(7, Long.class),
                AccountStatus.valueOf(row.getString(8)),
                row.getLong(9),
                row.getLong(10),
                row.getObject(11, OffsetDateTime.class).toInstant(),
                lastBookedAt == null ? null : lastBookedAt.toInstant());
    }

    /** An account out of a row that begins with {@link #COUNTED_COLUMNS}. */
    static Account readCounted(ResultSet row) throws SQLException {
        return read(row).copy(Currencies.places(row, 13));
    }

    static void setStatus(SharedSessionContract session, UUID id, AccountStatus status) {
        Jdbc.update(session, SET_STATUS, statement -> {
            statement.setString(1, status.name());
            statement.setObject(2, id);
        });
    }

    static void setMinimumBalance(SharedSessionContract session, UUID id, @Nullable Money minimum) {
        setLimit(session, SET_MINIMUM, id, minimum);
    }

    static void setMaximumBalance(SharedSessionContract session, UUID id, @Nullable Money maximum) {
        setLimit(session, SET_MAXIMUM, id, maximum);
    }

    private static void setLimit(SharedSessionContract session, String sql, UUID id, @Nullable Money limit) {
        Jdbc.update(session, sql, statement -> {
            statement.setObject(1, limit == null ? null : limit.getAmountMinorLong(), Types.BIGINT);
            statement.setObject(2, id);
        });
    }

    static void delete(SharedSessionContract session, UUID id) {
        Jdbc.update(session, DELETE, statement -> statement.setObject(1, id));
    }
}
