package io.simplebank.persistence.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import javax.sql.DataSource;

/** A PostgreSQL server that runs as long as the JVM. */
interface DatabaseServer {

    /** Connections to one of its databases, as a superuser. */
    DataSource dataSource(String database);

    /** The JDBC URL of one of its databases, with user and password. */
    String url(String database);

    /** The superuser that the URL names. */
    String username();

    /** That user's password. */
    String password();

    /** Whether it is a container or embedded, for people to read. */
    String kind();

    /** Runs one statement on the server's maintenance database. */
    default void execute(String sql) {
        try (Connection connection = dataSource("postgres").getConnection();
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
