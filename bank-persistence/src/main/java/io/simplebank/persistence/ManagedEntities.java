package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceException;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.HibernateException;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;
import org.jspecify.annotations.Nullable;

/** The entities that a caller's persistence context manages, which must not go stale when their rows change. */
final class ManagedEntities {

    private static final List<Class<?>> ENTITIES = List.of(Account.class, Transfer.class, Entry.class, Hold.class);

    private ManagedEntities() {}

    /** Hibernate's factory behind the proxies that containers inject. */
    static SessionFactory hibernate(EntityManagerFactory factory) {
        try {
            return factory.unwrap(SessionFactoryImplementor.class);
        } catch (PersistenceException | ClassCastException another) {
            throw new IllegalArgumentException(
                    "the persistence provider is not Hibernate, which Simple Bank runs on: " + factory.getClass(),
                    another);
        }
    }

    /** Whether a persistence unit maps a class. */
    static boolean isKnown(SessionFactory factory, Class<?> entity) {
        return factory.unwrap(SessionFactoryImplementor.class)
                        .getMappingMetamodel()
                        .findEntityDescriptor(entity)
                != null;
    }

    /**
     * Sends what the caller has changed of the ledger's entities, an account that was persisted, say, where Hibernate would
     * before a query for them: within a transaction, and unless the caller's flush mode says otherwise.
     */
    static void flush(Session session) {
        SessionImplementor implementor = session.unwrap(SessionImplementor.class);
        Set<String> tables = new HashSet<>();
        for (Class<?> entity : ENTITIES) {
            EntityPersister persister = persister(implementor, entity);
            if (persister != null) {
                Collections.addAll(tables, (String[]) persister.getQuerySpaces());
            }
        }
        try {
            implementor.autoFlushIfRequired(tables);
        } catch (HibernateException failure) {
            throw implementor.getExceptionConverter().convert(failure);
        }
    }

    private static @Nullable EntityPersister persister(SessionImplementor session, Class<?> entity) {
        return session.getFactory().getMappingMetamodel().findEntityDescriptor(entity);
    }

    /**
     * The managed instance, if there is one, without looking into the database. Hibernate's API has no such question,
     * hence the SPI, which 7.1 to 7.4 share. There is none of a class that the host's persistence unit does not know.
     */
    static Optional<Object> find(Session session, Class<?> entity, UUID id) {
        SessionImplementor implementor = session.unwrap(SessionImplementor.class);
        EntityPersister persister = persister(implementor, entity);
        if (persister == null) {
            return Optional.empty();
        }
        EntityKey key = implementor.generateEntityKey(id, persister);
        return Optional.ofNullable(implementor.getPersistenceContext().getEntity(key));
    }
}
