package io.simplebank.persistence;

/**
 * What an {@link Auditor} asks. Each query but the counts answers with one row for each finding, in the columns that the
 * first one names. They trust nothing, neither triggers nor keys nor CHECKs: sums are {@code numeric}, and whatever is
 * not true, {@code null} included, is broken.
 */
final class AuditQueries {

    static final String COUNTS = """
            select (select count(*) from bank.accounts) as accounts,
              (select count(*) from bank.transfers) as transfers,
              (select count(*) from bank.entries) as entries,
              (select count(*) from bank.holds) as holds,
              (select count(distinct currency) from bank.accounts) as currencies""";

    /** How the ledger counts its currencies. */
    static final String CURRENCIES = "select code, exponent from bank.currencies order by code, exponent";

    /**
     * Each account's row against its entries and pending holds: one pass over the entries, in any order. The last entry's
     * balance needs no look: where the chain is unbroken, it is the sum, and where it is not, {@link #CHAIN} says so.
     */
    static final String ACCOUNTS = """
            with history as (
              select account_id, sum(entries) as entries, sum(total) as total, max(latest) as latest,
                min(currency) as least_currency, max(currency) as greatest_currency
              from (
                select account_id, currency, count(*) as entries, sum(amount) as total, max(booked_at) as latest
                from bank.entries group by account_id, currency
              ) part
              group by account_id
            ), pending as (
              select from_account_id as account_id, sum(amount) as total
              from bank.holds where status = 'PENDING' group by from_account_id
            ), account as materialized (
              select coalesce(a.id, h.account_id) as id, a.id is not null as is_there, a.currency, a.balance, a.held,
                a.minimum_balance, a.maximum_balance, a.status, a.position, a.last_booked_at, h.latest,
                coalesce(h.entries, 0) as entries, coalesce(h.total, 0) as total, coalesce(p.total, 0) as pending,
                h.least_currency, h.greatest_currency
              from bank.accounts a
              full join history h on h.account_id = a.id
              left join pending p on p.account_id = a.id
            ), found as (
              select 'BALANCES_SUM_TO_ZERO' as rule, currency, null::uuid as account_id, null::bigint as position,
                null::uuid as transfer_id, null::uuid as hold_id, '0' as expected, sum(balance)::text as found
              from bank.accounts group by currency having sum(balance) <> 0
              union all
              select 'IDS_ARE_UNIQUE', null, id, null, null, null, '1 account', count(*) || ' accounts'
              from bank.accounts group by id having count(*) > 1
              union all
              select 'ACCOUNTS_EXIST', null, id, null, null, null, 'an account', 'none, but ' || entries || ' entries'
              from account where not is_there
              union all
              select 'BALANCE_IS_THE_SUM', null, id, null, null, null, total::text, balance::text
              from account where is_there and balance is distinct from total
              union all
              select 'POSITION_IS_THE_NUMBER', null, id, null, null, null, entries::text, position::text
              from account where is_there and position is distinct from entries
              union all
              select 'LAST_BOOKED_AT_IS_THE_LATEST', null, id, null, null, null, coalesce(latest::text, 'never'),
                coalesce(last_booked_at::text, 'never')
              from account where is_there and last_booked_at is distinct from latest
              union all
              select 'ACCOUNTS_HOLD_ONE_CURRENCY', null, id, other.position, null, null, account.currency, other.currency
              from account cross join lateral (
                select e.position, e.currency from bank.entries e
                where e.account_id = account.id and e.currency <> account.currency order by e.position limit 1) other
              where is_there and (least_currency <> account.currency or greatest_currency <> account.currency)
              union all
              select 'HELD_IS_THE_SUM', null, id, null, null, null, pending::text, held::text
              from account where is_there and held is distinct from pending
              union all
              select 'MINIMUM_REMAINS', null, id, null, null, null, 'at least ' || minimum_balance,
                (balance::numeric - held)::text
              from account where balance::numeric - held < minimum_balance
              union all
              select 'MAXIMUM_IS_KEPT', null, id, null, null, null, 'at most ' || maximum_balance, balance::text
              from account where balance > maximum_balance
              union all
              select 'CLOSED_ACCOUNTS_ARE_EMPTY', null, id, null, null, null, '0, of which 0 held',
                balance || ', of which ' || held || ' held'
              from account where status = 'CLOSED' and (balance <> 0 or held <> 0)
            )
            select * from found order by rule, currency, account_id""";

    /**
     * Each entry against the one above it: one pass in order. By induction, positions count the entries and name each one
     * once, and the last balance is the sum. The frame makes the windows cheaper, and the bounds keep the usual
     * difference within a bigint, which is faster than a numeric.
     */
    static final String CHAIN = """
            with broken as materialized (
              select * from (
                select account_id, position, amount, balance, booked_at,
                  lag(position, 1, 0::bigint) over chain as position_before,
                  lag(balance, 1, 0::bigint) over chain as balance_before,
                  lag(booked_at, 1, '-infinity') over chain as booked_before
                from bank.entries
                window chain as (partition by account_id order by position rows unbounded preceding)
              ) entry
              where (case when position > 0 then position - 1 = position_before end and booked_at >= booked_before
                and case when balance between -4611686018427387904 and 4611686018427387903
                    and amount between -4611686018427387904 and 4611686018427387903
                  then balance - amount = balance_before
                  else balance::numeric - amount = balance_before end) is not true
            ), found as (
              select 'POSITIONS_HAVE_NO_GAP' as rule, null::text as currency, account_id, position,
                null::uuid as transfer_id, null::uuid as hold_id, (position_before::numeric + 1)::text as expected,
                position::text as found
              from broken where position <> position_before::numeric + 1
              union all
              select 'BALANCES_FOLLOW_AMOUNTS', null, account_id, position, null, null,
                (balance_before::numeric + amount)::text, balance::text
              from broken where balance <> balance_before::numeric + amount
              union all
              select 'TIMES_FOLLOW_POSITIONS', null, account_id, position, null, null, booked_before || ' or later',
                booked_at::text
              from broken where booked_at < booked_before
            )
            select * from found order by rule, account_id, position""";

    /**
     * The numbers of the feed against the positions that transfers name: one pass in order. Of transfers that name the same
     * position the lowest counts, and what is wrong with them, others say.
     */
    static final String NUMBERS = """
            with numbered as (
              select account_id, position, id, feed_position,
                lag(position) over chain as position_before, lag(feed_position, 1, 0::bigint) over chain as number_before
              from (
                select from_account_id as account_id, from_position as position, id, feed_position from bank.transfers
                union all
                select to_account_id, to_position, id, feed_position from bank.transfers) leg
              window chain as (partition by account_id order by position, feed_position desc rows unbounded preceding)
            )
            select 'NUMBERS_FOLLOW_POSITIONS' as rule, null::text as currency, account_id, position, id as transfer_id,
              null::uuid as hold_id, 'a number above ' || number_before as expected, feed_position::text as found
            from numbered
            where (position = position_before or feed_position > number_before) is not true
            order by account_id, position""";

    /**
     * Each entry against its transfer: one join of all with all. If every entry is one of the two that its transfer names,
     * no position is there twice, and there are twice as many entries as transfers, then every transfer has just its two.
     */
    static final String ENTRIES = """
            with broken as materialized (
              select e.account_id, e.position, e.transfer_id, t.id is not null as has_transfer, t.from_account_id,
                t.from_position, t.to_account_id, t.to_position,
                case when (e.account_id, e.position) = (t.from_account_id, t.from_position) then -t.amount::numeric
                  when (e.account_id, e.position) = (t.to_account_id, t.to_position) then t.amount end as expected_amount,
                format('%s at %s', t.currency, t.booked_at) as expected_rest,
                e.amount, format('%s at %s', e.currency, e.booked_at) as rest
              from bank.entries e
              left join bank.transfers t on t.id = e.transfer_id
              where (case when t.amount > 0 then case when e.amount < 0
                then (e.account_id, e.position, e.amount, e.booked_at, e.currency) =
                     (t.from_account_id, t.from_position, -t.amount, t.booked_at, t.currency)
                else (e.account_id, e.position, e.amount, e.booked_at, e.currency) =
                     (t.to_account_id, t.to_position, t.amount, t.booked_at, t.currency) end end) is not true
            ), found as (
              select 'ENTRIES_HAVE_A_TRANSFER' as rule, null::text as currency, account_id, position, transfer_id,
                null::uuid as hold_id, 'a transfer' as expected, 'none' as found
              from broken where not has_transfer
              union all
              select 'ENTRIES_ARE_NAMED_BY_THEIR_TRANSFER', null, account_id, position, transfer_id, null,
                format('position %s of account %s or position %s of account %s', from_position, from_account_id,
                  to_position, to_account_id),
                format('position %s of account %s', position, account_id)
              from broken where has_transfer and expected_amount is null
              union all
              select 'ENTRIES_AGREE_WITH_THEIR_TRANSFER', null, account_id, position, transfer_id, null,
                format('%s %s', expected_amount, expected_rest), format('%s %s', amount, rest)
              from broken where expected_amount <> amount or expected_amount is not null and expected_rest <> rest
            )
            select * from found order by rule, account_id, position""";

    /** What a transfer can say wrong by itself. */
    static final String TRANSFERS = """
            select 'TRANSFERS_MOVE_AN_AMOUNT' as rule, null::text as currency, null::uuid as account_id,
              null::bigint as position, id as transfer_id, null::uuid as hold_id,
              'more than 0 between two accounts' as expected,
              format('%s from %s to %s', amount, from_account_id, to_account_id) as found
            from bank.transfers
            where (amount > 0 and from_account_id <> to_account_id) is not true
            order by id""";

    /** Each transfer against its entries: slow, and asked only where {@link #ENTRIES} and the counts are no proof. */
    static final String MISSING_ENTRIES = """
            with found as (
              select 'IDS_ARE_UNIQUE' as rule, null::text as currency, null::uuid as account_id, null::bigint as position,
                id as transfer_id, null::uuid as hold_id, '1 transfer' as expected, count(*) || ' transfers' as found
              from bank.transfers group by id having count(*) > 1
              union all
              select 'TRANSFERS_HAVE_BOTH_ENTRIES', null, leg.account_id, leg.position, t.id, null,
                format('%s %s at %s', leg.amount, t.currency, t.booked_at),
                coalesce((
                  select 'the entry of transfer ' || other.transfer_id from bank.entries other
                  where other.account_id = leg.account_id and other.position = leg.position limit 1), 'none')
              from bank.transfers t
              cross join lateral (
                values (t.from_account_id, t.from_position, -t.amount::numeric), (t.to_account_id, t.to_position, t.amount)
              ) leg (account_id, position, amount)
              left join bank.entries e
                on e.account_id = leg.account_id and e.position = leg.position and e.transfer_id = t.id
              where e.account_id is null
            )
            select * from found order by rule, transfer_id, expected""";

    static final String REVERSALS = """
            with reversal as materialized (
              select r.id, r.from_account_id, r.to_account_id, r.currency, r.amount, r.reverses_id,
                o.id is not null as has_original, o.reverses_id as again_reverses, o.amount as original_amount,
                o.from_account_id as original_from, o.to_account_id as original_to, o.currency as original_currency
              from bank.transfers r
              left join bank.transfers o on o.id = r.reverses_id
              where r.reverses_id is not null
            ), found as (
              select 'REVERSALS_HAVE_AN_ORIGINAL' as rule, null::text as currency, null::uuid as account_id,
                null::bigint as position, id as transfer_id, null::uuid as hold_id,
                format('transfer %s, which is no reversal', reverses_id) as expected,
                case when has_original then 'it reverses ' || again_reverses else 'none' end as found
              from reversal where not has_original or again_reverses is not null
              union all
              select 'REVERSALS_GO_THE_OPPOSITE_WAY', null, null, null, id, null,
                format('%s from %s to %s', original_currency, original_to, original_from),
                format('%s from %s to %s', currency, from_account_id, to_account_id)
              from reversal where has_original
                and (from_account_id, to_account_id, currency) <> (original_to, original_from, original_currency)
              union all
              select 'REVERSALS_DO_NOT_EXCEED', null, null, null, reverses_id, null,
                'at most ' || min(original_amount), sum(amount)::text
              from reversal where has_original group by reverses_id having sum(amount) > min(original_amount)
            )
            select * from found order by rule, transfer_id""";

    static final String HOLDS = """
            with hold as materialized (
              select h.*, t.id is not null as has_transfer,
                -- not that of another caller who used the id at the same moment, over other accounts
                t.from_account_id in (h.from_account_id, h.to_account_id)
                  or t.to_account_id in (h.from_account_id, h.to_account_id) as has_its_transfer,
                format('%s %s from %s to %s', h.captured, h.currency, h.from_account_id, h.to_account_id) as capture,
                format('%s %s from %s to %s', t.amount, t.currency, t.from_account_id, t.to_account_id) as transfer
              from bank.holds h
              left join bank.transfers t on t.id = h.id
            ), side as materialized (
              select h.id, h.status, h.currency, named.account_id, named.is_credited, a.id is not null as is_there,
                a.currency as account_currency, a.status as account_status
              from bank.holds h
              cross join lateral (values (h.from_account_id, false), (h.to_account_id, true))
                named (account_id, is_credited)
              left join bank.accounts a on a.id = named.account_id
            ), found as (
              select 'IDS_ARE_UNIQUE' as rule, null::text as currency, null::uuid as account_id, null::bigint as position,
                null::uuid as transfer_id, id as hold_id, '1 hold' as expected, count(*) || ' holds' as found
              from bank.holds group by id having count(*) > 1
              union all
              select 'ACCOUNTS_EXIST', null, account_id, null, null, id, 'an account', 'none, but a hold'
              from side where not is_there
              union all
              select 'HOLDS_ARE_OF_THEIR_ACCOUNTS_CURRENCY', null, account_id, null, null, id, account_currency, currency
              from side where is_there and currency <> account_currency
              union all
              select 'CLOSED_ACCOUNTS_ARE_EMPTY', null, account_id, null, null, id, 'nothing held for it', 'a pending hold'
              from side where account_status = 'CLOSED' and status = 'PENDING' and is_credited
              union all
              select 'HOLDS_SAY_HOW_THEY_ENDED', null, null, null, null, id,
                case status when 'PENDING' then 'captured 0, no end'
                  when 'CAPTURED' then 'captured 1 to ' || amount || ', an end'
                  when 'RELEASED' then 'captured 0, an end'
                  when 'EXPIRED' then 'captured 0, an end'
                  else 'PENDING, CAPTURED, RELEASED or EXPIRED' end,
                format('%s: captured %s of %s, %s', status, captured, amount,
                  coalesce('ended at ' || ended_at, 'no end'))
              from hold
              where (amount > 0 and from_account_id <> to_account_id and case status
                when 'PENDING' then captured = 0 and ended_at is null
                when 'CAPTURED' then captured between 1 and amount and ended_at is not null
                when 'RELEASED' then captured = 0 and ended_at is not null
                when 'EXPIRED' then captured = 0 and ended_at is not null
                end) is not true
              union all
              select 'HOLDS_AGREE_WITH_THEIR_TRANSFER', null, null, null, null, id,
                case status when 'CAPTURED' then capture else 'none' end,
                case when has_transfer then transfer else 'none' end
              from hold
              where case status when 'CAPTURED' then not has_transfer or transfer <> capture else has_its_transfer end
            )
            select * from found order by rule, hold_id, account_id""";

    private AuditQueries() {}
}
