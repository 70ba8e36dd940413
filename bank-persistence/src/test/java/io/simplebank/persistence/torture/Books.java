package io.simplebank.persistence.torture;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** What the database holds, as plain SQL reads it, at a moment of peace. */
record Books(List<PostedTransfer> transfers, List<StoredHold> holds, Set<UUID> orders) {

    /** A row of {@code bank.transfers}. */
    record PostedTransfer(
            UUID id,
            UUID from,
            UUID to,
            Money amount,
            @Nullable String reference,
            @Nullable UUID reverses) {}

    /** A row of {@code bank.holds}. */
    record StoredHold(UUID id, UUID from, UUID to, Money amount, String reference, String status, Money captured) {}

    static Books read(DataSource database) throws SQLException {
        try (Connection connection = database.getConnection()) {
            connection.setAutoCommit(false); // a fetch size works in a transaction only
            connection.setTransactionIsolation(Connection.TRANSACTION_REPEATABLE_READ);
            Books books = new Books(new ArrayList<>(), new ArrayList<>(), new HashSet<>());
            each(
                    connection,
                    "select id, from_account_id, to_account_id, amount, currency, reference, reverses_id"
                            + " from bank.transfers",
                    row -> books.transfers.add(new PostedTransfer(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            money(row, 4),
                            row.getString(6),
                            row.getObject(7, UUID.class))));
            each(
                    connection,
                    "select id, from_account_id, to_account_id, amount, currency, reference, status, captured, currency"
                            + " from bank.holds",
                    row -> books.holds.add(new StoredHold(
                            row.getObject(1, UUID.class),
                            row.getObject(2, UUID.class),
                            row.getObject(3, UUID.class),
                            money(row, 4),
                            row.getString(6),
                            row.getString(7),
                            money(row, 8))));
            each(
                    connection,
                    "select id from " + Application.ORDERS,
                    row -> books.orders.add(row.getObject(1, UUID.class)));
            return books;
        }
    }

    private static Money money(ResultSet row, int column) throws SQLException {
        return Money.ofMinor(CurrencyUnit.of(row.getString(column + 1)), row.getLong(column));
    }

    private interface Row {
        void read(ResultSet row) throws SQLException;
    }

    private static void each(Connection connection, String query, Row action) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.setFetchSize(10_000);
            try (ResultSet rows = statement.executeQuery(query)) {
                while (rows.next()) {
                    action.read(rows);
                }
            }
        }
    }
}
