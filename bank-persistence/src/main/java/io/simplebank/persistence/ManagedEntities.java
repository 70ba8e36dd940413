package io.simplebank.persistence;

import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;

/** The entities that a caller's persistence context manages, which must not go stale when their rows change. */
final class ManagedEntities {

    private ManagedEntities() {}

    /**
     * The managed instance, if there is one, without looking into the database. Hibernate's API has no such question,
     * hence the SPI, which 7.1 to 7.4 share. There is none of a class that the host's persistence unit does not know.
     */
    static Optional<Object> find(Session session, Class<?> entity, UUID id) {
        SessionImplementor implementor = session.unwrap(SessionImplementor.class);
        EntityPersister persister =
                implementor.getFactory().getMappingMetamodel().findEntityDescriptor(entity);
        if (persister == null) {
            return Optional.empty();
        }
        EntityKey key = implementor.generateEntityKey(id, persister);
        return Optional.ofNullable(implementor.getPersistenceContext().getEntity(key));
    }
}
