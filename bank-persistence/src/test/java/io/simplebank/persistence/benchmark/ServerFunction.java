package io.simplebank.persistence.benchmark;

import com.zaxxer.hikari.HikariDataSource;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.function.Supplier;

/** The course's TransferTx as one call of a PL/pgSQL function: the fewest round trips that a lone transfer can have. */
final class ServerFunction implements Contender {

    private final HikariDataSource pool;

    ServerFunction(String url, int connections) {
        pool = Sql.pool(url, connections);
    }

    @Override
    public int call(Supplier<Move> moves) throws SQLException {
        Move move = moves.get();
        try (Connection connection = pool.getConnection();
                PreparedStatement statement = connection.prepareStatement("select transfer(?, ?, ?)")) {
            statement.setLong(1, move.from() + 1L);
            statement.setLong(2, move.to() + 1L);
            statement.setLong(3, move.amount());
            try (var row = statement.executeQuery()) {
                row.next();
            }
        }
        return 1;
    }

    @Override
    public void close() {
        pool.close();
    }
}
