package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.EmbeddedServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Roles are a whole server's, and so are these tests: on one of their own, where nobody has them yet. */
@Tag("schema")
class RolesOfAServerTest {

    private static final String ROLES = "select rolname from pg_roles where rolname ~ '^simplebank_' order by 1";
    private static final Migrations CHANGELOG = new LiquibaseMigrations("META-INF/simplebank/roles.xml");

    private final EmbeddedServer server = EmbeddedServer.start(Map.of());

    @AfterEach
    void stop() {
        server.close();
    }

    private void execute(String sql) throws SQLException {
        try (Connection connection = connect("postgres", server.username());
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    private Connection connect(String database, String username) throws SQLException {
        return DriverManager.getConnection(server.url(database, username, ""));
    }

    /** A connection to a new database, of whoever owns it and has migrated it. */
    private Connection migrated(String database, String owner) throws SQLException {
        execute("create database " + database + " owner " + owner);
        Connection connection = connect(database, owner);
        Changelog.update(connection);
        return connection;
    }

    private static List<String> roles(Connection connection) throws SQLException {
        return Catalog.column(connection, ROLES);
    }

    @Test
    void lastAsLongAsADatabaseOrAUserHasThem() throws Exception {
        try (Connection one = migrated("one", server.username());
                Connection other = migrated("other", server.username())) {
            CHANGELOG.update(one);
            CHANGELOG.update(other);
            execute("create role app login in role simplebank_writer");

            CHANGELOG.rollback(one, 1);
            assertThat(roles(one)).containsExactly("simplebank_owner", "simplebank_reader", "simplebank_writer");
            try (Connection app = connect("other", "app")) {
                assertThat(Catalog.column(app, "select count(*) from bank.accounts"))
                        .containsExactly("0");
            }

            CHANGELOG.rollback(other, 1);
            assertThat(roles(other)).containsExactly("simplebank_writer");

            CHANGELOG.update(one);
            execute("drop role app");
            CHANGELOG.rollback(one, 1);
            assertThat(roles(one)).isEmpty();
        }
    }

    @Test
    void comeFromTheFirstOfTwoDatabasesThatMakeThemAtOnce() throws Exception {
        try (Connection one = migrated("one", server.username());
                Connection other = migrated("other", server.username());
                Connection observer = connect("other", server.username());
                Statement first = one.createStatement()) {
            one.setAutoCommit(false);
            first.execute("create role simplebank_owner; create role simplebank_writer; create role simplebank_reader");

            CompletableFuture<Void> second = CompletableFuture.runAsync(() -> {
                try {
                    CHANGELOG.update(other);
                } catch (Exception failure) {
                    throw new IllegalStateException(failure);
                }
            });
            ForeignSession.awaitAWaiter(observer);
            one.commit();

            second.get(1, TimeUnit.MINUTES);
            one.setAutoCommit(true);
            CHANGELOG.update(one);
            assertThat(roles(one)).hasSize(3);
        }
    }

    @Test
    void canBeAdoptedByWhoeverOwnsTheDatabaseAndMayCreateRoles() throws Exception {
        execute("create role dba login createrole");
        try (Connection dba = migrated("one", "dba")) {
            CHANGELOG.update(dba);
            CHANGELOG.update(dba);

            assertThat(Catalog.column(dba, "select nspowner::regrole from pg_namespace where nspname = 'bank'"))
                    .containsExactly("simplebank_owner");
            execute("create role app login in role simplebank_writer");
            try (Connection app = connect("one", "app")) {
                assertThat(Catalog.column(app, "select id from bank.accounts for update"))
                        .isEmpty();
            }
        }
    }
}
