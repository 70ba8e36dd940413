package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import javax.sql.DataSource;

/** Every committed row of the ledger's tables with all its columns, to compare what was before with what is after. */
record Contents(List<String> rows) {

    private static final String ALL = """
            select 'account ' || a::text from bank.accounts a
            union all select 'transfer ' || t::text from bank.transfers t
            union all select 'entry ' || e::text from bank.entries e
            order by 1""";

    static Contents of(DataSource dataSource) {
        List<String> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(ALL)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new Contents(rows);
    }
}
