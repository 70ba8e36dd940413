package io.simplebank.persistence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.simplebank.persistence.Bank;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A migrated database of its own on the server that all tests of this JVM share. It is copied from a template, which
 * takes about 80 milliseconds, and dropped when it is closed. Thread-safe.
 *
 * <p>By default it is worked on as a superuser, so that an application's suite can make tables of its own in it. With
 * {@code -Dbank.test.role=writer}, as a user who has the role {@code simplebank_writer} only: everything that the ledger
 * needs from day to day, and nothing else.
 */
public final class TestDatabase implements AutoCloseable {

    private static final AtomicInteger COUNT = new AtomicInteger();

    private final String name;
    private final String username;
    private final String password;

    private TestDatabase(String name, String username, String password) {
        this.name = name;
        this.username = username;
        this.password = password;
    }

    /**
     * Makes a database with the ledger's schema.
     *
     * @return the database, to be closed at the end
     */
    public static TestDatabase create() {
        String name = copyOf(Template.NAME);
        return Writer.IS_WANTED ? new TestDatabase(name, Writer.NAME, Writer.NAME) : ofTheSuperuser(name);
    }

    /**
     * Makes a database without any schema. It is worked on as a superuser, since nobody has been granted anything yet.
     *
     * @return the database, to be closed at the end
     */
    public static TestDatabase createEmpty() {
        return ofTheSuperuser(copyOf("template1"));
    }

    private static TestDatabase ofTheSuperuser(String name) {
        return new TestDatabase(name, Server.INSTANCE.username(), Server.INSTANCE.password());
    }

    private static String copyOf(String template) {
        String name = "bank_test_" + COUNT.incrementAndGet();
        Server.execute("create database " + name + " template " + template);
        return name;
    }

    /**
     * New connections to the database, with auto-commit and without a pool.
     *
     * @return a data source
     */
    public DataSource dataSource() {
        return DatabaseServer.dataSource(url());
    }

    /**
     * The same as a superuser, for what needs one: tables of an application's own, or damage that the ledger forbids.
     *
     * @return a data source
     */
    public DataSource superuser() {
        return DatabaseServer.dataSource(Server.INSTANCE.url(name));
    }

    /**
     * The database's URL, with user and password.
     *
     * @return a URL for {@link Bank#at}
     */
    public String url() {
        return Server.INSTANCE.url(name, username, password);
    }

    /**
     * The user that the URL names.
     *
     * @return a superuser, or the writer
     */
    public String username() {
        return username;
    }

    /**
     * That user's password.
     *
     * @return the password
     */
    public String password() {
        return password;
    }

    /** Drops the database, whoever is still connected. */
    @Override
    public void close() {
        Server.execute("drop database " + name + " with (force)");
    }

    /** Started when the first test needs it. */
    private static final class Server {

        private static final String MAINTENANCE = "postgres";

        static final DatabaseServer INSTANCE = announced(DatabaseServer.start());

        static void execute(String sql) {
            INSTANCE.execute(MAINTENANCE, sql);
        }

        @SuppressWarnings("SystemOut") // which server ran is part of a test run's result
        private static DatabaseServer announced(DatabaseServer server) {
            try (Connection connection =
                    DatabaseServer.dataSource(server.url(MAINTENANCE)).getConnection()) {
                System.out.println("Tests run on PostgreSQL "
                        + connection.getMetaData().getDatabaseProductVersion() + " (" + server.kind() + ")");
                return server;
            } catch (SQLException failure) {
                throw new IllegalStateException("the " + server.kind() + " PostgreSQL does not answer", failure);
            }
        }
    }

    /** Migrated when the first test needs it. */
    private static final class Template {

        static final String NAME = migrated("bank_test_template");

        private static String migrated(String name) {
            Server.execute("create database " + name);
            Bank.on(DatabaseServer.dataSource(Server.INSTANCE.url(name)))
                    .migrate()
                    .open()
                    .close();
            if (Writer.IS_WANTED) {
                Writer.admitTo(name);
            }
            return name;
        }
    }

    /** One for all databases of the server, because a user is the server's. */
    private static final class Writer {

        static final String NAME = "bank_writer";
        static final boolean IS_WANTED = isWanted(System.getProperty("bank.test.role", ""));

        private static final String ROLES = "/META-INF/simplebank/roles/01-roles.sql";

        private static boolean isWanted(String role) {
            return switch (role) {
                case "writer" -> true;
                case "superuser", "" -> false;
                default ->
                    throw new IllegalArgumentException("bank.test.role must be superuser or writer, but is " + role);
            };
        }

        static void admitTo(String database) {
            Server.INSTANCE.execute(database, read(ROLES));
            Server.execute("create role " + NAME + " login password '" + NAME + "' in role simplebank_writer");
        }

        private static String read(String resource) {
            try (InputStream sql = requireNonNull(Bank.class.getResourceAsStream(resource), resource)) {
                return new String(sql.readAllBytes(), UTF_8);
            } catch (IOException failure) {
                throw new UncheckedIOException(failure);
            }
        }
    }
}
