package io.simplebank.persistence.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import java.util.function.Supplier;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** {@code TransferService.joining(entityManager)} in an application's own transaction, in which nothing else happens. */
final class Joined implements Contender {

    private final UUID[] accounts;
    private final HikariDataSource pool;
    private final EntityManagerFactory factory;

    Joined(String url, int connections) {
        accounts = LedgerSchema.accountIds(url);
        pool = Sql.pool(url, connections);
        factory = new HibernatePersistenceConfiguration("joined")
                .managedClasses(Account.class, Transfer.class, Entry.class)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .createEntityManagerFactory();
    }

    @Override
    public int call(Supplier<Move> moves) {
        Move move = moves.get();
        factory.runInTransaction(
                entityManager -> TransferService.joining(entityManager).transfer(Library.request(accounts, move)));
        return 1;
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
