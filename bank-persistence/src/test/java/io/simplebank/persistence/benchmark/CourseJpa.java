package io.simplebank.persistence.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.LockModeType;
import java.util.function.Supplier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** The course's TransferTx as a plain JPA developer writes it: every default, and nothing tuned. */
final class CourseJpa implements Contender {

    private final HikariDataSource pool;
    private final EntityManagerFactory factory;

    CourseJpa(String url, int connections) {
        pool = Sql.pool(url, connections);
        factory = new HibernatePersistenceConfiguration("course-jpa")
                .managedClasses(CourseAccount.class, CourseEntry.class, CourseTransfer.class)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .property(AvailableSettings.PHYSICAL_NAMING_STRATEGY, new PhysicalNamingStrategySnakeCaseImpl())
                .createEntityManagerFactory();
    }

    @Override
    public int call(Supplier<Move> moves) {
        Move move = moves.get();
        factory.runInTransaction(
                entityManager -> transfer(entityManager, move.from() + 1L, move.to() + 1L, move.amount()));
        return 1;
    }

    private static void transfer(EntityManager entityManager, long from, long to, long amount) {
        entityManager.persist(new CourseTransfer(from, to, amount));
        entityManager.persist(new CourseEntry(from, -amount));
        entityManager.persist(new CourseEntry(to, amount));
        if (from < to) {
            add(entityManager, from, -amount);
            add(entityManager, to, amount);
        } else {
            add(entityManager, to, amount);
            add(entityManager, from, -amount);
        }
    }

    private static void add(EntityManager entityManager, long account, long amount) {
        entityManager
                .find(CourseAccount.class, account, LockModeType.PESSIMISTIC_WRITE)
                .add(amount);
    }

    @Override
    public void close() {
        factory.close();
        pool.close();
    }
}
