package io.simplebank.persistence;

import java.util.List;

/** What can happen to {@link AuditedBooks}, and all that an audit has to say to it. */
enum Damage {
    MONEY_FROM_NOWHERE("update bank.accounts set balance = balance + 1 where id = :alice", """
            BALANCES_SUM_TO_ZERO in currency EUR: expected 0, found 1
            BALANCE_IS_THE_SUM in account alice: expected 8100, found 8101"""),

    BALANCES_CHANGED_WITHOUT_AN_ENTRY("""
            update bank.accounts set balance = balance + case when id = :bob then 2 else -2 end where id in (:alice, :bob)""", """
            BALANCE_IS_THE_SUM in account alice: expected 8100, found 8098
            BALANCE_IS_THE_SUM in account bob: expected 1900, found 1902"""),

    POSITION_CHANGED("update bank.accounts set position = 9 where id = :alice", """
            POSITION_IS_THE_NUMBER in account alice: expected 5, found 9"""),

    LAST_TIME_CHANGED("update bank.accounts set last_booked_at = '2026-03-01T13:00Z' where id = :alice", """
            LAST_BOOKED_AT_IS_THE_LATEST in account alice: \
            expected 2026-03-01 12:05:00+00, found 2026-03-01 13:00:00+00"""),

    LAST_TIME_FORGOTTEN("update bank.accounts set last_booked_at = null where id = :carol", """
            LAST_BOOKED_AT_IS_THE_LATEST in account carol: expected 2026-03-01 12:06:00+00, found never"""),

    MONEY_CHANGED_CURRENCY("update bank.accounts set currency = 'EUR' where id = :carol", """
            BALANCES_SUM_TO_ZERO in currency EUR: expected 0, found 5000
            BALANCES_SUM_TO_ZERO in currency USD: expected 0, found -5000
            ACCOUNTS_HOLD_ONE_CURRENCY in account carol, position 1: expected EUR, found USD"""),

    ACCOUNT_GONE("delete from bank.accounts where id = :bob", """
            BALANCES_SUM_TO_ZERO in currency EUR: expected 0, found -1900
            ACCOUNTS_EXIST in account bob: expected an account, found none, but 4 entries
            ACCOUNTS_EXIST in account bob, hold dinner: expected an account, found none, but a hold
            ACCOUNTS_EXIST in account bob, hold trip: expected an account, found none, but a hold
            ACCOUNTS_EXIST in account bob, hold taxi: expected an account, found none, but a hold
            ACCOUNTS_EXIST in account bob, hold ticket: expected an account, found none, but a hold"""),

    ACCOUNT_TWICE("insert into bank.accounts select * from bank.accounts where id = :dave", """
            IDS_ARE_UNIQUE in account dave: expected 1 account, found 2 accounts"""),

    HELD_CHANGED("update bank.accounts set held = 701 where id = :alice", """
            HELD_IS_THE_SUM in account alice: expected 700, found 701"""),

    HOLD_GONE("delete from bank.holds where id = :trip", """
            HELD_IS_THE_SUM in account alice: expected 0, found 700"""),

    BELOW_THE_MINIMUM("update bank.accounts set minimum_balance = 7401 where id = :alice", """
            MINIMUM_REMAINS in account alice: expected at least 7401, found 7400"""),

    ABOVE_THE_MAXIMUM("update bank.accounts set maximum_balance = 8099 where id = :alice", """
            MAXIMUM_IS_KEPT in account alice: expected at most 8099, found 8100"""),

    CLOSED_WITH_MONEY("update bank.accounts set status = 'CLOSED' where id = :carol", """
            CLOSED_ACCOUNTS_ARE_EMPTY in account carol: expected 0, of which 0 held, found 5000, of which 0 held"""),

    CLOSED_BEFORE_THE_MONEY_CAME("update bank.holds set to_account_id = :dave where id = :trip", """
            CLOSED_ACCOUNTS_ARE_EMPTY in account dave, hold trip: expected nothing held for it, found a pending hold"""),

    ENTRY_GONE("delete from bank.entries where account_id = :alice and position = 3", """
            BALANCE_IS_THE_SUM in account alice: expected 7600, found 8100
            POSITION_IS_THE_NUMBER in account alice: expected 4, found 5
            POSITIONS_HAVE_NO_GAP in account alice, position 4: expected 3, found 4
            BALANCES_FOLLOW_AMOUNTS in account alice, position 4: expected 8000, found 8500
            TRANSFERS_HAVE_BOTH_ENTRIES in account alice, position 3, transfer change: \
            expected 500 EUR at 2026-03-01 12:03:00+00, found none"""),

    ONLY_ENTRY_GONE("delete from bank.entries where account_id = :dollars", """
            BALANCE_IS_THE_SUM in account dollars: expected 0, found -5000
            POSITION_IS_THE_NUMBER in account dollars: expected 0, found 1
            LAST_BOOKED_AT_IS_THE_LATEST in account dollars: expected never, found 2026-03-01 12:06:00+00
            TRANSFERS_HAVE_BOTH_ENTRIES in account dollars, position 1, transfer wages: \
            expected -5000 USD at 2026-03-01 12:06:00+00, found none"""),

    ENTRY_TWICE("insert into bank.entries select * from bank.entries where account_id = :carol", """
            BALANCE_IS_THE_SUM in account carol: expected 10000, found 5000
            POSITION_IS_THE_NUMBER in account carol: expected 2, found 1
            POSITIONS_HAVE_NO_GAP in account carol, position 1: expected 2, found 1
            BALANCES_FOLLOW_AMOUNTS in account carol, position 1: expected 10000, found 5000"""),

    ENTRY_MOVED_UP("""
            update bank.entries set position = 3 where account_id = :carol;
            update bank.accounts set position = 3 where id = :carol;
            update bank.transfers set to_position = 3 where id = :wages""", """
            POSITION_IS_THE_NUMBER in account carol: expected 1, found 3
            POSITIONS_HAVE_NO_GAP in account carol, position 3: expected 1, found 3"""),

    RUNNING_BALANCE_CHANGED(
            "update bank.entries set balance = balance + 1 where account_id = :alice and position = 3", """
            BALANCES_FOLLOW_AMOUNTS in account alice, position 3: expected 7500, found 7501
            BALANCES_FOLLOW_AMOUNTS in account alice, position 4: expected 8501, found 8500"""),

    LAST_BALANCES_CHANGED_TOGETHER("""
            update bank.entries set balance = balance + 1 where account_id = :alice and position = 5;
            update bank.accounts set balance = balance + case id when :alice then 1 else -1 end where id in (:alice, :bob);
            update bank.entries set balance = balance - 1 where account_id = :bob and position = 4""", """
            BALANCE_IS_THE_SUM in account alice: expected 8100, found 8101
            BALANCE_IS_THE_SUM in account bob: expected 1900, found 1899
            BALANCES_FOLLOW_AMOUNTS in account alice, position 5: expected 8100, found 8101
            BALANCES_FOLLOW_AMOUNTS in account bob, position 4: expected 1900, found 1899"""),

    ENTRY_OF_ANOTHER_AMOUNT("update bank.entries set amount = 501 where account_id = :alice and position = 3", """
            BALANCE_IS_THE_SUM in account alice: expected 8101, found 8100
            BALANCES_FOLLOW_AMOUNTS in account alice, position 3: expected 7501, found 7500
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account alice, position 3, transfer change: \
            expected 500 EUR at 2026-03-01 12:03:00+00, found 501 EUR at 2026-03-01 12:03:00+00"""),

    ENTRY_OF_THE_OTHER_SIGN("update bank.entries set amount = -500 where account_id = :alice and position = 3", """
            BALANCE_IS_THE_SUM in account alice: expected 7100, found 8100
            BALANCES_FOLLOW_AMOUNTS in account alice, position 3: expected 6500, found 7500
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account alice, position 3, transfer change: \
            expected 500 EUR at 2026-03-01 12:03:00+00, found -500 EUR at 2026-03-01 12:03:00+00"""),

    TIME_THAT_RUNS_BACKWARDS("""
            update bank.entries set booked_at = '2026-03-01T11:00Z' where account_id = :alice and position = 4""", """
            TIMES_FOLLOW_POSITIONS in account alice, position 4: \
            expected 2026-03-01 12:03:00+00 or later, found 2026-03-01 11:00:00+00
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account alice, position 4, transfer refund: \
            expected 1000 EUR at 2026-03-01 12:04:00+00, found 1000 EUR at 2026-03-01 11:00:00+00"""),

    ENTRY_OF_ANOTHER_CURRENCY(
            "update bank.entries set currency = 'USD' where account_id = :alice and position = 2", """
            ACCOUNTS_HOLD_ONE_CURRENCY in account alice, position 2: expected EUR, found USD
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account alice, position 2, transfer rent: \
            expected -3000 EUR at 2026-03-01 12:02:00+00, found -3000 USD at 2026-03-01 12:02:00+00"""),

    THIRD_ENTRY("""
            insert into bank.entries (account_id, position, transfer_id, amount, balance, booked_at, currency)
            select account_id, 2, transfer_id, 1, 5001, booked_at, currency from bank.entries where account_id = :carol;
            update bank.accounts set position = 2, balance = 5001 where id = :carol""", """
            BALANCES_SUM_TO_ZERO in currency USD: expected 0, found 1
            ENTRIES_ARE_NAMED_BY_THEIR_TRANSFER in account carol, position 2, transfer wages: \
            expected position 1 of account dollars or position 1 of account carol, found position 2 of account carol"""),

    ENTRY_OF_ANOTHER_TRANSFER(
            "update bank.entries set transfer_id = :rent where account_id = :alice and position = 3", """
            ENTRIES_ARE_NAMED_BY_THEIR_TRANSFER in account alice, position 3, transfer rent: \
            expected position 2 of account alice or position 1 of account bob, found position 3 of account alice
            TRANSFERS_HAVE_BOTH_ENTRIES in account alice, position 3, transfer change: \
            expected 500 EUR at 2026-03-01 12:03:00+00, found the entry of transfer rent"""),

    TRANSFER_GONE("delete from bank.transfers where id = :change", """
            ENTRIES_HAVE_A_TRANSFER in account alice, position 3, transfer change: expected a transfer, found none
            ENTRIES_HAVE_A_TRANSFER in account bob, position 2, transfer change: expected a transfer, found none"""),

    TRANSFER_WITHOUT_ENTRIES("""
            insert into bank.transfers (id, from_account_id, to_account_id, from_position, to_position, amount, booked_at,
              currency)
            values ('00000000-0000-4000-8000-000000000000', :alice, :bob, 6, 5, 1, '2026-03-01T12:07Z', 'EUR')""", """
            TRANSFERS_HAVE_BOTH_ENTRIES in account alice, position 6, transfer 00000000-0000-4000-8000-000000000000: \
            expected -1 EUR at 2026-03-01 12:07:00+00, found none
            TRANSFERS_HAVE_BOTH_ENTRIES in account bob, position 5, transfer 00000000-0000-4000-8000-000000000000: \
            expected 1 EUR at 2026-03-01 12:07:00+00, found none"""),

    TRANSFER_OF_ANOTHER_AMOUNT("update bank.transfers set amount = 3001 where id = :rent", """
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account alice, position 2, transfer rent: \
            expected -3001 EUR at 2026-03-01 12:02:00+00, found -3000 EUR at 2026-03-01 12:02:00+00
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account bob, position 1, transfer rent: \
            expected 3001 EUR at 2026-03-01 12:02:00+00, found 3000 EUR at 2026-03-01 12:02:00+00"""),

    TRANSFER_TWICE(
            "insert into bank.transfers overriding user value select * from bank.transfers where id = :salary", """
            IDS_ARE_UNIQUE in transfer salary: expected 1 transfer, found 2 transfers"""),

    TRANSFER_OF_NOTHING("""
            update bank.transfers set amount = 0 where id = :wages;
            update bank.entries set amount = 0, balance = 0 where transfer_id = :wages;
            update bank.accounts set balance = 0 where currency = 'USD'""", """
            TRANSFERS_MOVE_AN_AMOUNT in transfer wages: \
            expected more than 0 between two accounts, found 0 from dollars to carol"""),

    REVERSAL_OF_NOTHING("""
            update bank.transfers set reverses_id = '00000000-0000-4000-8000-000000000000' where id = :refund""", """
            REVERSALS_HAVE_AN_ORIGINAL in transfer refund: \
            expected transfer 00000000-0000-4000-8000-000000000000, which is no reversal, found none"""),

    REVERSAL_OF_A_REVERSAL("update bank.transfers set reverses_id = :refund where id = :dinner", """
            REVERSALS_HAVE_AN_ORIGINAL in transfer dinner: \
            expected transfer refund, which is no reversal, found it reverses rent"""),

    REVERSAL_OF_THE_SAME_WAY("update bank.transfers set reverses_id = :rent where id = :dinner", """
            REVERSALS_GO_THE_OPPOSITE_WAY in transfer dinner: \
            expected EUR from bob to alice, found EUR from alice to bob"""),

    REVERSAL_OF_TOO_MUCH("update bank.transfers set reverses_id = :dinner where id = :change", """
            REVERSALS_DO_NOT_EXCEED in transfer dinner: expected at most 400, found 500"""),

    HOLD_OF_ANOTHER_CURRENCY("update bank.holds set currency = 'USD' where id = :taxi", """
            HOLDS_ARE_OF_THEIR_ACCOUNTS_CURRENCY in account alice, hold taxi: expected EUR, found USD
            HOLDS_ARE_OF_THEIR_ACCOUNTS_CURRENCY in account bob, hold taxi: expected EUR, found USD"""),

    HOLD_TWICE("insert into bank.holds select * from bank.holds where id = :taxi", """
            IDS_ARE_UNIQUE in hold taxi: expected 1 hold, found 2 holds"""),

    HOLD_THAT_ENDED_AND_IS_PENDING("update bank.holds set ended_at = '2026-03-01T12:05Z' where id = :trip", """
            HOLDS_SAY_HOW_THEY_ENDED in hold trip: \
            expected captured 0, no end, found PENDING: captured 0 of 700, ended at 2026-03-01 12:05:00+00"""),

    HOLD_THAT_NEVER_ENDED("update bank.holds set ended_at = null where id = :ticket", """
            HOLDS_SAY_HOW_THEY_ENDED in hold ticket: \
            expected captured 0, an end, found EXPIRED: captured 0 of 900, no end"""),

    HOLD_OF_UNKNOWN_STATUS("update bank.holds set status = 'LOST' where id = :taxi", """
            HOLDS_SAY_HOW_THEY_ENDED in hold taxi: expected PENDING, CAPTURED, RELEASED or EXPIRED, \
            found LOST: captured 0 of 800, ended at 2026-03-01 12:05:00+00"""),

    RELEASED_IN_PART("update bank.holds set captured = 5 where id = :taxi", """
            HOLDS_SAY_HOW_THEY_ENDED in hold taxi: \
            expected captured 0, an end, found RELEASED: captured 5 of 800, ended at 2026-03-01 12:05:00+00"""),

    CAPTURED_MORE_THAN_WAS_HELD("update bank.holds set amount = 399 where id = :dinner", """
            HOLDS_SAY_HOW_THEY_ENDED in hold dinner: \
            expected captured 1 to 399, an end, found CAPTURED: captured 400 of 399, ended at 2026-03-01 12:05:00+00"""),

    CAPTURED_ANOTHER_AMOUNT("update bank.holds set captured = 399 where id = :dinner", """
            HOLDS_AGREE_WITH_THEIR_TRANSFER in hold dinner: \
            expected 399 EUR from alice to bob, found 400 EUR from alice to bob"""),

    CAPTURED_WITHOUT_A_TRANSFER("update bank.holds set status = 'CAPTURED', captured = 800 where id = :taxi", """
            HOLDS_AGREE_WITH_THEIR_TRANSFER in hold taxi: expected 800 EUR from alice to bob, found none"""),

    CAPTURED_AND_YET_RELEASED("update bank.holds set status = 'RELEASED', captured = 0 where id = :dinner", """
            HOLDS_AGREE_WITH_THEIR_TRANSFER in hold dinner: expected none, found 400 EUR from alice to bob"""),

    COUNTED_WITH_ANOTHER_NUMBER_OF_DECIMALS("update bank.currencies set exponent = 3 where code = 'EUR'", """
            CURRENCIES_COUNT_AS_JODA_MONEY_DOES in currency EUR: expected 2 decimal places, found 3 decimal places"""),

    COUNTED_IN_TWO_WAYS("insert into bank.currencies values ('EUR', 0)", """
            CURRENCIES_COUNT_AS_JODA_MONEY_DOES in currency EUR: expected 2 decimal places, found 0 decimal places"""),

    NUMBERED_LATER_THAN_WHAT_FOLLOWED("""
            select setval('bank.transfers_feed_position_seq', 99);
            update bank.transfers set feed_position = default where id = :rent""", """
            NUMBERS_FOLLOW_POSITIONS in account alice, position 3, transfer change: \
            expected a number above 100, found 3
            NUMBERS_FOLLOW_POSITIONS in account bob, position 2, transfer change: \
            expected a number above 100, found 3"""),

    NUMBERS_THAT_NO_SUM_FITS("""
            update bank.accounts set balance = 9223372036854775807, held = -9223372036854775808 where id = :carol;
            update bank.entries set position = -9223372036854775808, amount = -9223372036854775808,
              balance = 9223372036854775807 where account_id = :carol;
            update bank.transfers set amount = -9223372036854775808 where id = :wages""", """
            BALANCES_SUM_TO_ZERO in currency USD: expected 0, found 9223372036854770807
            BALANCE_IS_THE_SUM in account carol: expected -9223372036854775808, found 9223372036854775807
            HELD_IS_THE_SUM in account carol: expected 0, found -9223372036854775808
            POSITIONS_HAVE_NO_GAP in account carol, position -9223372036854775808: \
            expected 1, found -9223372036854775808
            BALANCES_FOLLOW_AMOUNTS in account carol, position -9223372036854775808: \
            expected -9223372036854775808, found 9223372036854775807
            ENTRIES_ARE_NAMED_BY_THEIR_TRANSFER in account carol, position -9223372036854775808, transfer wages: \
            expected position 1 of account dollars or position 1 of account carol, \
            found position -9223372036854775808 of account carol
            ENTRIES_AGREE_WITH_THEIR_TRANSFER in account dollars, position 1, transfer wages: \
            expected 9223372036854775808 USD at 2026-03-01 12:06:00+00, found -5000 USD at 2026-03-01 12:06:00+00
            TRANSFERS_HAVE_BOTH_ENTRIES in account carol, position 1, transfer wages: \
            expected -9223372036854775808 USD at 2026-03-01 12:06:00+00, found none
            TRANSFERS_MOVE_AN_AMOUNT in transfer wages: \
            expected more than 0 between two accounts, found -9223372036854775808 from dollars to carol""");

    final String sql;
    private final String findings;

    Damage(String sql, String findings) {
        this.sql = sql;
        this.findings = findings;
    }

    /** In words, each a line, in order of the rules. */
    List<String> findings() {
        return findings.lines().toList();
    }
}
