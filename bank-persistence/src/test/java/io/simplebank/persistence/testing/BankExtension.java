package io.simplebank.persistence.testing;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ExtensionContext.Namespace;
import org.junit.jupiter.api.extension.ExtensionContext.Store;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a migrated database of its own and injects what works on it into constructors and methods:
 * {@link Bank}, {@link TransferService}, {@link AccountService}, an {@link EntityManagerFactory} that knows the ledger's
 * entities, a {@link DataSource} or the {@link TestDatabase} itself.
 *
 * <pre>{@code
 * @ExtendWith(BankExtension.class)
 * class CheckoutTest {
 *     @Test
 *     void paysTheSeller(Bank bank) { … }
 * }
 * }</pre>
 *
 * <p>The server is a container of {@code postgres:18-alpine} where an engine answers, else an embedded PostgreSQL;
 * {@code -Dbank.test.database=container|embedded} forces one, {@code -Dbank.test.image} names another image. There is
 * one server for each JVM. {@code -Dbank.test.role=writer} runs everything with the privileges of the role
 * {@code simplebank_writer} only, instead of a superuser's.
 */
public final class BankExtension implements ParameterResolver {

    private static final Namespace NAMESPACE = Namespace.create(BankExtension.class);

    private static final Map<Class<?>, Function<Resources, Object>> INJECTED = Map.of(
            Bank.class, resources -> resources.bank,
            TransferService.class, resources -> resources.bank.transfers(),
            AccountService.class, resources -> resources.bank.accounts(),
            EntityManagerFactory.class, resources -> resources.factory,
            DataSource.class, resources -> resources.database.dataSource(),
            TestDatabase.class, resources -> resources.database);

    /** Made by JUnit. */
    public BankExtension() {}

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return INJECTED.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return requireNonNull(INJECTED.get(parameter.getParameter().getType()), "JUnit asks for what is supported only")
                .apply(resources(context));
    }

    /** Those of the outermost test class: nested ones share its database. */
    private static Resources resources(ExtensionContext context) {
        Class<?> outermost = context.getRequiredTestClass();
        while (outermost.getEnclosingClass() != null) {
            outermost = outermost.getEnclosingClass();
        }
        Class<?> testClass = outermost;
        Store store = store(context, testClass);
        return store.computeIfAbsent(testClass, key -> new Resources(), Resources.class);
    }

    /** The store of the outermost class's own context, so that JUnit closes the resources after its last test. */
    private static Store store(ExtensionContext context, Class<?> testClass) {
        ExtensionContext current = context;
        while (current.getTestClass().filter(testClass::equals).isEmpty()
                || current.getTestMethod().isPresent()) {
            current = current.getParent().orElseThrow();
        }
        return current.getStore(NAMESPACE);
    }

    /** What a test class works on; closed by JUnit together with the store. */
    private static final class Resources implements AutoCloseable {

        private final TestDatabase database = TestDatabase.create();
        private final Bank bank = Bank.at(database.url()).open();
        private final HikariDataSource pool = pool(database.dataSource());
        private final EntityManagerFactory factory = new HibernatePersistenceConfiguration("bank-test")
                .managedClasses(Account.class, Transfer.class, Entry.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .createEntityManagerFactory();

        private static HikariDataSource pool(DataSource dataSource) {
            HikariConfig config = new HikariConfig();
            config.setDataSource(dataSource);
            return new HikariDataSource(config);
        }

        @Override
        public void close() {
            factory.close();
            pool.close();
            bank.close();
            database.close();
        }
    }
}
