package io.simplebank.persistence.benchmark;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * The first migration of the course that the library began with ("techschool/simplebank"), and its transfer as a server
 * function. Its accounts have the ids 1 to {@link #ACCOUNTS}.
 */
final class CourseSchema implements Schema {

    private static final String TABLES = """
            create table accounts (
              id bigserial primary key,
              owner varchar not null,
              balance bigint not null,
              currency varchar not null,
              created_at timestamptz not null default now()
            );
            create table entries (
              id bigserial primary key,
              account_id bigint not null references accounts (id),
              amount bigint not null,
              created_at timestamptz not null default now()
            );
            create table transfers (
              id bigserial primary key,
              from_account_id bigint not null references accounts (id),
              to_account_id bigint not null references accounts (id),
              amount bigint not null,
              created_at timestamptz not null default now()
            );
            create index on accounts (owner);
            create index on entries (account_id);
            create index on transfers (from_account_id);
            create index on transfers (to_account_id);
            create index on transfers (from_account_id, to_account_id)""";

    private static final String FUNCTION = """
            create function transfer(debited bigint, credited bigint, moved bigint) returns bigint
              language plpgsql
            as $$
            declare
              transfer_id bigint;
            begin
              insert into transfers (from_account_id, to_account_id, amount) values (debited, credited, moved)
                returning id into transfer_id;
              insert into entries (account_id, amount) values (debited, -moved), (credited, moved);
              if debited < credited then
                update accounts set balance = balance - moved where id = debited;
                update accounts set balance = balance + moved where id = credited;
              else
                update accounts set balance = balance + moved where id = credited;
                update accounts set balance = balance - moved where id = debited;
              end if;
              return transfer_id;
            end $$""";

    private static final String CUSTOMERS = """
            insert into accounts (owner, balance, currency)
            select 'customer-' || number, %d, 'EUR' from generate_series(1, %d) as number""".formatted(OPENING_BALANCE, ACCOUNTS);

    /** The course's entries name no transfer: that each has its two can be told from the sums only. */
    private static final Map<String, String> VIOLATIONS = new LinkedHashMap<>();

    static {
        VIOLATIONS.put("the entries sum to zero", "select coalesce(sum(amount), 0) from entries");
        VIOLATIONS.put("each account's balance is what its entries add up to", """
                select count(*)
                from accounts a
                left join (select account_id, sum(amount) as amount from entries group by account_id) e
                  on e.account_id = a.id
                where a.balance <> %d + coalesce(e.amount, 0)""".formatted(OPENING_BALANCE));
        VIOLATIONS.put("each transfer has left two entries", """
                select count(*) from (
                  select account_id, amount, count(*) from entries group by account_id, amount
                  except
                  select account_id, amount, count(*) from (
                    select from_account_id as account_id, -amount as amount from transfers
                    union all
                    select to_account_id, amount from transfers
                  ) side group by account_id, amount
                ) violation""");
        VIOLATIONS.put(
                "there are twice as many entries as transfers",
                "select (select count(*) from entries) - 2 * (select count(*) from transfers)");
    }

    @Override
    public void create(String url) throws SQLException {
        Sql.execute(url, TABLES);
        Sql.execute(url, FUNCTION);
        Sql.execute(url, CUSTOMERS);
    }

    @Override
    public long transfers(String url) throws SQLException {
        return Sql.number(url, "select count(*) from transfers");
    }

    @Override
    public List<String> brokenRules(String url) throws SQLException {
        List<String> broken = new ArrayList<>();
        for (Map.Entry<String, String> rule : VIOLATIONS.entrySet()) {
            if (Sql.number(url, rule.getValue()) != 0) {
                broken.add(rule.getKey());
            }
        }
        return broken;
    }
}
