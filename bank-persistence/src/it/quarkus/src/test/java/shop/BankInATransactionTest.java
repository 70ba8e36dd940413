package shop;

import static org.joda.money.CurrencyUnit.EUR;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static shop.Scene.PRICE;

import io.agroal.api.AgroalDataSource;
import io.quarkus.agroal.DataSource;
import io.quarkus.narayana.jta.QuarkusTransaction;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import jakarta.inject.Inject;
import jakarta.persistence.EntityManager;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** A bank's transactions are its own, though its data source gives out connections that are in the caller's. */
@QuarkusTest
@QuarkusTestResource(Postgres.class)
class BankInATransactionTest {

    @Inject
    AgroalDataSource dataSource;

    @Inject
    @DataSource("ledger")
    AgroalDataSource withoutJta;

    @Inject
    EntityManager entityManager;

    @Inject
    Bank bank;

    @Inject
    Scene scene;

    private final UUID order = UUID.randomUUID();
    private UUID buyer;
    private UUID seller;

    @BeforeEach
    void openAccounts() {
        buyer = scene.with(PRICE);
        seller = scene.empty();
    }

    @Test
    void itsCallsAreNeitherRolledBackNorCommittedWithTheCallers() {
        OpenAccount carol = OpenAccount.of("carol", EUR);

        QuarkusTransaction.begin();
        entityManager.persist(new PurchaseOrder(order, "new"));
        entityManager.flush();
        bank.accounts().open(carol);
        bank.accounts().setMinimumBalance(carol.id(), Money.parse("EUR -5.00"));
        UUID transfer = bank.transfers()
                .transfer(TransferRequest.of(buyer, carol.id(), PRICE))
                .getId();
        QuarkusTransaction.rollback();

        assertFalse(scene.isStored(order));
        assertTrue(bank.transfers().find(transfer).isPresent());
        assertEquals(Money.parse("EUR -5.00"), bank.accounts().get(carol.id()).getMinimumBalance());
    }

    @Test
    void toOpenAnAccountDoesNotCommitWhatTheCallerDoesNext() {
        QuarkusTransaction.begin();
        bank.accounts().open(OpenAccount.of("carol", EUR));
        entityManager.persist(new PurchaseOrder(order, "new"));
        entityManager.flush();
        bank.accounts().freeze(seller);
        QuarkusTransaction.rollback();

        assertFalse(scene.isStored(order));
    }

    @Test
    void itsReadsLeaveTheCallersTransactionAsItWas() {
        QuarkusTransaction.requiringNew().run(() -> {
            entityManager.persist(new PurchaseOrder(order, "new"));
            entityManager.flush();
            Object before = setting();

            assertEquals(PRICE, bank.accounts().get(buyer).getBalance());
            assertTrue(bank.transfers().find(order).isEmpty());
            assertTrue(bank.audit().isClean());
            assertTrue(bank.locks().waits().isEmpty());

            assertEquals(before, setting());
        });

        assertTrue(scene.isStored(order));
    }

    private Object setting() {
        return entityManager
                .createNativeQuery("select current_setting('enable_seqscan') || current_setting('lock_timeout')")
                .getSingleResult();
    }

    @Test
    void aBankCanBeOpenedWithinATransaction() {
        QuarkusTransaction.begin();
        entityManager.persist(new PurchaseOrder(order, "new"));
        entityManager.flush();
        try (Bank another = Bank.on(dataSource).migrate().open()) {
            assertEquals(PRICE, another.accounts().get(buyer).getBalance());
            another.accounts().freeze(seller);
        }
        QuarkusTransaction.rollback();

        assertFalse(scene.isStored(order));
    }

    /** The way to spare the change of threads: {@code quarkus.datasource.ledger.jdbc.transactions=disabled}. */
    @Test
    void aDataSourceWithoutJtaGivesOutConnectionsThatAreInNoTransaction() throws SQLException {
        QuarkusTransaction.begin();
        try (Bank another = Bank.on(withoutJta).open();
                Connection free = withoutJta.getConnection();
                Connection callers = dataSource.getConnection()) {
            assertTrue(free.getAutoCommit());
            assertFalse(callers.getAutoCommit());
            another.accounts().freeze(seller);
        }
        QuarkusTransaction.rollback();

        assertFalse(bank.accounts().get(seller).getStatus().name().equals("OPEN"));
    }
}
