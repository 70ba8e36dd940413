package io.simplebank.persistence;

import io.simplebank.domain.Account;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.Session;
import org.hibernate.engine.spi.EntityKey;
import org.hibernate.engine.spi.SessionImplementor;
import org.hibernate.persister.entity.EntityPersister;

/** The accounts that a caller's persistence context manages, which must not go stale when their rows change. */
final class ManagedAccounts {

    private ManagedAccounts() {}

    /**
     * The managed instance, if there is one, without looking into the database. Hibernate's API has no such question,
     * hence the SPI, which 7.1 to 7.4 share.
     */
    static Optional<Object> find(Session session, UUID id) {
        SessionImplementor implementor = session.unwrap(SessionImplementor.class);
        EntityPersister persister =
                implementor.getFactory().getMappingMetamodel().getEntityDescriptor(Account.class);
        EntityKey key = implementor.generateEntityKey(id, persister);
        return Optional.ofNullable(implementor.getPersistenceContext().getEntity(key));
    }
}
