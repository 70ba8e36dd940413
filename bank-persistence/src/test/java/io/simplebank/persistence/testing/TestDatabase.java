package io.simplebank.persistence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.simplebank.persistence.Bank;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;

/**
 * A migrated database of its own on the server that all tests of this JVM share. It is copied from a template, which
 * takes about 15 milliseconds where nothing else runs, and dropped when it is closed. Thread-safe.
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
    private final DataSource dataSource;

    private TestDatabase(String name, String username, String password) {
        this.name = name;
        this.username = username;
        this.password = password;
        this.dataSource = DatabaseServer.dataSource(url());
    }

    /**
     * Makes a database with the ledger's schema.
     *
     * @return the database, to be closed at the end
     */
    public static TestDatabase create() {
        TestServer.instance(); // first: out of a class's initialiser a failure would come wrapped
        boolean asWriter = Writer.isWanted();
        String name = copyOf(Template.NAME);
        return asWriter ? new TestDatabase(name, Writer.NAME, Writer.NAME) : ofTheSuperuser(name);
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
        return new TestDatabase(
                name, TestServer.instance().username(), TestServer.instance().password());
    }

    private static String copyOf(String template) {
        String name = "bank_test_" + COUNT.incrementAndGet();
        // By files: through the log, which is PostgreSQL's default, it takes twice the time.
        TestServer.execute("create database " + name + " template " + template + " strategy file_copy");
        return name;
    }

    /**
     * New connections to the database, with auto-commit and without a pool.
     *
     * @return a data source, always the same
     */
    public DataSource dataSource() {
        return dataSource;
    }

    /**
     * The same as a superuser, for what needs one: tables of an application's own, or damage that the ledger forbids.
     *
     * @return a data source
     */
    public DataSource superuser() {
        return DatabaseServer.dataSource(TestServer.instance().url(name));
    }

    /**
     * The database's URL, with user and password.
     *
     * @return a URL for {@link Bank#at}
     */
    public String url() {
        return TestServer.instance().url(name, username, password);
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
        TestServer.execute("drop database " + name + " with (force)");
    }

    /** Migrated when the first test needs it. */
    private static final class Template {

        static final String NAME = migrated("bank_test_template");

        private static String migrated(String name) {
            TestServer.execute("create database " + name);
            Bank.on(DatabaseServer.dataSource(TestServer.instance().url(name)))
                    .migrate()
                    .open()
                    .close();
            if (Writer.isWanted()) {
                Writer.admitTo(name);
            }
            return name;
        }
    }

    /** One for all databases of the server, because a user is the server's. */
    private static final class Writer {

        static final String NAME = "bank_writer";

        private static final String ROLES = "/META-INF/simplebank/roles/01-roles.sql";

        static boolean isWanted() {
            String role = System.getProperty("bank.test.role", "");
            return switch (role) {
                case "writer" -> true;
                case "superuser", "" -> false;
                default ->
                    throw new IllegalArgumentException("bank.test.role must be superuser or writer, but is " + role);
            };
        }

        static void admitTo(String database) {
            TestServer.instance().execute(database, read(ROLES));
            TestServer.execute("create role " + NAME + " login password '" + NAME + "' in role simplebank_writer");
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
