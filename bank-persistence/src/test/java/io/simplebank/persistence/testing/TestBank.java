package io.simplebank.persistence.testing;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.Bank;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.Deque;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * What a test works on: a database, and, opened when they are asked for, so that nobody waits or pays for what he does not
 * use, a bank and a persistence unit. JUnit closes it together with the store that it is in. Thread-safe.
 */
final class TestBank implements AutoCloseable {

    /** Of the bank, which opens all of them at once. */
    private static final int BANK_CONNECTIONS = 5;

    /** For a connection and for an account: a machine that runs a whole suite stands still for some seconds at times. */
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    /** For a statement. */
    private static final Duration LONGEST_STATEMENT = Duration.ofMinutes(1);

    /** Of the persistence unit, which opens them as they are needed. */
    private static final int UNIT_CONNECTIONS = 10;

    private final TestDatabase database = TestDatabase.create();
    private final TestClock clock;
    private final Deque<Runnable> opened = new ArrayDeque<>();
    private @Nullable Bank bank;
    private @Nullable EntityManagerFactory factory;

    /**
     * @param start where the clock stands, {@code null} if it goes with the system's
     */
    TestBank(@Nullable Instant start) {
        clock = start == null ? TestClock.startingNow() : TestClock.startingAt(start);
        opened.push(database::close);
    }

    TestDatabase database() {
        return database;
    }

    TestClock clock() {
        return clock;
    }

    synchronized Bank bank() {
        if (bank == null) {
            bank = Bank.at(database.url())
                    .poolSize(BANK_CONNECTIONS)
                    .connectionTimeout(PATIENCE)
                    .lockTimeout(PATIENCE)
                    .statementTimeout(LONGEST_STATEMENT)
                    .clock(clock)
                    .open();
            opened.push(bank::close);
        }
        return bank;
    }

    synchronized EntityManagerFactory factory() {
        if (factory == null) {
            HikariDataSource pool = pool();
            opened.push(pool::close);
            factory = new HibernatePersistenceConfiguration("bank-test")
                    .managedClasses(Account.class, Transfer.class, Entry.class)
                    .property("jakarta.persistence.nonJtaDataSource", pool)
                    .createEntityManagerFactory();
            opened.push(factory::close);
        }
        return factory;
    }

    private HikariDataSource pool() {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setMaximumPoolSize(UNIT_CONNECTIONS);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }

    /** Closes what was opened, the last first; what cannot be closed does not keep the rest open. */
    @Override
    public synchronized void close() {
        RuntimeException failure = null;
        while (!opened.isEmpty()) {
            try {
                opened.pop().run();
            } catch (RuntimeException inTheWay) {
                if (failure == null) {
                    failure = inTheWay;
                } else {
                    failure.addSuppressed(inTheWay);
                }
            }
        }
        if (failure != null) {
            throw failure;
        }
    }
}
