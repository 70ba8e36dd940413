package io.simplebank.persistence;

import jakarta.persistence.Entity;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.Id;
import java.util.Map;
import javax.sql.DataSource;
import org.hibernate.annotations.TenantId;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.context.spi.CurrentTenantIdentifierResolver;
import org.hibernate.engine.jdbc.connections.spi.AbstractDataSourceBasedMultiTenantConnectionProviderImpl;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** How a host's persistence unit tells tenants apart; who is the tenant stands in {@link RoutedByThread#TENANT}. */
enum MultiTenancy {
    /** It does not. */
    NONE,
    /** A database for each. */
    BY_DATABASE {
        @Override
        HibernatePersistenceConfiguration configured(Map<?, DataSource> pools) {
            return super.configured(pools)
                    .property(AvailableSettings.MULTI_TENANT_CONNECTION_PROVIDER, new Provider(pools))
                    .property(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new Resolver());
        }
    },
    /** A column of the host's tables. */
    BY_COLUMN {
        @Override
        HibernatePersistenceConfiguration configured(Map<?, DataSource> pools) {
            return super.configured(pools)
                    .managedClass(Note.class)
                    .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pools.get("a"))
                    .property(AvailableSettings.MULTI_TENANT_IDENTIFIER_RESOLVER, new Resolver());
        }
    };

    EntityManagerFactory factory(Map<?, DataSource> pools) {
        return configured(pools).createEntityManagerFactory();
    }

    EntityManagerFactory factory(DataSource pool) {
        return configured(Map.of())
                .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, pool)
                .createEntityManagerFactory();
    }

    HibernatePersistenceConfiguration configured(Map<?, DataSource> pools) {
        return new HibernatePersistenceConfiguration("host").managedClasses(PersistenceUnit.ENTITIES);
    }

    /** A host's. */
    @Entity(name = "Note")
    static class Note {
        @Id
        long id;

        @TenantId
        String tenant;
    }

    private static final class Resolver implements CurrentTenantIdentifierResolver<String> {
        @Override
        public String resolveCurrentTenantIdentifier() {
            return RoutedByThread.TENANT.get();
        }

        @Override
        public boolean validateExistingCurrentSessions() {
            return false;
        }
    }

    private static final class Provider extends AbstractDataSourceBasedMultiTenantConnectionProviderImpl<String> {

        private static final long serialVersionUID = 1L;

        private final transient Map<?, DataSource> pools;

        Provider(Map<?, DataSource> pools) {
            this.pools = pools;
        }

        @Override
        protected DataSource selectAnyDataSource() {
            return pools.get("a");
        }

        @Override
        protected DataSource selectDataSource(String tenant) {
            return pools.get(tenant);
        }
    }
}
