package io.simplebank.persistence.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;

/** The course's TransferTx, statement by statement as its Go store sends them, by hand. */
final class CourseJdbc implements Contender {

    private static final String INSERT_TRANSFER =
            "insert into transfers (from_account_id, to_account_id, amount) values (?, ?, ?) returning *";
    private static final String INSERT_ENTRY = "insert into entries (account_id, amount) values (?, ?) returning *";
    private static final String ADD_BALANCE = "update accounts set balance = balance + ? where id = ? returning *";

    private final HikariDataSource pool;

    CourseJdbc(String url, int connections) {
        pool = Sql.pool(url, connections);
    }

    @Override
    public int call(Supplier<Move> moves) throws SQLException {
        Move move = moves.get();
        try (Connection connection = pool.getConnection()) {
            connection.setAutoCommit(false);
            transfer(connection, move.from() + 1L, move.to() + 1L, move.amount());
            connection.commit();
        }
        return 1;
    }

    private static void transfer(Connection connection, long from, long to, long amount) throws SQLException {
        run(connection, INSERT_TRANSFER, from, to, amount);
        run(connection, INSERT_ENTRY, from, -amount);
        run(connection, INSERT_ENTRY, to, amount);
        if (from < to) {
            run(connection, ADD_BALANCE, -amount, from);
            run(connection, ADD_BALANCE, amount, to);
        } else {
            run(connection, ADD_BALANCE, amount, to);
            run(connection, ADD_BALANCE, -amount, from);
        }
    }

    private static void run(Connection connection, String sql, long... values) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(sql)) {
            for (int index = 0; index < values.length; index++) {
                statement.setLong(index + 1, values[index]);
            }
            try (var row = statement.executeQuery()) {
                row.next();
            }
        }
    }

    @Override
    public void close() {
        pool.close();
    }
}
