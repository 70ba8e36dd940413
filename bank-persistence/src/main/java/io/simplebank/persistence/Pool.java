package io.simplebank.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.function.ToIntFunction;
import org.jspecify.annotations.Nullable;

/** The connection pool of a stand-alone bank. */
final class Pool extends HikariDataSource {

    private static final String NAME = "simple-bank";

    /** HikariCP accepts no shorter one. */
    static final Duration SHORTEST_CONNECTION_TIMEOUT = Duration.ofMillis(250);

    /** Of an idle connection, before it is given out. */
    private static final Duration LONGEST_VALIDATION = Duration.ofSeconds(1);

    private final Doorway doorway;

    private Pool(HikariConfig config, Doorway doorway) {
        super(config);
        this.doorway = doorway;
    }

    /** The way to the server that a URL names, for {@link #Pool} and for what must be done ahead of it. */
    static Doorway doorway(String url, @Nullable String username, @Nullable String password, Settings settings) {
        try {
            DriverManager.getDriver(url);
        } catch (SQLException noDriver) {
            // No cause: its message repeats the URL, perhaps with a password.
            throw new SchemaMismatchException(
                    "PostgreSQL's driver is not on the class path, or does not understand the URL: it should be like"
                            + " jdbc:postgresql://host:5432/database",
                    null);
        }
        Properties properties = new Properties();
        if (username != null) {
            properties.setProperty("user", username);
        }
        if (password != null) {
            properties.setProperty("password", password);
        }
        properties.setProperty("ApplicationName", NAME);
        properties.setProperty("tcpKeepAlive", "true");
        properties.setProperty("loginTimeout", seconds(settings.connectionTimeout));
        properties.setProperty("connectTimeout", seconds(settings.connectionTimeout));
        properties.setProperty("socketTimeout", seconds(settings.longestSilence()));
        return new Doorway(withoutCredentials(url, username, password), properties, settings.connectionTimeout);
    }

    /** The driver's unit, which it turns into milliseconds in an int; never 0, which would be for ever. */
    private static String seconds(Duration duration) {
        return Long.toString(Math.min(duration.plusMillis(999).toSeconds(), Integer.MAX_VALUE / 1_000));
    }

    /** For pgjdbc, the URL's user and password have precedence over the properties: what was set apart would be lost. */
    private static String withoutCredentials(String url, @Nullable String username, @Nullable String password) {
        String rest = username == null ? url : url.replaceAll("(?<=[?&])user=[^&]*", "");
        return password == null ? rest : rest.replaceAll("(?<=[?&])password=[^&]*", "");
    }

    static Pool over(Doorway doorway, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(NAME);
        config.setDataSource(doorway);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(settings.poolSize);
        config.setConnectionTimeout(settings.connectionTimeout.toMillis());
        config.setValidationTimeout(Math.min(LONGEST_VALIDATION.toMillis(), settings.connectionTimeout.toMillis()));
        config.setInitializationFailTimeout(-1);
        config.setIsolateInternalQueries(true); // commits the next line's SET, which the first rollback would undo
        config.setConnectionInitSql(settings.connectionPreface());
        return new Pool(config, doorway);
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

    /** Replaces all connections, because one was found dead: the others share its fate, or soon will. */
    void renew() {
        HikariPoolMXBean control = getHikariPoolMXBean();
        if (control != null && !isClosed()) {
            control.softEvictConnections();
        }
    }

    @Override
    public void close() {
        doorway.close();
        super.close();
    }
}
