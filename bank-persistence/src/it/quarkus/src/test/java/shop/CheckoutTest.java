package shop;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static shop.Scene.PRICE;

import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** "Mark the order paid and move the money, or neither": in JTA's transactions, with the entity manager that CDI injects. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
class CheckoutTest {

    @Inject
    Checkout checkout;

    @Inject
    TransferService transfers;

    @Inject
    EntityManager entityManager;

    @Inject
    EntityManagerFactory factory;

    @Inject
    Bank bank;

    @Inject
    Scene scene;

    private final UUID order = UUID.randomUUID();
    private UUID buyer;
    private UUID seller;

    @BeforeEach
    void openAccounts() {
        buyer = scene.with(PRICE.multipliedBy(3));
        seller = scene.empty();
    }

    @Test
    void commitKeepsTheOrderAndTheTransfer() {
        checkout.pay(order, buyer, seller, PRICE);

        scene.assertBothAreThere(order);
        assertEquals(PRICE, bank.accounts().get(seller).getBalance());
    }

    @Test
    void anExceptionTakesTheOrderAndTheTransfer() {
        assertThrows(
                ArithmeticException.class,
                () -> QuarkusTransaction.requiringNew().run(() -> {
                    checkout.pay(order, buyer, seller, PRICE);
                    throw new ArithmeticException("the caller's own");
                }));

        scene.assertNeitherIsThere(order);
    }

    @Test
    void setRollbackOnlyTakesTheOrderAndTheTransfer() {
        QuarkusTransaction.begin();
        checkout.pay(order, buyer, seller, PRICE);
        QuarkusTransaction.setRollbackOnly();
        QuarkusTransaction.rollback();

        scene.assertNeitherIsThere(order);
        assertEquals(PRICE.multipliedBy(3), bank.accounts().get(buyer).getBalance());
    }

    @Test
    void aTransactionOfItsOwnSurvivesTheCallersRollback() {
        UUID outer = UUID.randomUUID();

        QuarkusTransaction.begin();
        checkout.pay(outer, scene.with(PRICE), scene.empty(), PRICE);
        checkout.payWhateverBecomesOfTheRest(order, buyer, seller, PRICE);
        QuarkusTransaction.rollback();

        scene.assertNeitherIsThere(outer);
        scene.assertBothAreThere(order);
    }

    @Test
    void aRefusalLeavesTheTransactionUsable() {
        QuarkusTransaction.requiringNew().run(() -> {
            assertThrows(
                    InsufficientFundsException.class,
                    () -> transfers.transfer(TransferRequest.of(seller, buyer, PRICE)));
            checkout.pay(order, buyer, seller, PRICE);
        });

        scene.assertBothAreThere(order);
    }

    @Test
    void refusesToRunWithoutATransaction() {
        IllegalStateException refusal = assertThrows(
                IllegalStateException.class, () -> transfers.transfer(TransferRequest.of(buyer, seller, PRICE)));

        assertTrue(refusal.getMessage().startsWith("there is no transaction to join"), refusal.getMessage());
    }

    @Test
    void anAccountThatTheCallerHasReadIsNotStale() {
        QuarkusTransaction.requiringNew().run(() -> {
            Account read = entityManager.find(Account.class, seller);
            checkout.pay(order, buyer, seller, PRICE);
            assertTrue(entityManager.contains(read));
            assertEquals(PRICE, read.getBalance());
        });
    }

    @Test
    void aBankOnTheJtaPersistenceUnitIsRefusedAndToldWhatToUse() {
        IllegalArgumentException refusal = assertThrows(IllegalArgumentException.class, () -> Bank.using(factory));

        assertTrue(refusal.getMessage().contains("TransferService.joining(entityManager)"), refusal.getMessage());
    }

    @Test
    void theBooksAreRightInTheEnd() {
        checkout.pay(order, buyer, seller, PRICE);

        assertTrue(bank.audit().isClean());
        assertFalse(bank.accounts().list(0, 1).isEmpty());
    }
}
