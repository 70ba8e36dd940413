package io.simplebank.persistence.hosts;

import java.util.Locale;
import org.hibernate.boot.model.naming.Identifier;
import org.hibernate.boot.model.naming.PhysicalNamingStrategyStandardImpl;
import org.hibernate.engine.jdbc.env.spi.JdbcEnvironment;
import org.jspecify.annotations.Nullable;

/** How hosts name tables, columns and schemas. */
final class Naming {

    private Naming() {}

    /** Each table's name begins alike. */
    static final class Prefix extends PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
            return Identifier.toIdentifier("app_" + name.getText(), name.isQuoted());
        }
    }

    /** Each column's name ends alike. */
    static final class Suffix extends PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalColumnName(Identifier name, JdbcEnvironment environment) {
            return Identifier.toIdentifier(name.getText() + "_c", name.isQuoted());
        }
    }

    /** Everything in capitals. */
    static final class Upper extends PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalTableName(Identifier name, JdbcEnvironment environment) {
            return upper(name);
        }

        @Override
        public Identifier toPhysicalColumnName(Identifier name, JdbcEnvironment environment) {
            return upper(name);
        }

        private static Identifier upper(Identifier name) {
            return Identifier.toIdentifier(name.getText().toUpperCase(Locale.ROOT), true);
        }
    }

    /** Whatever the schema is called, it is the application's. */
    static final class OneSchema extends PhysicalNamingStrategyStandardImpl {
        private static final long serialVersionUID = 1L;

        @Override
        public Identifier toPhysicalSchemaName(@Nullable Identifier name, JdbcEnvironment environment) {
            return Identifier.toIdentifier("app");
        }
    }
}
