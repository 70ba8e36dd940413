package io.simplebank.persistence.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A PostgreSQL server that runs as long as the JVM. */
interface DatabaseServer {

    /** The superuser. */
    String username();

    /** The superuser's password. */
    String password();

    /** The JDBC URL of one of its databases, for whoever may log in. */
    String url(String database, String username, String password);

    /** The JDBC URL of one of its databases, for the superuser. */
    default String url(String database) {
        return url(database, username(), password());
    }

    /** Connections to what a URL names. */
    static DataSource dataSource(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        return dataSource;
    }

    /** Whether it is a container or embedded, for people to read. */
    String kind();

    /** Runs SQL on one of its databases, as the superuser. */
    default void execute(String database, String sql) {
        try (Connection connection = dataSource(url(database)).getConnection();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw new IllegalStateException(sql, failure);
        }
    }

    /**
     * The server that the system property {@code bank.test.database} asks for: {@code container}, {@code embedded}, or
     * by default a container where an engine answers.
     */
    static DatabaseServer start() {
        String wanted = System.getProperty("bank.test.database", "");
        return switch (wanted) {
            case "container" -> ContainerServer.start();
            case "embedded" -> embedded();
            case "" -> ContainerServer.isPossible() ? ContainerServer.start() : embedded();
            default ->
                throw new IllegalArgumentException(
                        "bank.test.database must be container or embedded, but is " + wanted);
        };
    }

    private static DatabaseServer embedded() {
        return EmbeddedServer.start(Map.of("max_connections", "300"));
    }
}
