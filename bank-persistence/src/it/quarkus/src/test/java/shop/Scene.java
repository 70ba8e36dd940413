package shop;

import static org.joda.money.CurrencyUnit.EUR;
import static org.junit.jupiter.api.Assertions.assertEquals;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import java.util.UUID;
import org.joda.money.Money;

/** Accounts for a test, and what became of an order. */
@Singleton
class Scene {

    static final Money PRICE = Money.parse("EUR 10.00");

    private final Bank bank;
    private final EntityManager entityManager;

    Scene(Bank bank, EntityManager entityManager) {
        this.bank = bank;
        this.entityManager = entityManager;
    }

    UUID empty() {
        return bank.accounts().open(OpenAccount.of("somebody", EUR)).getId();
    }

    UUID with(Money balance) {
        UUID world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        UUID account = empty();
        bank.transfers().transfer(TransferRequest.of(world, account, balance));
        return account;
    }

    void assertBothAreThere(UUID order) {
        assertEquals("both", whatIsThereOf(order));
    }

    void assertNeitherIsThere(UUID order) {
        assertEquals("neither", whatIsThereOf(order));
    }

    private String whatIsThereOf(UUID order) {
        boolean paid = bank.transfers().find(order).isPresent();
        return isStored(order) ? paid ? "both" : "the order" : paid ? "the transfer" : "neither";
    }

    boolean isStored(UUID order) {
        return QuarkusTransaction.requiringNew().call(() -> entityManager.find(PurchaseOrder.class, order) != null);
    }
}
