package io.simplebank.persistence.internal.opening;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import java.util.List;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.PersistentClass;

/**
 * Keeps the ledger's entities out of a host's second-level cache. Their rows change behind Hibernate's back, and on other
 * nodes: what a cache serves was true once. {@code @Cacheable(false)} on the entities says so for the modes that ask;
 * {@code shared-cache-mode} {@code ALL} does not ask, and this says it once more.
 *
 * <p>Not for use. Hibernate finds this class by {@code META-INF/services} wherever the library is on the class path, and
 * asks it before it makes the regions of its cache.
 */
public final class UncachedLedger implements Integrator {

    private static final List<Class<?>> ENTITIES = List.of(Account.class, Transfer.class, Entry.class, Hold.class);

    /** For Hibernate, which finds it by {@code META-INF/services}. */
    public UncachedLedger() {}

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        for (Class<?> entity : ENTITIES) {
            PersistentClass mapping = metadata.getEntityBinding(entity.getName());
            if (mapping != null) { // a host need not know each of them
                mapping.getRootClass().setCached(false);
            }
        }
    }
}
