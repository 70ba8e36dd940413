package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.AccountInUseException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the course's store lets happen, each refused here: by the library, and by the database where one goes around it. */
@ExtendWith(BankExtension.class)
class CoursePitfallsTest {

    private final DataSource dataSource;
    private final Scene scene;
    private final AccountService accounts;

    CoursePitfallsTest(Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.dataSource = dataSource;
        scene = Scene.of(Way.OWN_TRANSACTIONS, bank, factory, dataSource);
        accounts = scene.accounts();
    }

    @Test
    void refusesToMoveWhatIsNotThere() {
        UUID from = scene.with(eur("10.00"));
        UUID to = scene.empty();

        scene.refused(InsufficientFundsException.class, () -> scene.move(from, to, eur("10.01")));

        scene.move(from, to, eur("10.00"));
        assertThat(scene.balance(from)).isEqualTo(eur("0.00"));
    }

    @Test
    void refusesToMoveBetweenCurrencies() {
        UUID euros = scene.with(eur("10.00"));
        UUID dollars = scene.with(Money.parse("USD 10.00"));

        scene.refused(WrongCurrencyException.class, () -> scene.move(euros, dollars, eur("1.00")));
        scene.refused(WrongCurrencyException.class, () -> scene.move(euros, dollars, Money.parse("USD 1.00")));

        scene.move(euros, scene.empty(EUR), eur("1.00"));
        scene.move(dollars, scene.empty(USD), Money.parse("USD 1.00"));
    }

    @Test
    void refusesATransferFromAnAccountToItself() {
        UUID id = scene.with(eur("10.00"));

        scene.impossible(() -> scene.move(id, id, eur("1.00")));
    }

    @Test
    void refusesToDeleteAnAccountWithAHistory() {
        UUID world = scene.world();
        UUID id = scene.empty();
        scene.move(world, id, eur("10.00"));
        scene.move(id, world, eur("10.00"));

        AccountInUseException refusal = scene.refused(AccountInUseException.class, () -> accounts.delete(id));

        assertThat(refusal.getAccountId()).isEqualTo(id);
        assertThat(refusedByTheDatabase("delete from bank.accounts where id = '" + id + "'"))
                .contains("accounts_with_entries_are_never_deleted");
        accounts.close(id); // the history stays
        assertThat(accounts.entries(id, 0, 10)).hasSize(2);
    }

    @Test
    void refusesToOverwriteABalance() {
        UUID id = scene.with(eur("10.00"));

        assertThat(refusedByTheDatabase("update bank.accounts set balance = 5000 where id = '" + id + "'"))
                .contains("accounts_follow_their_entries");

        accounts.adjustBalance(id, eur("50.00"), scene.world());
        assertThat(accounts.entry(id, 2).getAmount()).isEqualTo(eur("40.00"));
    }

    @Test
    void refusesAnEntryThatNamesNoTransfer() {
        UUID id = scene.with(eur("10.00"));

        assertThat(refusedByTheDatabase("""
                        with entry as (
                          insert into bank.entries (account_id, position, transfer_id, amount, balance, booked_at, currency)
                          values ('%1$s', 2, gen_random_uuid(), 500, 1500, now(), 'EUR') returning *)
                        update bank.accounts a
                        set balance = e.balance, position = e.position, last_booked_at = e.booked_at
                        from entry e where a.id = e.account_id""".formatted(id))).contains("entries_match_their_transfers");

        scene.move(scene.world(), id, eur("5.00"));
        assertThat(accounts.entry(id, 2).getBalance()).isEqualTo(eur("15.00"));
    }

    @Test
    void refusesANegativeAmountWhichWouldMoveMoneyTheOtherWay() {
        UUID victim = scene.with(eur("10.00"));
        UUID thief = scene.with(eur("10.00"));

        scene.impossible(() -> scene.move(thief, victim, eur("-1.00")));
        scene.impossible(() -> scene.move(thief, victim, eur("0.00")));

        scene.move(thief, victim, eur("0.01"));
    }

    @Test
    void sendingATransferTwiceMovesMoneyOnce() {
        UUID id = scene.empty();
        TransferRequest request = TransferRequest.of(scene.world(), id, eur("10.00"));

        scene.transfers().transfer(request);
        scene.transfers().transfer(request);

        assertThat(scene.balance(id)).isEqualTo(eur("10.00"));
    }

    /** What the database says, having changed nothing. */
    private String refusedByTheDatabase(String sql) {
        Contents before = Contents.of(dataSource);
        Throwable refusal = catchThrowable(() -> {
            try (var connection = dataSource.getConnection();
                    var statement = connection.createStatement()) {
                statement.executeUpdate(sql);
            }
        });
        assertThat(refusal).isInstanceOf(SQLException.class);
        assertThat(Contents.of(dataSource)).isEqualTo(before);
        return String.valueOf(refusal.getMessage());
    }
}
