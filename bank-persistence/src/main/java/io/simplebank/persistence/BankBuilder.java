package io.simplebank.persistence;

import com.zaxxer.hikari.metrics.MetricsTrackerFactory;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.WrongLedgerException;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import javax.sql.DataSource;
import org.hibernate.HibernateException;
import org.hibernate.SessionFactory;
import org.hibernate.jdbc.Work;
import org.jspecify.annotations.Nullable;

/**
 * Sets up a {@link Bank}. Every value is checked when it is set; the database is not touched before {@link #open()}.
 * Not thread-safe.
 */
public final class BankBuilder {

    private final Settings settings = new Settings();
    private final @Nullable String url;
    private final @Nullable DataSource dataSource;
    private final @Nullable SessionFactory sessions;
    private @Nullable String username;
    private @Nullable String password;

    private BankBuilder(@Nullable String url, @Nullable DataSource dataSource, @Nullable SessionFactory sessions) {
        this.url = url;
        this.dataSource = dataSource;
        this.sessions = sessions;
    }

    static BankBuilder at(String url) {
        return new BankBuilder(url, null, null);
    }

    static BankBuilder on(DataSource dataSource) {
        return new BankBuilder(null, dataSource, null);
    }

    static BankBuilder using(SessionFactory sessions) {
        return new BankBuilder(null, null, sessions);
    }

    /**
     * Whom to connect as; by default, whom the URL names.
     *
     * @param username the role's name
     * @return this builder
     * @throws IllegalStateException if the bank does not own its pool
     */
    public BankBuilder username(String username) {
        requireOwnPool("username");
        this.username = Arguments.notNull("username", username);
        return this;
    }

    /**
     * The password to connect with; by default, the URL's.
     *
     * @param password the password
     * @return this builder
     * @throws IllegalStateException if the bank does not own its pool
     */
    public BankBuilder password(String password) {
        requireOwnPool("password");
        this.password = Arguments.notNull("password", password);
        return this;
    }

    /**
     * How many connections the bank's pool holds: 10 by default.
     *
     * @param connections 1 or more
     * @return this builder
     * @throws IllegalStateException if the bank does not own its pool
     */
    public BankBuilder poolSize(int connections) {
        requireOwnPool("poolSize");
        settings.poolSize = Arguments.positive("poolSize", connections);
        return this;
    }

    /**
     * How long a call waits for a connection from the bank's pool: 5 seconds by default.
     *
     * @param timeout 250 milliseconds or more
     * @return this builder
     * @throws IllegalStateException if the bank does not own its pool
     */
    public BankBuilder connectionTimeout(Duration timeout) {
        requireOwnPool("connectionTimeout");
        Duration checked = Arguments.timeout("connectionTimeout", timeout);
        if (checked.toMillis() < Pool.SHORTEST_CONNECTION_TIMEOUT.toMillis()) {
            throw new IllegalArgumentException("connectionTimeout must be "
                    + Pool.SHORTEST_CONNECTION_TIMEOUT.toMillis() + " milliseconds or more, but is " + timeout);
        }
        settings.connectionTimeout = checked;
        return this;
    }

    /**
     * How long a call waits for a locked account: 5 seconds by default.
     *
     * @param timeout 1 millisecond or more
     * @return this builder
     */
    public BankBuilder lockTimeout(Duration timeout) {
        settings.lockTimeout = Arguments.timeout("lockTimeout", timeout);
        return this;
    }

    /**
     * How long the database may work on one statement, in addition to the time that it may wait for locked accounts: 10
     * seconds by default. A call whose statement takes longer throws {@link BankUnavailableException}, and so does one whose
     * transaction has waited for so long to go on: the server sets its accounts free.
     *
     * <p>Where the bank owns its pool, a connection that has not answered a second later is taken for dead.
     *
     * @param timeout 1 millisecond or more
     * @return this builder
     */
    public BankBuilder statementTimeout(Duration timeout) {
        settings.statementTimeout = Arguments.timeout("statementTimeout", timeout);
        return this;
    }

    /**
     * The isolation level of the bank's transactions: {@link IsolationLevel#READ_COMMITTED} by default.
     *
     * @param level the level
     * @return this builder
     */
    public BankBuilder isolation(IsolationLevel level) {
        settings.isolation = Arguments.notNull("isolation", level);
        return this;
    }

    /**
     * How often a transaction is tried that was rolled back in favour of another, whose connection was lost, or led to a
     * standby: 10 times by default.
     *
     * @param attempts 1 or more; 1 for no retry
     * @return this builder
     */
    public BankBuilder attempts(int attempts) {
        settings.attempts = Arguments.positive("attempts", attempts);
        return this;
    }

    /**
     * Where the times of openings and bookings come from: the system's clock by default.
     *
     * @param clock a clock, kept to the microsecond; a time outside the years 1583 to 9999 fails the call that asks for it,
     *     with an {@link IllegalArgumentException}
     * @return this builder
     */
    public BankBuilder clock(Clock clock) {
        settings.clock = Arguments.notNull("clock", clock);
        return this;
    }

    /**
     * Tells a listener what the bank does; none by default. To be called once for each listener: all of them are told.
     *
     * @param listener thread-safe, and never blocking
     * @return this builder
     */
    public BankBuilder listener(BankListener listener) {
        settings.listeners.add(Arguments.notNull("listener", listener));
        return this;
    }

    /**
     * Where the bank's pool reports to, under the name {@code simple-bank}: nowhere by default. While another bank of this
     * JVM reports under that name, it is {@code simple-bank-2}, and so on. For Micrometer, {@code new
     * MicrometerMetricsTrackerFactory(registry)} of HikariCP's own.
     *
     * @param metrics HikariCP's interface
     * @return this builder
     * @throws IllegalStateException if the bank does not own its pool
     */
    public BankBuilder poolMetrics(MetricsTrackerFactory metrics) {
        requireOwnPool("poolMetrics");
        settings.poolMetrics = Arguments.notNull("poolMetrics", metrics);
        return this;
    }

    /**
     * Brings the schema up to date before the bank opens. Without it, {@link #open()} refuses a schema that is not. The
     * user must be the schema's owner, or, where there is none yet, may create it in the database and tables in the schema
     * {@code public}. Of nodes that start at once, one migrates and the others wait, for 1 minute at most.
     *
     * @return this builder
     */
    public BankBuilder migrate() {
        settings.migrate = true;
        return this;
    }

    /**
     * Opens the bank, after a look at the database.
     *
     * @return the bank, to be closed at the end
     * @throws SchemaMismatchException if the database is no PostgreSQL, not migrated, or newer than the library
     * @throws WrongLedgerException if the pool that was passed in leads to another ledger on this thread than on the bank's
     *     own
     * @throws BankUnavailableException if there is no connection to be had, or another node migrates for longer than 1 minute
     */
    public Bank open() {
        if (url != null) {
            return openAt(url);
        }
        // Apart: in a JTA transaction, its data source would have the caller commit the migration.
        Apart.call(() -> withConnection(this::prepare));
        requireOneLedger();
        return Apart.call(this::openOnWhatWasPassedIn);
    }

    private Bank openOnWhatWasPassedIn() {
        if (sessions != null) {
            try {
                PersistenceUnit.requireTransactions(sessions);
            } catch (HibernateException failure) {
                throw unavailable(failure);
            }
            OwnSessions theirs =
                    new OwnSessions(sessions, settings.autocommit, HostsPool.of(sessions), settings.connections(true));
            return new Bank(theirs, settings, settings.groupPreface(), () -> {});
        }
        DataSource source = Arguments.notNull("dataSource", dataSource);
        SessionFactory own = persistenceUnit(source, false);
        OwnSessions ofTheirs =
                new OwnSessions(own, settings.autocommit, new HostsPool(source), settings.connections(true));
        return new Bank(ofTheirs, settings, settings.groupPreface(), own::close);
    }

    /** Does something on a connection of what was passed in. */
    private BankBuilder withConnection(Work work) {
        try {
            if (sessions != null) {
                sessions.inSession(session -> session.doWork(work));
            } else {
                try (Connection connection =
                        Arguments.notNull("dataSource", dataSource).getConnection()) {
                    work.execute(connection);
                }
            }
        } catch (HibernateException | SQLException failure) {
            throw unavailable(failure);
        }
        return this;
    }

    /** Refuses a pool of which can be seen that it leads to more than one ledger. */
    private void requireOneLedger() {
        requireSameLedger(() -> withConnection(this::requireSameLedger));
        HostsPool passedIn = sessions == null ? new HostsPool(dataSource) : HostsPool.of(sessions);
        for (DataSource target : RoutedPools.of(passedIn)) {
            requireSameLedger(() -> {
                try (Connection connection = target.getConnection()) {
                    requireSameLedger(connection);
                }
            });
        }
    }

    private interface Look {
        void into() throws SQLException;
    }

    private static void requireSameLedger(Look look) {
        try {
            look.into();
        } catch (OtherLedgerException other) {
            throw new WrongLedgerException(null, other.openedId, other.foundId);
        } catch (BankUnavailableException | SQLException notHereAndNow) {
            return; // each connection is asked when it is used
        }
    }

    /**
     * On the caller's thread, whose tenant the pool may look for. Not on a connection that is in a transaction, and so
     * perhaps in the caller's.
     */
    private void requireSameLedger(Connection connection) throws SQLException {
        if (settings.autocommit && connection.getAutoCommit()) {
            settings.connections(true).check(connection);
        }
    }

    private Bank openAt(String url) {
        ServerUrl server = ServerUrl.parse(url);
        Doorway doorway = server.doorway(username, password, settings);
        Doorway unnamed = doorway.withoutNamedStatements();
        boolean pooled;
        try (Connection connection = unnamed.getConnection()) {
            pooled = Pooler.isBefore(connection);
            prepare(connection);
        } catch (SQLException failure) {
            throw unavailable(failure, server.namesSeveral());
        }
        // Behind a pooler every transaction is set up: there is no session to be set up for all of them.
        Pool pool = pooled
                ? Pool.over(unnamed, settings, null)
                : Pool.over(doorway, settings, settings.connectionPreface());
        try {
            SessionFactory unit = persistenceUnit(pool, true);
            OwnSessions own = new OwnSessions(unit, false, pool, settings.connections(false));
            return new Bank(own, settings, pooled ? settings.groupPreface() : null, () -> {
                unit.close();
                pool.close();
            });
        } catch (RuntimeException | Error failure) {
            pool.close();
            throw failure;
        }
    }

    /** Hibernate asks the database for its version, and the server may have gone since it was looked at. */
    private static SessionFactory persistenceUnit(DataSource source, boolean noAutocommit) {
        try {
            return PersistenceUnit.over(source, noAutocommit);
        } catch (HibernateException failure) {
            throw unavailable(failure);
        }
    }

    private void prepare(Connection connection) throws SQLException {
        settings.autocommit = connection.getAutoCommit();
        Schema.requirePostgreSql(connection);
        if (settings.migrate) {
            LongWork.on(connection, () -> {
                Changelog.update(connection);
                return connection;
            });
        }
        PinnedConnection.run(connection, pinned -> {
            Schema.requireUpToDate(pinned);
            settings.ledger = LedgerIdentity.of(pinned);
        });
    }

    private static BankException unavailable(Exception failure) {
        return unavailable(failure, false);
    }

    private static BankException unavailable(Exception failure, boolean ofSeveral) {
        return new BankUnavailableException(
                null,
                Outcome.NOT_DONE,
                "no connection to the database: " + ConnectionAdvice.of(SqlState.of(failure), ofSeveral),
                failure);
    }

    private void requireOwnPool(String option) {
        if (url == null) {
            throw new IllegalStateException(option + " is the pool's, and this bank runs on one that was passed in");
        }
    }
}
