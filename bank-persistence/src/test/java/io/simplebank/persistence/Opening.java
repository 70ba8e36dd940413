package io.simplebank.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/** The ways to open a bank, each on one connection, so that a test can take it away. */
enum Opening {
    /** The bank owns the pool. */
    AT {
        @Override
        Opened on(String url, Setup setup) {
            return new Opened(setup.of(Bank.at(url).poolSize(1).connectionTimeout(PATIENCE)), () -> {});
        }
    },

    /** The application owns the pool. */
    ON {
        @Override
        Opened on(String url, Setup setup) {
            HikariDataSource pool = pool(url);
            return new Opened(setup.of(Bank.on(pool)), pool::close);
        }
    },

    /** The application owns the persistence unit too. */
    USING {
        @Override
        Opened on(String url, Setup setup) {
            HikariDataSource pool = pool(url);
            EntityManagerFactory factory = new HibernatePersistenceConfiguration("host")
                    .managedClasses(PersistenceUnit.ENTITIES)
                    .property("jakarta.persistence.nonJtaDataSource", pool)
                    .createEntityManagerFactory();
            return new Opened(setup.of(Bank.using(factory)), () -> {
                factory.close();
                pool.close();
            });
        }
    };

    /** Long enough for a connection on a machine that does other things too. */
    static final Duration PATIENCE = Duration.ofSeconds(1);

    /** What a test sets before it opens. */
    interface Setup {
        BankBuilder on(BankBuilder builder);

        private Bank of(BankBuilder builder) {
            return on(builder).open();
        }
    }

    /** A bank together with what it runs on. */
    record Opened(Bank bank, Runnable host) implements AutoCloseable {
        @Override
        public void close() {
            bank.close();
            host.run();
        }
    }

    abstract Opened on(String url, Setup setup);

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(PATIENCE.toMillis());
        return new HikariDataSource(config);
    }
}
