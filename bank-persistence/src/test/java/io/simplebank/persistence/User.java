package io.simplebank.persistence;

import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/** A user of the server's as long as a test needs him, with what he was granted. His name is his password. */
record User(TestDatabase database, String name) implements AutoCloseable {

    static User of(TestDatabase database, String... grants) throws SQLException {
        String name = "user_" + UUID.randomUUID().toString().replace('-', '_');
        PlainSql.execute(database.superuser(), "create role %1$s login password '%1$s'".formatted(name));
        User user = new User(database, name);
        for (String grant : grants) {
            user.grant(grant);
        }
        return user;
    }

    void grant(String what) throws SQLException {
        PlainSql.execute(database.superuser(), "grant " + what + " to " + name);
    }

    BankBuilder bank() {
        return Bank.at(database.url()).username(name).password(name);
    }

    DataSource dataSource() {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(database.url());
        dataSource.setUser(name);
        dataSource.setPassword(name);
        return dataSource;
    }

    @Override
    public void close() throws SQLException {
        PlainSql.execute(database.superuser(), "drop owned by %1$s; drop role %1$s".formatted(name));
    }
}
