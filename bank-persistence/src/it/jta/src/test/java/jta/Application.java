package jta;

import static org.joda.money.CurrencyUnit.EUR;

import com.arjuna.ats.internal.jta.transaction.arjunacore.TransactionSynchronizationRegistryImple;
import com.arjuna.ats.jta.TransactionManager;
import io.agroal.api.AgroalDataSource;
import io.agroal.api.configuration.supplier.AgroalDataSourceConfigurationSupplier;
import io.agroal.api.transaction.TransactionIntegration;
import io.agroal.narayana.NarayanaTransactionIntegration;
import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.sql.SQLException;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.Money;
import org.postgresql.xa.PGXADataSource;

/** An XA pool, a JTA persistence unit with the ledger's entities in it, and a bank on the same pool. */
final class Application implements AutoCloseable {

    static final Money PRICE = Money.parse("EUR 10.00");

    final AgroalDataSource pool;
    final EntityManagerFactory factory;
    final Bank bank;

    Application(String url) throws SQLException {
        pool = pool(url);
        factory = new HibernatePersistenceConfiguration("shop")
                .managedClasses(PurchaseOrder.class, Account.class, Transfer.class, Entry.class)
                .transactionType(PersistenceUnitTransactionType.JTA)
                .property("jakarta.persistence.jtaDataSource", pool)
                .property("hibernate.transaction.jta.platform", "Narayana")
                .createEntityManagerFactory();
        bank = Bank.on(pool).open();
    }

    /** Its connections take part in the transaction that the thread is in. */
    static AgroalDataSource pool(String url) throws SQLException {
        TransactionIntegration narayana = new NarayanaTransactionIntegration(
                TransactionManager.transactionManager(), new TransactionSynchronizationRegistryImple());
        return AgroalDataSource.from(new AgroalDataSourceConfigurationSupplier()
                .connectionPoolConfiguration(pool -> pool.maxSize(10)
                        .transactionIntegration(narayana)
                        .connectionFactoryConfiguration(connections -> connections
                                .connectionProviderClass(PGXADataSource.class)
                                .jdbcUrl(url))));
    }

    /** Marks an order paid and moves the money, in the transaction that is under way. */
    void pay(EntityManager entityManager, UUID order, UUID buyer, UUID seller) {
        entityManager.persist(new PurchaseOrder(order, "paid"));
        TransferService.joining(entityManager)
                .transfer(TransferRequest.of(buyer, seller, PRICE).withId(order));
    }

    UUID empty() {
        return bank.accounts().open(OpenAccount.of("somebody", EUR)).getId();
    }

    UUID world() {
        return bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
    }

    /** Both, neither, or the one half. */
    String whatIsThereOf(UUID order) {
        boolean paid = bank.transfers().find(order).isPresent();
        try (EntityManager entityManager = factory.createEntityManager()) {
            boolean stored = entityManager.find(PurchaseOrder.class, order) != null;
            return stored ? paid ? "both" : "the order" : paid ? "the transfer" : "neither";
        }
    }

    @Override
    public void close() {
        bank.close();
        factory.close();
        pool.close();
    }
}
