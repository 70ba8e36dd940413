package io.simplebank.persistence.testing;

import java.sql.Connection;
import java.sql.SQLException;
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
}
