package io.simplebank.persistence.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/**
 * The limit: 1,000 transfers a statement, which finds out positions and balances itself. It looks up no ids, so it knows
 * no replay, and where one transfer is refused, all are.
 */
final class BulkSql implements Contender {

    static final int TRANSFERS = 1_000;

    /**
     * Each transfer has two legs; a leg's position and balance are the account's, and what the legs before it add. The
     * locks come first, in order of id, as the library takes them.
     */
    private static final String POST = """
            with input as materialized (
              select * from unnest(?::uuid[], ?::uuid[], ?::uuid[], ?::bigint[])
                with ordinality as i (id, from_account_id, to_account_id, amount, n)
            ), locked as materialized (
              select id, currency, balance, position, last_booked_at
              from bank.accounts
              where id in (select from_account_id from input union select to_account_id from input)
              order by id for no key update
            ), moment as materialized (
              select greatest(now(), max(last_booked_at)) as booked_at from locked
            ), leg as materialized (
              select l.n, l.id, l.account_id, l.amount, a.currency,
                a.position + row_number() over chain as position,
                a.balance + sum(l.amount) over chain as balance,
                lead(l.n) over chain is null as is_last
              from (
                select n, id, from_account_id as account_id, -amount as amount from input
                union all
                select n, id, to_account_id, amount from input
              ) l
              join locked a on a.id = l.account_id
              window chain as (partition by l.account_id order by l.n)
            ), posted_entries as (
              insert into bank.entries (account_id, position, transfer_id, amount, balance, booked_at, currency)
              select account_id, position, id, amount, balance, booked_at, currency
              from leg, moment
            ), posted_transfers as (
              insert into bank.transfers (id, from_account_id, to_account_id, from_position, to_position, amount,
                booked_at, currency)
              select id, from_account_id, account_id, from_position, position, amount, booked_at, currency
              from (
                select id, account_id, position, amount, currency,
                  lag(account_id) over debit_first as from_account_id,
                  lag(position) over debit_first as from_position
                from leg
                window debit_first as (order by n, amount)
              ) transfer, moment
              where amount > 0
            )
            update bank.accounts a
            set balance = l.balance, position = l.position, last_booked_at = m.booked_at, version = a.version + 1
            from leg l, moment m
            where l.is_last and a.id = l.account_id""";

    /** A generic plan takes every array for one of ten elements. */
    private static final String PLANNED_EACH_TIME = "&options=-c%20plan_cache_mode=force_custom_plan";

    private final UUID[] accounts;
    private final HikariDataSource pool;

    BulkSql(String url, int connections) {
        accounts = LedgerSchema.accountIds(url);
        pool = Sql.pool(url + PLANNED_EACH_TIME, connections);
    }

    @Override
    public int call(Supplier<Move> moves) throws SQLException {
        Move[] batch = Stream.generate(moves).limit(TRANSFERS).toArray(Move[]::new);
        UUID[] ids = new UUID[TRANSFERS];
        UUID[] from = new UUID[TRANSFERS];
        UUID[] to = new UUID[TRANSFERS];
        Long[] amounts = new Long[TRANSFERS];
        for (int i = 0; i < TRANSFERS; i++) {
            ids[i] = Library.request(accounts, batch[i]).id();
            from[i] = accounts[batch[i].from()];
            to[i] = accounts[batch[i].to()];
            amounts[i] = batch[i].amount();
        }
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement(POST)) {
            statement.setArray(1, connection.createArrayOf("uuid", ids));
            statement.setArray(2, connection.createArrayOf("uuid", from));
            statement.setArray(3, connection.createArrayOf("uuid", to));
            statement.setArray(4, connection.createArrayOf("bigint", amounts));
            statement.executeUpdate();
        }
        return TRANSFERS;
    }

    @Override
    public void close() {
        pool.close();
    }
}
