package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import jakarta.persistence.PersistenceUnitTransactionType;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.StatelessSession;
import org.hibernate.Transaction;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.jspecify.annotations.Nullable;

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
        BootedSource source = new BootedSource(dataSource);
        PersistenceConfiguration configuration = new HibernatePersistenceConfiguration("simple-bank")
                .managedClasses(ENTITIES)
                .managedClass(OPTIONAL_ENTITY)
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, source.asDataSource())
                .property(AvailableSettings.LOG_JDBC_ERRORS, false) // each is an exception, and may quote rows
                .property(AvailableSettings.CONNECTION_PROVIDER_DISABLES_AUTOCOMMIT, noAutocommit);
        SessionFactory factory = LibraryLoader.call(() -> new HibernatePersistenceProvider()
                .createEntityManagerFactory(configuration)
                .unwrap(SessionFactory.class));
        source.isBooted = true;
        return factory;
    }

    /**
     * What Hibernate and the driver ask the catalog while Hibernate starts is asked on a search path of our own; each of the
     * library's transactions is set up by itself.
     */
    private static final class BootedSource implements InvocationHandler {

        private final DataSource dataSource;
        private volatile boolean isBooted;

        BootedSource(DataSource dataSource) {
            this.dataSource = dataSource;
        }

        DataSource asDataSource() {
            return (DataSource) Proxy.newProxyInstance(
                    PersistenceUnit.class.getClassLoader(), new Class<?>[] {DataSource.class}, this);
        }

        @Override
        public @Nullable Object invoke(Object proxy, Method method, Object @Nullable [] arguments) throws Throwable {
            Object result;
            try {
                result = method.invoke(dataSource, arguments);
            } catch (InvocationTargetException failure) {
                throw failure.getCause() == null ? failure : failure.getCause();
            }
            return result instanceof Connection connection && !isBooted ? PinnedConnection.of(connection) : result;
        }
    }

    /** Refuses a factory that the library cannot run transactions of its own on. */
    static SessionFactory of(EntityManagerFactory factory) {
        if (factory.getTransactionType() == PersistenceUnitTransactionType.JTA) {
            throw new IllegalArgumentException(
                    "the persistence unit's transactions are JTA's, which a Bank cannot run itself: use"
                            + " TransferService.joining(entityManager) and AccountService.joining(entityManager) instead");
        }
        if (Sessions.isMultiTenant(ManagedEntities.hibernate(factory))) {
            throw new IllegalArgumentException(
                    "the persistence unit is a multi-tenant one, and a Bank works on threads of its own, which know no"
                            + " tenant: open one Bank for each tenant, Bank.on(its DataSource), or use"
                            + " TransferService.joining(entityManager) and AccountService.joining(entityManager), which"
                            + " work in the ledger of the entity manager's tenant");
        }
        return knowingTheLedger(factory);
    }

    /**
     * Refuses a factory that is not Hibernate's, or whose persistence unit does not know the ledger's entities: a caller's
     * persistence context could not be told what has changed. A look into a map, cheap enough for each joined service.
     */
    static SessionFactory knowingTheLedger(EntityManagerFactory factory) {
        SessionFactory hibernate = ManagedEntities.hibernate(factory);
        for (Class<?> entity : ENTITIES) {
            if (!ManagedEntities.isKnown(hibernate, entity)) {
                throw new IllegalArgumentException("the persistence unit does not know " + entity.getName()
                        + ": add the classes " + ENTITIES + " to it, and " + OPTIONAL_ENTITY
                        + " where you query holds yourself");
            }
        }
        return hibernate;
    }

    /** Refuses a unit whose transactions are none: what it commits or rolls back is not what its statements have done. */
    static void requireTransactions(SessionFactory factory) {
        try (StatelessSession session = factory.openStatelessSession()) {
            Transaction transaction = session.beginTransaction();
            session.doWork(used -> {}); // and perhaps released
            session.doWork(PersistenceUnit::requireTransaction);
            transaction.rollback();
        }
    }

    /** The same of the connection that a transaction is on. */
    static void requireTransaction(Connection connection) throws SQLException {
        if (connection.getAutoCommit()) {
            throw new IllegalStateException(
                    "the connection is in auto-commit within a transaction, which could not be rolled"
                            + " back: hibernate.connection.handling_mode releases it after each statement, which is for JTA only,"
                            + " or hibernate.connection.provider_disables_autocommit is set for a pool that does not");
        }
    }
}
