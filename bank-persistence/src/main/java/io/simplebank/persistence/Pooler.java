package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;

/**
 * A program between the bank and the server that lends the server's sessions to its clients, such as pgbouncer. Where it
 * does so for a transaction at a time, what a client sets for its session is set for whoever is lent that session next,
 * and not for the client.
 */
final class Pooler {

    private Pooler() {}

    /**
     * Whether there is one. It tells each client another process id than the server's, which it keeps for the client to
     * cancel by. What is not PostgreSQL's own driver does not tell: then there may be one.
     */
    static boolean isBefore(Connection connection) throws SQLException {
        DriversConnection drivers = DriversConnection.of(connection);
        return drivers == null || !drivers.isTo(processId(connection));
    }

    private static int processId(Connection connection) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("select pg_catalog.pg_backend_pid()")) {
            row.next();
            return row.getInt(1);
        }
    }
}
