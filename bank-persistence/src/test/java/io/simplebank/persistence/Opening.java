package io.simplebank.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.postgresql.ds.PGSimpleDataSource;

/** The ways to open a bank, each on one connection, so that a test can take it away. */
enum Opening {
    /** The bank owns the pool. */
    AT {
        @Override
        Opened on(String url, Duration patience, Setup setup) {
            return opened(setup, Bank.at(url).poolSize(1).connectionTimeout(patience), () -> {});
        }
    },

    /** The application owns the pool. */
    ON {
        @Override
        Opened on(String url, Duration patience, Setup setup) {
            HikariDataSource pool = pool(url, patience);
            return opened(setup, Bank.on(pool), pool::close);
        }
    },

    /** The application owns the persistence unit too. */
    USING {
        @Override
        Opened on(String url, Duration patience, Setup setup) {
            HikariDataSource pool = pool(url, patience);
            EntityManagerFactory factory = new HibernatePersistenceConfiguration("host")
                    .managedClasses(PersistenceUnit.ENTITIES)
                    .property("jakarta.persistence.nonJtaDataSource", pool)
                    .createEntityManagerFactory();
            return opened(setup, Bank.using(factory), () -> {
                factory.close();
                pool.close();
            });
        }
    };

    /** For a connection on a machine that does other things too. */
    static final Duration PATIENCE = Duration.ofSeconds(30);

    /** Where it is waited for in vain. */
    static final Duration SHORT = Duration.ofSeconds(1);

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

    Opened on(String url, Setup setup) {
        return on(url, PATIENCE, setup);
    }

    /**
     * Opens a bank.
     *
     * @param patience how long a call waits for the connection
     */
    abstract Opened on(String url, Duration patience, Setup setup);

    private static Opened opened(Setup setup, BankBuilder builder, Runnable host) {
        try {
            return new Opened(setup.of(builder), host);
        } catch (RuntimeException refusal) {
            host.run();
            throw refusal;
        }
    }

    /** Over a data source: with a URL, the pool would set how long the driver lets every other login of this JVM take. */
    private static HikariDataSource pool(String url, Duration patience) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(1);
        config.setConnectionTimeout(patience.toMillis());
        return new HikariDataSource(config);
    }
}
