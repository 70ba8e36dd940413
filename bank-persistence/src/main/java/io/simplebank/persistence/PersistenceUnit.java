package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.jpa.HibernatePersistenceProvider;

/** Hibernate over the ledger's entities, set up by program: there is no {@code persistence.xml} to find. */
final class PersistenceUnit {

    /** What a host's persistence unit must know. */
    static final List<Class<?>> ENTITIES = List.of(Account.class, Transfer.class, Entry.class);

    /** What a host's persistence unit may know: the library reads and writes holds by SQL of its own. */
    private static final Class<?> OPTIONAL_ENTITY = Hold.class;

    private PersistenceUnit() {}

    /**
     * By Hibernate's own provider and not by whichever is found: Quarkus puts one in its place that refuses to.
     *
     * @param noAutocommit whether the connections come without auto-commit, so that Hibernate need not ask
     */
    static SessionFactory over(DataSource dataSource, boolean noAutocommit) {
        PersistenceConfiguration configuration = new HibernatePersistenceConfiguration("simple-bank")
                .managedClasses(ENTITIES)
                .managedClass(OPTIONAL_ENTITY)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
                .property(AvailableSettings.LOG_JDBC_ERRORS, false) // each is an exception, and may quote rows
                .property(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, noAutocommit);
        return new HibernatePersistenceProvider()
                .createEntityManagerFactory(configuration)
                .unwrap(SessionFactory.class);
    }

    /** Refuses a factory that the library cannot run transactions of its own on. */
    static SessionFactory of(EntityManagerFactory factory) {
        if (factory.getTransactionType() == PersistenceUnitTransactionType.JTA) {
            throw new IllegalArgumentException(
                    "the persistence unit's transactions are JTA's, which a Bank cannot run itself: use"
                            + " TransferService.joining(entityManager) and AccountService.joining(entityManager) instead");
        }
        for (Class<?> entity : ENTITIES) {
            try {
                factory.getMetamodel().entity(entity);
            } catch (IllegalArgumentException unknown) {
                throw new IllegalArgumentException(
                        "the persistence unit does not know " + entity.getName() + ": add the classes " + ENTITIES
                                + " to it",
                        unknown);
            }
        }
        return factory.unwrap(SessionFactory.class);
    }
}
