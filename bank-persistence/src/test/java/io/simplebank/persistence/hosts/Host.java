package io.simplebank.persistence.hosts;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankBuilder;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TimeZone;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.ds.PGSimpleDataSource;

/** An application that the library does not know: how its database, its driver, its Hibernate and its JVM are set. */
final class Host {

    private static final List<Class<?>> LEDGER = List.of(Account.class, Transfer.class, Entry.class, Hold.class);

    private final Map<String, Object> properties = new LinkedHashMap<>();
    private final List<Class<?>> classes = new ArrayList<>();
    private final Map<String, String> parameters = new LinkedHashMap<>();
    private final List<String> statements = new ArrayList<>();
    private @Nullable Locale locale;
    private @Nullable TimeZone zone;
    private boolean migrating;
    private @Nullable String refusal;

    /** Two settings want the same thing otherwise. */
    static final class ContradictionException extends IllegalArgumentException {
        private static final long serialVersionUID = 1L;

        private ContradictionException(String what) {
            super(what);
        }
    }

    /** A property of the persistence unit. */
    Host property(String name, Object value) {
        return put(properties, name, value);
    }

    /** Classes that the persistence unit knows besides the ledger's. */
    Host classes(Class<?>... more) {
        classes.addAll(List.of(more));
        return this;
    }

    /** A parameter of the driver's, in the URL. */
    Host parameter(String name, String value) {
        return put(parameters, name, value);
    }

    /** What a superuser does to a database of this host's own, before anybody else; {@code %s} is the database's name. */
    Host sql(String statement) {
        statements.add(statement);
        return this;
    }

    /** A setting of the server's, for each session in the database. */
    Host server(String name, String value) {
        return sql("alter database %s set " + name + " = " + value);
    }

    /** The database is empty at first: the library migrates it under these settings. */
    Host migrating() {
        migrating = true;
        return this;
    }

    /** Every bank is refused when it opens, with these words in the message. */
    Host refused(String words) {
        require(refusal == null, "refusal");
        refusal = words;
        return this;
    }

    @Nullable
    String refusal() {
        return refusal;
    }

    Host locale(String languageTag) {
        require(locale == null, "locale");
        locale = Locale.forLanguageTag(languageTag);
        return this;
    }

    Host zone(String id) {
        require(zone == null, "time zone");
        zone = TimeZone.getTimeZone(id);
        return this;
    }

    private <V> Host put(Map<String, V> map, String name, V value) {
        require(!map.containsKey(name), name);
        map.put(name, value);
        return this;
    }

    private static void require(boolean free, String what) {
        if (!free) {
            throw new ContradictionException(what);
        }
    }

    /** Whether nothing but the persistence unit is set: a bank with a pool of its own does not notice. */
    private boolean isUnitOnly() {
        return parameters.isEmpty() && statements.isEmpty() && locale == null && zone == null && !migrating;
    }

    /** Runs the scenario in each way to open a bank, and joined. */
    void run(TestDatabase shared) throws SQLException {
        Locale defaultLocale = Locale.getDefault();
        TimeZone defaultZone = TimeZone.getDefault();
        try {
            Locale.setDefault(locale == null ? defaultLocale : locale);
            TimeZone.setDefault(zone == null ? defaultZone : zone);
            if (statements.isEmpty() && !migrating) {
                assertThat(failures(shared)).isEmpty();
            } else {
                try (TestDatabase own = migrating ? TestDatabase.createEmpty() : TestDatabase.create()) {
                    prepare(own.superuser());
                    assertThat(failures(own)).isEmpty();
                }
            }
        } finally {
            Locale.setDefault(defaultLocale);
            TimeZone.setDefault(defaultZone);
        }
    }

    private List<String> failures(TestDatabase database) {
        String url = url(database);
        List<String> failures = new ArrayList<>(isUnitOnly() ? List.of() : ofTheDatabase(url));
        failures.addAll(ofTheUnit(url));
        return failures;
    }

    private void prepare(DataSource superuser) throws SQLException {
        try (Connection connection = superuser.getConnection();
                Statement statement = connection.createStatement()) {
            for (String sql : statements) {
                statement.execute(sql.replace("%s", connection.getCatalog()));
            }
        }
    }

    private String url(TestDatabase database) {
        StringBuilder url = new StringBuilder(database.url());
        parameters.forEach((name, value) -> url.append(url.indexOf("?") < 0 ? '?' : '&')
                .append(name)
                .append('=')
                .append(value));
        return url.toString();
    }

    private BankBuilder bank(String url) {
        BankBuilder bank = Bank.at(url).poolSize(3);
        return migrating ? bank.migrate() : bank;
    }

    private List<String> ofTheDatabase(String url) {
        if (refusal != null) {
            return refused(bank(url)::open);
        }
        try (Bank bank = bank(url).open()) {
            return new ArrayList<>(Scenario.of("Bank.at", bank));
        }
    }

    private List<String> ofTheUnit(String url) {
        try (HikariDataSource pool = pool(url);
                EntityManagerFactory factory = unit(pool)) {
            if (refusal != null) {
                return refused(() -> Bank.using(factory).open());
            }
            List<String> failures = new ArrayList<>(Scenario.joining(factory));
            try (Bank bank = Bank.using(factory).open()) {
                failures.addAll(Scenario.of("Bank.using", bank));
            }
            return failures;
        }
    }

    private List<String> refused(Supplier<Bank> opening) {
        assertThatThrownBy(() -> opening.get().close()).hasMessageContaining(refusal);
        return new ArrayList<>();
    }

    private EntityManagerFactory unit(DataSource pool) {
        HibernatePersistenceConfiguration configuration = new HibernatePersistenceConfiguration("host");
        configuration.managedClasses(LEDGER);
        configuration.managedClasses(classes);
        configuration.property("jakarta.persistence.nonJtaDataSource", pool);
        properties.forEach(configuration::property);
        return configuration.createEntityManagerFactory();
    }

    /** Over a data source: with a URL, the pool would set how long the driver lets every other login of this JVM take. */
    private static HikariDataSource pool(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        HikariConfig config = new HikariConfig();
        config.setDataSource(dataSource);
        config.setMaximumPoolSize(3);
        config.setMinimumIdle(0);
        return new HikariDataSource(config);
    }
}
