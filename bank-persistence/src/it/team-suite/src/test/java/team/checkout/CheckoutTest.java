package team.checkout;

import static io.simplebank.persistence.testing.BankAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@BankTest(DatabasePer.METHOD)
class CheckoutTest {

    private final UUID orderId = UUID.randomUUID();
    private Account alice;
    private Account till;
    private EntityManagerFactory factory;
    private Checkout checkout;

    @BeforeEach
    void openTheShop(TestDatabase database, TestAccounts accounts) throws SQLException {
        alice = accounts.open("alice", "EUR 100.00");
        till = accounts.open("till", "EUR 0.00");

        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table purchase_orders (id uuid primary key, article text not null);"
                    + "grant all on purchase_orders to public");
        }
        factory = Shop.open(database.dataSource());
        checkout = new Checkout(factory, till.getId());
    }

    @AfterEach
    void closeTheShop() {
        factory.close();
    }

    @Test
    void savesThePaidOrder(Bank bank) {
        checkout.buy(orderId, alice.getId(), "book", Money.parse("EUR 25.00"));

        assertThat(checkout.hasOrder(orderId)).isTrue();
        assertThat(bank).transfer(orderId).isFrom(alice).isTo(till).hasAmount("EUR 25.00");
        assertThat(bank).account(alice).hasBalance("EUR 75.00");
        assertThat(bank).isBalanced();
    }

    @Test
    void paysOnceThoughTheButtonIsPressedTwice(Bank bank) {
        checkout.buy(orderId, alice.getId(), "book", Money.parse("EUR 25.00"));
        checkout.buy(orderId, alice.getId(), "book", Money.parse("EUR 25.00"));

        assertThat(bank).account(alice).hasBalance("EUR 75.00").hasEntries(2);
        assertThat(bank).account(till).hasBalance("EUR 25.00").hasEntries(1);
    }

    @Test
    void savesNoOrderThatCannotBePaid(Bank bank) {
        assertThatThrownBy(() -> checkout.buy(orderId, alice.getId(), "piano", Money.parse("EUR 2500.00")))
                .isInstanceOf(InsufficientFundsException.class);

        assertThat(checkout.hasOrder(orderId)).isFalse();
        assertThat(bank).hasNoTransfer(orderId);
        assertThat(bank).account(alice).hasBalance("EUR 100.00").isOpen();
    }
}
