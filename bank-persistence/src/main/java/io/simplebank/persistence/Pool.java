package io.simplebank.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The connection pool of a stand-alone bank. */
final class Pool extends HikariDataSource implements Replacement {

    static final String NAME = "simple-bank";

    /** HikariCP accepts no shorter one. */
    static final Duration SHORTEST_CONNECTION_TIMEOUT = Duration.ofMillis(250);

    /** Of an idle connection, before it is given out. */
    private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(1);

    /** Two of one name would share their meters, and the first to be closed would take them away. */
    private static final Set<String> NAMES_IN_METRICS = ConcurrentHashMap.newKeySet();

    private final Doorway doorway;

    private Pool(HikariConfig config, Doorway doorway) {
        super(config);
        this.doorway = doorway;
    }

    /**
     * @param preface SQL that sets up every connection, {@code null} for none
     */
    static Pool over(Doorway doorway, Settings settings, @Nullable String preface) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(settings.poolMetrics == null ? NAME : nameInMetrics());
        config.setDataSource(doorway);
        config.setThreadFactory(work -> LibraryLoader.thread(NAME + "-pool", work));
        config.setAutoCommit(false);
        config.setMaximumPoolSize(settings.poolSize);
        config.setConnectionTimeout(settings.connectionTimeout.toMillis());
        config.setValidationTimeout(Math.min(LONGEST_VALIDATION.toMillis(), settings.connectionTimeout.toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setIsolateInternalQueries(true); // commits the next line's SET, which the first rollback would undo
        config.setConnectionInitSql(preface);
        config.setMetricsTrackerFactory(settings.poolMetrics); // null for none
        return new Pool(config, doorway);
    }

    private static String nameInMetrics() {
        int number = 1;
        String name = NAME;
        while (!NAMES_IN_METRICS.add(name)) {
            name = NAME + "-" + ++number;
        }
        return name;
    }

    /** Fails at once where the server has been away for longer than a caller waits, and no connection is left. */
    @Override
    public Connection getConnection() throws SQLException {
        if (count(HikariPoolMXBean::getTotalConnections) == 0) {
            doorway.requireSomebody();
        }
        try {
            return super.getConnection();
        } catch (SQLException timeout) {
            if (count(HikariPoolMXBean::getIdleConnections) > 0) {
                renew(); // this call's time went on finding some dead, and the next one's would on the others
            }
            throw timeout;
        }
    }

    private int count(ToIntFunction<HikariPoolMXBean> ofConnections) {
        HikariPoolMXBean control = getHikariPoolMXBean();
        return control == null ? 0 : ofConnections.applyAsInt(control);
    }

    @Override
    public void afterLoss() {
        renew();
    }

    @Override
    public void afterReadOnly(Connection connection, boolean standby) {
        renew();
    }

    /** Replaces all connections, because one was found useless: those in use when they come back. */
    private void renew() {
        HikariPoolMXBean control = getHikariPoolMXBean();
        if (control != null && !isClosed()) {
            control.softEvictConnections();
        }
    }

    @Override
    public void close() {
        doorway.close();
        super.close();
        if (getMetricsTrackerFactory() != null) {
            NAMES_IN_METRICS.remove(getPoolName());
        }
    }
}
