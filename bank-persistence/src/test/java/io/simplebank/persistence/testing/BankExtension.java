package io.simplebank.persistence.testing;

import static java.util.Objects.requireNonNull;

import io.simplebank.persistence.AccountService;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.function.Function;
import javax.sql.DataSource;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolver;

/**
 * Gives a test class a migrated database of its own and injects what works on it into constructors and methods:
 * {@link Bank}, {@link TransferService}, {@link AccountService}, an {@link EntityManagerFactory} that knows the ledger's
 * entities, a {@link DataSource}, the {@link TestDatabase} itself; {@link TestAccounts} with money on them, and the
 * {@link TestClock} that the bank runs on.
 *
 * <pre>{@code
 * @ExtendWith(BankExtension.class)
 * class CheckoutTest {
 *     @Test
 *     void paysTheSeller(Bank bank) { … }
 * }
 * }</pre>
 *
 * <p>{@link BankTest} says the same in fewer words, and lets each method have a database of its own. Classes and methods
 * may run in parallel.
 *
 * <p>The server is a container of {@code postgres:18-alpine} where an engine answers, else an embedded PostgreSQL;
 * {@code -Dbank.test.database=container|embedded} forces one, {@code -Dbank.test.image} names another image. There is
 * one server for each JVM, with 300 connections. A database in use takes 5 of them for its bank and up to 10 for its
 * entity manager factory, each only if it is injected. {@code -Dbank.test.role=writer} runs everything with the
 * privileges of the role {@code simplebank_writer} only, instead of a superuser's.
 *
 * <p>An injected bank waits for a connection and for a locked account for 20 seconds instead of 5, and for a statement for
 * 60 instead of 10, since a machine that runs a suite stands still at times. A test of what happens while an account is
 * busy opens a bank of its own, by {@link TestDatabase#url}.
 */
public final class BankExtension implements ParameterResolver {

    private static final Map<Class<?>, Function<TestBank, Object>> INJECTED = Map.of(
            Bank.class,
            TestBank::bank,
            TransferService.class,
            test -> test.bank().transfers(),
            AccountService.class,
            test -> test.bank().accounts(),
            TestAccounts.class,
            test -> TestAccounts.of(test.bank()),
            TestClock.class,
            TestBank::clock,
            EntityManagerFactory.class,
            TestBank::factory,
            DataSource.class,
            test -> test.database().dataSource(),
            TestDatabase.class,
            TestBank::database);

    /** Made by JUnit. */
    public BankExtension() {
        Quiet.unlessConfigured();
    }

    /** So that a constructor, too, gets the database of the method that it is called for. */
    @Override
    public ExtensionContextScope getTestInstantiationExtensionContextScope(ExtensionContext root) {
        return ExtensionContextScope.TEST_METHOD;
    }

    @Override
    public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
        return INJECTED.containsKey(parameter.getParameter().getType());
    }

    @Override
    public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
        return requireNonNull(INJECTED.get(parameter.getParameter().getType()), "JUnit asks for what is supported only")
                .apply(Tenancy.of(context).in(context));
    }
}
