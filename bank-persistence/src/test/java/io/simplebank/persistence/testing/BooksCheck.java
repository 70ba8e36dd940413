package io.simplebank.persistence.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.stream.Collectors;
import org.joda.money.CurrencyUnit;

/**
 * What must be true of the books at any moment, each as one query that reads whole tables and trusts nothing: not the
 * library, not the triggers and not the keys of the schema.
 */
public enum BooksCheck {

    /** Money never appears from nowhere. */
    BALANCES_SUM_TO_ZERO("the balances of each currency sum to zero", """
            select count(*) from (
              select from bank.accounts group by currency having sum(balance) <> 0
            ) violation"""),

    /** An account's row says what its history says. */
    ACCOUNTS_AGREE_WITH_THEIR_ENTRIES("each account's balance is the sum of its entries", """
            select count(*)
            from bank.accounts a
            full join (
              select account_id, sum(amount) as balance, count(*) as position, max(currency) as currency
              from bank.entries group by account_id
            ) e on e.account_id = a.id
            where a.id is null
               or a.balance <> coalesce(e.balance, 0)
               or a.position <> coalesce(e.position, 0)
               or a.currency <> e.currency"""),

    /** What leaves one account arrives at the other, and nowhere else. */
    TRANSFERS_HAVE_TWO_ENTRIES("each transfer has exactly two entries, which cancel out", """
            select count(*) from (
              select
              from bank.transfers t
              full join bank.entries e on e.transfer_id = t.id
              group by coalesce(t.id, e.transfer_id)
              having count(*) <> 2
                or count(*) filter (where (e.account_id, e.position, e.amount, e.currency) =
                                          (t.from_account_id, t.from_position, -t.amount, t.currency)) <> 1
                or count(*) filter (where (e.account_id, e.position, e.amount, e.currency) =
                                          (t.to_account_id, t.to_position, t.amount, t.currency)) <> 1
            ) violation"""),

    /** A history can be read from its first line to its last. */
    POSITIONS_HAVE_NO_GAP("on each account, positions have no gap and balances and times follow them", """
            select count(*) from (
              select position, balance, booked_at,
                row_number() over chain as expected_position,
                sum(amount) over chain as expected_balance,
                lag(booked_at) over chain as earliest_time
              from bank.entries
              window chain as (partition by account_id order by position)
            ) e
            where position <> expected_position or balance <> expected_balance or booked_at < earliest_time"""),

    /** Whoever follows the feed hears of each account in the order of its history. */
    NUMBERS_FOLLOW_POSITIONS("on each account, the transfers' numbers in the feed grow with the positions", """
            select count(*) from (
              select feed_position, lag(feed_position) over (partition by account_id order by position) as earlier
              from (
                select from_account_id as account_id, from_position as position, feed_position from bank.transfers
                union all
                select to_account_id, to_position, feed_position from bank.transfers
              ) leg
            ) numbered
            where earlier >= feed_position"""),

    /** Nobody spends what is not there. */
    MINIMUM_REMAINS("no account has less than its minimum balance", """
            select count(*) from bank.accounts where balance - held < minimum_balance"""),

    /** What is reserved is reserved by somebody. */
    HELD_IS_PENDING("each account's held amount is the sum of its pending holds", """
            select count(*)
            from bank.accounts a
            full join (
              select from_account_id, sum(amount) as pending from bank.holds where status = 'PENDING' group by from_account_id
            ) h on h.from_account_id = a.id
            where a.held is distinct from coalesce(h.pending, 0)"""),

    /**
     * A hold and the transfer of its id tell the same story. Two callers who used one id at the same moment over different
     * accounts have done so on their own account: neither can be captured for the other.
     */
    CAPTURES_ARE_TRANSFERS("just the captured holds have a transfer of their id, which moved what was captured", """
            select count(*) from bank.holds h
            where (
                select count(*) from bank.transfers t
                where t.id = h.id and (t.from_account_id in (h.from_account_id, h.to_account_id)
                  or t.to_account_id in (h.from_account_id, h.to_account_id)))
                <> (case when h.status = 'CAPTURED' then 1 else 0 end)
              or (h.captured > 0 or h.status = 'CAPTURED') and not exists (
                select from bank.transfers t
                where t.id = h.id and t.from_account_id = h.from_account_id and t.to_account_id = h.to_account_id
                  and t.amount = h.captured and t.amount <= h.amount and t.currency = h.currency)"""),

    /** Nothing goes back twice. */
    REVERSALS_DO_NOT_EXCEED("reversals go the opposite way of a transfer, and are no more than it together", """
            select count(*) from bank.transfers t
            where t.reverses_id is not null and not exists (
              select from bank.transfers original
              where original.id = t.reverses_id and original.reverses_id is null
                and original.from_account_id = t.to_account_id and original.to_account_id = t.from_account_id
                and original.currency = t.currency
                and original.amount >= (select sum(r.amount) from bank.transfers r where r.reverses_id = original.id))"""),

    /** No amount is wrong by a power of ten. */
    CURRENCIES_COUNT_AS_JODA_MONEY_DOES("the ledger counts each currency as Joda-Money does", """
            select count(*) from bank.currencies c
            join (values %s) j (code, places) on j.code = c.code and j.places <> c.exponent""".formatted(
                    CurrencyUnit.registeredCurrencies().stream()
                            .map(currency -> "('%s', %s)".formatted(currency.getCode(), currency.getDecimalPlaces()))
                            .collect(Collectors.joining(", "))));

    private final String rule;
    private final String violations;

    BooksCheck(String rule, String violations) {
        this.rule = rule;
        this.violations = violations;
    }

    /**
     * The rule that is checked.
     *
     * @return half a sentence, for people to read
     */
    public String rule() {
        return rule;
    }

    /**
     * Reads the whole ledger.
     *
     * @param connection to the ledger's database; its transaction, if it is in one, decides what is seen
     * @return the number of violations: 0 where the rule holds
     * @throws SQLException if the ledger cannot be read
     */
    public long violations(Connection connection) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(violations)) {
            result.next();
            return result.getLong(1);
        }
    }
}
