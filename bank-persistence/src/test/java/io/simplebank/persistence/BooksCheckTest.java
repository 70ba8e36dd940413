package io.simplebank.persistence;

import static io.simplebank.persistence.testing.BooksCheck.ACCOUNTS_AGREE_WITH_THEIR_ENTRIES;
import static io.simplebank.persistence.testing.BooksCheck.BALANCES_SUM_TO_ZERO;
import static io.simplebank.persistence.testing.BooksCheck.CAPTURES_ARE_TRANSFERS;
import static io.simplebank.persistence.testing.BooksCheck.HELD_IS_PENDING;
import static io.simplebank.persistence.testing.BooksCheck.MINIMUM_REMAINS;
import static io.simplebank.persistence.testing.BooksCheck.NUMBERS_FOLLOW_POSITIONS;
import static io.simplebank.persistence.testing.BooksCheck.POSITIONS_HAVE_NO_GAP;
import static io.simplebank.persistence.testing.BooksCheck.REVERSALS_DO_NOT_EXCEED;
import static io.simplebank.persistence.testing.BooksCheck.TRANSFERS_HAVE_TWO_ENTRIES;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.GBP;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.BooksCheck;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import javax.sql.DataSource;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class BooksCheckTest {

    /** Around every trigger: only the keys and CHECKs are left. */
    private static final String UNGUARDED = "set local session_replication_role = replica";

    /** What the first transfer in euros could have been, as a hold: to be completed with status, captured and held. */
    private static final String HOLD = """
            with held as (update bank.accounts set held = %4$d where owner = 'world' and currency = 'EUR')
            insert into bank.holds (id, from_account_id, to_account_id, amount, captured, currency, status, placed_at,
              expires_at, ended_at)
            select %1$s, from_account_id, to_account_id, amount, %3$d, currency, '%2$s', booked_at,
              booked_at + interval '1 hour', case when '%2$s' <> 'PENDING' then booked_at end
            from bank.transfers where from_position = 1 and currency = 'EUR'""";

    private static final String ANOTHER_ID = "gen_random_uuid()";

    private final DataSource superuser;

    BooksCheckTest(TestDatabase database) {
        superuser = database.superuser();
    }

    @BeforeAll
    static void moveMoney(Bank bank) {
        for (CurrencyUnit currency : List.of(EUR, USD)) {
            Account world =
                    bank.accounts().open(OpenAccount.of("world", currency).withoutMinimumBalance());
            Account alice = bank.accounts().open(OpenAccount.of("alice", currency));
            bank.accounts().open(OpenAccount.of("newcomer", currency));
            for (int transfer = 0; transfer < 2; transfer++) {
                Money amount = Money.ofMinor(currency, 10_00);
                bank.transfers().transfer(TransferRequest.of(world.getId(), alice.getId(), amount));
            }
        }
    }

    @BeforeAll
    static void takeMoneyBack(Bank bank) {
        Account world = bank.accounts().open(OpenAccount.of("world", GBP).withoutMinimumBalance());
        Account alice = bank.accounts().open(OpenAccount.of("alice", GBP));
        Transfer paid =
                bank.transfers().transfer(TransferRequest.of(world.getId(), alice.getId(), Money.parse("GBP 10.00")));
        bank.transfers().reverse(paid.getId(), Money.parse("GBP 4.00"));
    }

    @Test
    void findsNothingInBooksThatAreRight() throws SQLException {
        assertThat(violatedAfter("select 1")).isEmpty();
    }

    @Test
    void findsMoneyFromNowhere() throws SQLException {
        assertThat(violatedAfter("update bank.accounts set balance = balance + 1 where owner = 'alice'"))
                .containsExactly(BALANCES_SUM_TO_ZERO, ACCOUNTS_AGREE_WITH_THEIR_ENTRIES);
    }

    @Test
    void findsMoneyThatChangedCurrency() throws SQLException {
        assertThat(violatedAfter("""
                        update bank.accounts set currency = case currency when 'EUR' then 'USD' else 'EUR' end
                        where owner = 'world' and currency = 'EUR'""")).containsExactly(BALANCES_SUM_TO_ZERO, ACCOUNTS_AGREE_WITH_THEIR_ENTRIES);
    }

    @Test
    void findsTwoBalancesThatChangedWithoutAnEntry() throws SQLException {
        assertThat(violatedAfter("""
                        update bank.accounts set balance = balance + case owner when 'world' then -1 else 1 end
                        where owner in ('world', 'alice') and currency = 'EUR'""")).containsExactly(ACCOUNTS_AGREE_WITH_THEIR_ENTRIES);
    }

    @Test
    void findsAnEntryThatIsMissing() throws SQLException {
        assertThat(violatedAfter("delete from bank.entries where position = 2 and amount > 0 and currency = 'EUR'"))
                .containsExactly(ACCOUNTS_AGREE_WITH_THEIR_ENTRIES, TRANSFERS_HAVE_TWO_ENTRIES);
    }

    @Test
    void findsEntriesOfAnAccountThatIsGone() throws SQLException {
        assertThat(violatedAfter("delete from bank.accounts where owner in ('world', 'alice') and currency = 'EUR'"))
                .containsExactly(ACCOUNTS_AGREE_WITH_THEIR_ENTRIES);
    }

    @Test
    void findsATransferWithoutEntries() throws SQLException {
        assertThat(violatedAfter("""
                        insert into bank.transfers (id, from_account_id, to_account_id, from_position, to_position,
                          amount, booked_at, currency)
                        select gen_random_uuid(), from_account_id, to_account_id, 9, 9, amount, booked_at, currency
                        from bank.transfers limit 1""")).containsExactly(TRANSFERS_HAVE_TWO_ENTRIES);
    }

    @Test
    void findsEntriesWithoutTheirTransfer() throws SQLException {
        assertThat(violatedAfter("delete from bank.transfers where from_position = 1 and currency = 'EUR'"))
                .containsExactly(TRANSFERS_HAVE_TWO_ENTRIES);
    }

    @Test
    void findsATransferOfAnotherAmountThanItsEntries() throws SQLException {
        assertThat(violatedAfter("update bank.transfers set amount = amount + 1 where from_position = 1"))
                .containsExactly(TRANSFERS_HAVE_TWO_ENTRIES);
    }

    @Test
    void findsAGapBetweenPositions() throws SQLException {
        assertThat(violatedAfter(
                        "update bank.entries set position = 3 where position = 2",
                        "update bank.transfers set from_position = 3, to_position = 3 where from_position = 2"))
                .containsExactly(POSITIONS_HAVE_NO_GAP);
    }

    @Test
    void findsABalanceThatDoesNotFollow() throws SQLException {
        assertThat(violatedAfter("update bank.entries set balance = balance + 1 where position = 1"))
                .containsExactly(POSITIONS_HAVE_NO_GAP);
    }

    @Test
    void findsATimeThatRunsBackwards() throws SQLException {
        assertThat(violatedAfter("update bank.entries set booked_at = booked_at + interval '1 day' where position = 1"))
                .containsExactly(POSITIONS_HAVE_NO_GAP);
    }

    @Test
    void findsNumbersThatRunAgainstPositions() throws SQLException {
        assertThat(violatedAfter("update bank.transfers set feed_position = default where from_position = 1"))
                .containsExactly(NUMBERS_FOLLOW_POSITIONS);
    }

    @Test
    void findsAnAccountBelowItsMinimum() throws SQLException {
        assertThat(violatedAfter(
                        "alter table bank.accounts drop constraint accounts_minimum_remains",
                        "update bank.accounts set minimum_balance = 20.01 * 100 where owner = 'alice'"))
                .containsExactly(MINIMUM_REMAINS);
    }

    @Test
    void findsAHeldAmountThatNoHoldReserves() throws SQLException {
        assertThat(violatedAfter(HOLD.formatted(ANOTHER_ID, "PENDING", 0, 1000)))
                .isEmpty();
        assertThat(violatedAfter(HOLD.formatted(ANOTHER_ID, "PENDING", 0, 1001)))
                .containsExactly(HELD_IS_PENDING);
        assertThat(violatedAfter(HOLD.formatted(ANOTHER_ID, "RELEASED", 0, 1000)))
                .containsExactly(HELD_IS_PENDING);
        assertThat(violatedAfter(HOLD.formatted(ANOTHER_ID, "PENDING", 0, 0))).containsExactly(HELD_IS_PENDING);
    }

    @Test
    void findsACaptureThatMovedNothingOrAnotherAmount() throws SQLException {
        assertThat(violatedAfter(HOLD.formatted("id", "CAPTURED", 1000, 0))).isEmpty();
        assertThat(violatedAfter(HOLD.formatted("id", "CAPTURED", 999, 0))).containsExactly(CAPTURES_ARE_TRANSFERS);
        assertThat(violatedAfter(HOLD.formatted(ANOTHER_ID, "CAPTURED", 1000, 0)))
                .containsExactly(CAPTURES_ARE_TRANSFERS);
    }

    @Test
    void findsAReleasedHoldWithATransferOfItsId() throws SQLException {
        assertThat(violatedAfter(HOLD.formatted(ANOTHER_ID, "RELEASED", 0, 0))).isEmpty();
        assertThat(violatedAfter(HOLD.formatted("id", "RELEASED", 0, 0))).containsExactly(CAPTURES_ARE_TRANSFERS);
    }

    @Test
    void findsAReversalThatTakesBackMoreThanThereWas() throws SQLException {
        assertThat(violatedAfter("update bank.transfers set amount = 1000 where reverses_id is not null"))
                .containsExactly(TRANSFERS_HAVE_TWO_ENTRIES);
        assertThat(violatedAfter("update bank.transfers set amount = 1001 where reverses_id is not null"))
                .containsExactly(TRANSFERS_HAVE_TWO_ENTRIES, REVERSALS_DO_NOT_EXCEED);
    }

    @Test
    void findsAReversalThatTakesBackNothingOrGoesTheSameWay() throws SQLException {
        assertThat(violatedAfter(
                        "update bank.transfers set reverses_id = gen_random_uuid() where reverses_id is not null"))
                .containsExactly(REVERSALS_DO_NOT_EXCEED);
        assertThat(violatedAfter("""
                        update bank.transfers t set reverses_id = original.id from bank.transfers original
                        where t.from_position = 2 and t.currency = 'EUR'
                          and original.from_position = 1 and original.currency = 'EUR'""")).containsExactly(REVERSALS_DO_NOT_EXCEED);
    }

    /** Tampers with the books behind the triggers' backs, looks, and takes everything back. */
    private List<BooksCheck> violatedAfter(String... tampering) throws SQLException {
        List<String> statements = new ArrayList<>(List.of(UNGUARDED));
        statements.addAll(Arrays.asList(tampering));
        List<BooksCheck> violated = new ArrayList<>();
        try (Connection connection = superuser.getConnection()) {
            connection.setAutoCommit(false);
            try (var statement = connection.createStatement()) {
                for (String sql : statements) {
                    statement.execute(sql);
                }
            }
            for (BooksCheck check : BooksCheck.values()) {
                if (check.violations(connection) > 0) {
                    violated.add(check);
                }
            }
            connection.rollback();
        }
        return violated;
    }
}
