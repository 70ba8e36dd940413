package io.simplebank.persistence.internal.opening;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import jakarta.persistence.Column;
import jakarta.persistence.Table;
import java.lang.reflect.Field;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.boot.Metadata;
import org.hibernate.boot.spi.BootstrapContext;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.integrator.spi.Integrator;
import org.hibernate.mapping.BasicValue;
import org.hibernate.mapping.Component;
import org.hibernate.mapping.PersistentClass;
import org.hibernate.mapping.Property;
import org.hibernate.mapping.RootClass;
import org.hibernate.type.SqlTypes;

/**
 * Maps the ledger's entities to the ledger's tables, whatever a host has settled for its own: a naming strategy, a schema for
 * everything, a type for each UUID or Instant. What the entities' annotations say is put back where it was changed; a
 * mapping that is as they say is not touched. Converters that apply by themselves are kept away by the annotations alone.
 *
 * <p>Not for use. Hibernate finds this class by {@code META-INF/services} wherever the library is on the class path, and
 * asks it when it has read all mappings and before it makes anything of them.
 */
public final class LedgerMapping implements Integrator {

    private static final List<Class<?>> ENTITIES = List.of(Account.class, Transfer.class, Entry.class, Hold.class);

    /** How PostgreSQL's types are read and written, of those fields for which hosts can choose. */
    private static final Map<Class<?>, Type> TYPES = Map.of(
            UUID.class, new Type(SqlTypes.UUID, "uuid"),
            Instant.class, new Type(SqlTypes.TIMESTAMP_UTC, "timestamptz"));

    private record Type(int code, String column) {}

    /** For Hibernate, which finds it by {@code META-INF/services}. */
    public LedgerMapping() {}

    @Override
    public void integrate(Metadata metadata, BootstrapContext bootstrap, SessionFactoryImplementor factory) {
        for (Class<?> entity : ENTITIES) {
            PersistentClass mapping = metadata.getEntityBinding(entity.getName());
            if (mapping instanceof RootClass root) { // a host need not know each of them
                nameTable(entity, root);
                for (Field field : entity.getDeclaredFields()) {
                    for (Property property : properties(root, field)) {
                        nameColumn(field, property);
                        type(field, property, root);
                    }
                }
            }
        }
    }

    private static void nameTable(Class<?> entity, RootClass mapping) {
        Table table = entity.getAnnotation(Table.class);
        mapping.getTable().setCatalog(null);
        mapping.getTable().setSchema(table.schema());
        mapping.getTable().setName(table.name());
    }

    /** What maps a column's field. A part of an identity is mapped twice: as it is in the entity, and by itself. */
    private static List<Property> properties(RootClass mapping, Field field) {
        List<Property> properties = new ArrayList<>(mapping.getProperties());
        if (mapping.getIdentifierProperty() != null) {
            properties.add(mapping.getIdentifierProperty());
        }
        if (mapping.getIdentifier() instanceof Component identity) {
            properties.addAll(identity.getProperties());
        }
        if (mapping.getIdentifierMapper() != null) {
            properties.addAll(mapping.getIdentifierMapper().getProperties());
        }
        properties.removeIf(property -> !property.getName().equals(field.getName())
                || !field.isAnnotationPresent(Column.class)
                || !(property.getValue() instanceof BasicValue));
        return properties;
    }

    private static void nameColumn(Field field, Property property) {
        String name = field.getAnnotation(Column.class).name();
        property.getColumns().forEach(column -> column.setName(name));
    }

    private static void type(Field field, Property property, RootClass mapping) {
        BasicValue value = (BasicValue) property.getValue();
        Type type = TYPES.get(field.getType());
        if (type == null || value.resolve().getJdbcType().getDefaultSqlTypeCode() == type.code) {
            return;
        }
        BasicValue typed = new BasicValue(value.getBuildingContext(), value.getTable());
        typed.setImplicitJavaTypeAccess(types -> field.getType());
        typed.setExplicitJavaTypeAccess(types -> null); // nothing, but it is asked when the type is copied
        typed.setExplicitMutabilityPlanAccess(types -> null);
        typed.setExplicitJdbcTypeAccess(types -> types.getJdbcTypeRegistry().getDescriptor(type.code));
        typed.resolve();
        BasicValue ours = value.copy();
        ours.copyTypeFrom(typed);
        property.getColumns().forEach(column -> {
            column.setSqlType(type.column); // for the schema's validation
            column.setValue(ours);
        });
        property.setValue(ours);
        if (mapping.getIdentifier() == value) {
            mapping.setIdentifier(ours);
        }
    }
}
