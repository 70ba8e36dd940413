package shop;

import io.quarkus.runtime.Startup;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.inject.Disposes;
import jakarta.enterprise.inject.Produces;
import jakarta.inject.Singleton;
import jakarta.persistence.EntityManager;
import javax.sql.DataSource;

/** The ledger as CDI beans. */
public class Ledger {

    @Produces
    @ApplicationScoped
    TransferService transfers(EntityManager entityManager) {
        return TransferService.joining(entityManager);
    }

    @Produces
    @ApplicationScoped
    AccountService accounts(EntityManager entityManager) {
        return AccountService.joining(entityManager);
    }

    @Produces
    @Singleton
    @Startup
    Bank bank(DataSource dataSource) {
        return Bank.on(dataSource).migrate().open();
    }

    void close(@Disposes Bank bank) {
        bank.close();
    }
}
