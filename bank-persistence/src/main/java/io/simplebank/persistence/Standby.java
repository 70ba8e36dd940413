package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import org.hibernate.SharedSessionContract;

/** Whether a server only repeats what its primary does. */
final class Standby {

    private static final String IS_IT_ONE = "select pg_catalog.pg_is_in_recovery()";

    /** The one question that a standby answers at each isolation level: it needs no snapshot. */
    private static final String QUESTION = "show in_hot_standby";

    private Standby() {}

    /**
     * Refuses to go on at a standby, where what is not found may be there on the primary.
     *
     * @throws StandbyException if the server is one
     */
    static void requirePrimary(SharedSessionContract session) {
        boolean standby = session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, IS_IT_ONE);
                    ResultSet row = statement.executeQuery()) {
                row.next();
                return row.getBoolean(1);
            }
        });
        if (standby) {
            throw new StandbyException();
        }
    }

    /**
     * Whether a connection leads to a standby. Else a setting forbids it to write: {@code default_transaction_read_only}, or
     * the pool's.
     *
     * @param connection whose transaction has failed; it is in none afterwards
     * @return {@code true} too if it does not answer, as a connection that its pool has closed
     */
    static boolean isBehind(Connection connection) {
        try {
            connection.rollback();
            try (Statement statement = connection.createStatement();
                    ResultSet row = statement.executeQuery(QUESTION)) {
                return row.next() && "on".equals(row.getString(1));
            } finally {
                connection.rollback();
            }
        } catch (SQLException gone) {
            return true;
        }
    }
}
