package io.simplebank.persistence.internal.opening;

import java.util.Set;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.boot.registry.StandardServiceRegistryBuilder;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.mapping.Table;
import org.hibernate.service.spi.ServiceContributor;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;

/**
 * Keeps Hibernate's schema tools away from the ledger's tables: an application that has them create, update, drop or
 * truncate its own tables ({@code hibernate.hbm2ddl.auto}, {@code jakarta.persistence.schema-generation.…}) leaves those of
 * the schema {@code bank} to the changelog. Validation still looks at them: it changes nothing.
 *
 * <p>Not for use. Hibernate finds this class by {@code META-INF/services} wherever the library is on the class path. An
 * application that names a {@value SchemaToolingSettings#HBM2DDL_FILTER_PROVIDER} of its own keeps that.
 */
public final class LedgerSchemaFilter implements ServiceContributor, SchemaFilterProvider {

    private static final String SCHEMA = "bank";
    private static final Set<String> TABLES = Set.of("accounts", "entries", "holds", "transfers");

    private static final SchemaFilter ALL_BUT_THE_LEDGER = new SchemaFilter() {
        @Override
        public boolean includeNamespace(Namespace namespace) {
            return !isSchema(namespace) || !namespace.getTables().stream().allMatch(LedgerSchemaFilter::isLedgers);
        }

        @Override
        public boolean includeTable(Table table) {
            return !isLedgers(table);
        }

        @Override
        public boolean includeSequence(Sequence sequence) {
            return true; // the entities have none
        }
    };

    private static boolean isSchema(Namespace namespace) {
        return namespace.getName().schema() != null
                && SCHEMA.equals(namespace.getName().schema().getText());
    }

    private static boolean isLedgers(Table table) {
        return SCHEMA.equals(table.getSchema()) && TABLES.contains(table.getName());
    }

    /** For Hibernate, which finds it by {@code META-INF/services}. */
    public LedgerSchemaFilter() {}

    @Override
    public void contribute(StandardServiceRegistryBuilder settings) {
        settings.getSettings().putIfAbsent(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, this);
    }

    @Override
    public SchemaFilter getCreateFilter() {
        return ALL_BUT_THE_LEDGER;
    }

    @Override
    public SchemaFilter getDropFilter() {
        return ALL_BUT_THE_LEDGER;
    }

    @Override
    public SchemaFilter getTruncatorFilter() {
        return ALL_BUT_THE_LEDGER;
    }

    @Override
    public SchemaFilter getMigrateFilter() {
        return ALL_BUT_THE_LEDGER;
    }

    @Override
    public SchemaFilter getValidateFilter() {
        return SchemaFilter.ALL;
    }
}
