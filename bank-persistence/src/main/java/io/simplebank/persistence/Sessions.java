package io.simplebank.persistence;

import jakarta.persistence.EntityManager;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.boot.spi.SessionFactoryOptions;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.engine.spi.SessionImplementor;
import org.jspecify.annotations.Nullable;

/**
 * Hibernate's own sessions behind the entity managers that containers inject.
 *
 * <p>Those are proxies. To the question for a {@link Session} they answer with themselves, hence the SPI, which 7.1 to 7.4
 * share. And they are not to be asked about transactions: Spring's, with a session that is open for the length of a
 * request, denies the one that it is in until it has been called for something else.
 */
final class Sessions {

    private Sessions() {}

    /**
     * The session, which a plain entity manager always is.
     *
     * @return {@code null} where a proxy has none, outside a transaction
     * @throws IllegalStateException if the entity manager is closed
     */
    static @Nullable Session of(EntityManager entityManager) {
        try {
            return entityManager.unwrap(SessionImplementor.class);
        } catch (IllegalStateException none) {
            if (!entityManager.isOpen()) {
                throw none;
            }
            return null;
        }
    }

    /**
     * Whether sessions belong to tenants: by a database or a schema for each, or by a column of the host's tables
     * ({@code @TenantId}).
     */
    static boolean isMultiTenant(SessionFactory factory) {
        SessionFactoryOptions options =
                factory.unwrap(SessionFactoryImplementor.class).getSessionFactoryOptions();
        return options.isMultiTenancyEnabled() || options.getCurrentTenantIdentifierResolver() != null;
    }
}
