package io.simplebank.persistence;

import java.io.PrintWriter;
import java.sql.Connection;
import java.sql.Driver;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.sql.SQLTransientConnectionException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.TimeUnit;
import java.util.logging.Logger;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;

/**
 * Where a pool's connections come from. While the server is away it knocks every 100 milliseconds: HikariCP itself would
 * pause for up to 5 seconds between attempts, and serve nobody for as long after the server's return. Thread-safe.
 *
 * <p>Of each absence the first failure is the pool's, which tells it to those who wait.
 */
final class Doorway implements DataSource {

    private static final long PAUSE_MILLIS = 100;

    private final Driver driver;
    private final String url;
    private final Properties properties;
    private final Duration patience;
    private volatile @Nullable Absence absence;
    private volatile boolean closed;

    /** Since when there is no connection to be had, by {@link System#nanoTime}, and why. */
    private record Absence(long since, SQLException reason) {}

    /**
     * @param driver understands the URL
     * @param patience how long the server may be away until nobody waits for it any more
     */
    Doorway(Driver driver, String url, Properties properties, Duration patience) {
        this.driver = driver;
        this.url = url;
        this.properties = properties;
        this.patience = patience;
    }

    /**
     * The same without named statements, which a pooler may mix up between its clients. A URL that says otherwise knows
     * better: the driver takes its word.
     */
    Doorway withoutNamedStatements() {
        Properties unnamed = new Properties();
        unnamed.putAll(properties);
        unnamed.setProperty("prepareThreshold", "0");
        return new Doorway(driver, url, unnamed, patience);
    }

    @Override
    public Connection getConnection() throws SQLException {
        while (true) {
            try {
                Connection connection = driver.connect(url, properties);
                absence = null;
                return connection;
            } catch (SQLException failure) {
                Absence known = absence;
                absence = new Absence(known == null ? System.nanoTime() : known.since, failure);
                if (known == null || closed || !SqlState.isServerAway(failure.getSQLState())) {
                    throw failure;
                }
            }
            pause();
        }
    }

    private static void pause() throws SQLException {
        try {
            TimeUnit.MILLISECONDS.sleep(PAUSE_MILLIS);
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
            throw new SQLTransientConnectionException("interrupted while connecting", interrupt);
        }
    }

    /**
     * Refuses at once where the server has been away for longer than anybody waits.
     *
     * @throws SQLTransientConnectionException with the reason
     */
    void requireSomebody() throws SQLException {
        Absence known = absence;
        if (known != null && System.nanoTime() - known.since > patience.toNanos()) {
            throw new SQLTransientConnectionException(
                    "no connection to be had for " + TimeUnit.NANOSECONDS.toSeconds(System.nanoTime() - known.since)
                            + " seconds",
                    known.reason.getSQLState(),
                    known.reason);
        }
    }

    /** Has whoever is knocking give up. */
    void close() {
        closed = true;
    }

    @Override
    public Connection getConnection(@Nullable String username, @Nullable String password) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public @Nullable PrintWriter getLogWriter() {
        return null;
    }

    @Override
    public void setLogWriter(@Nullable PrintWriter out) {
        // the driver's, which writes nothing
    }

    @Override
    public void setLoginTimeout(int seconds) {
        // among the properties
    }

    /**
     * HikariCP asks, to wait as long for a connection that is being made when the pool closes. With 0 it would not wait,
     * and nobody would ever close that connection.
     */
    @Override
    public int getLoginTimeout() {
        return Math.max(1, (int) Math.min(Integer.MAX_VALUE, patience.toSeconds()));
    }

    @Override
    public Logger getParentLogger() throws SQLFeatureNotSupportedException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public <T> T unwrap(Class<T> type) throws SQLException {
        throw new SQLFeatureNotSupportedException();
    }

    @Override
    public boolean isWrapperFor(Class<?> type) {
        return false;
    }
}
