package io.simplebank.persistence;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import io.simplebank.domain.SchemaMismatchException;
import java.time.Duration;
import org.jspecify.annotations.Nullable;

/** The connection pool of a stand-alone bank. */
final class Pool {

    private static final String NAME = "simple-bank";

    /** HikariCP accepts no shorter one. */
    static final Duration SHORTEST_CONNECTION_TIMEOUT = Duration.ofMillis(250);

    private Pool() {}

    /** Opens no connection yet, so that whatever is wrong with the database is found in one place, by the bank. */
    static HikariDataSource open(String url, @Nullable String username, @Nullable String password, Settings settings) {
        HikariConfig config = new HikariConfig();
        config.setPoolName(NAME);
        config.setJdbcUrl(withoutCredentials(url, username, password));
        config.setUsername(username);
        config.setPassword(password);
        config.setAutoCommit(false);
        config.setMaximumPoolSize(settings.poolSize);
        config.setConnectionTimeout(settings.connectionTimeout.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setIsolateInternalQueries(true); // commits the next line's SET, which the first rollback would undo
        config.setConnectionInitSql(settings.connectionPreface());
        config.addDataSourceProperty("ApplicationName", NAME);
        config.addDataSourceProperty("tcpKeepAlive", true);
        try {
            return new HikariDataSource(config);
        } catch (RuntimeException noDriver) {
            // No cause: its message repeats the URL, perhaps with a password.
            throw new SchemaMismatchException(
                    "PostgreSQL's driver is not on the class path, or does not understand the URL: it should be like"
                            + " jdbc:postgresql://host:5432/database",
                    null);
        }
    }

    /** For pgjdbc, the URL's user and password have precedence over the properties: what was set apart would be lost. */
    private static String withoutCredentials(String url, @Nullable String username, @Nullable String password) {
        String rest = username == null ? url : url.replaceAll("(?<=[?&])user=[^&]*", "");
        return password == null ? rest : rest.replaceAll("(?<=[?&])password=[^&]*", "");
    }

    /** Replaces all connections, because one was found dead: the others share its fate, or soon will. */
    static void renew(HikariDataSource pool) {
        HikariPoolMXBean control = pool.getHikariPoolMXBean();
        if (control != null && !pool.isClosed()) {
            control.softEvictConnections();
        }
    }
}
