package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Every committed row of the ledger's tables with all its columns, to compare what was before with what is after. */
record Contents(List<String> rows) {

    static Contents of(DataSource dataSource) {
        return of(dataSource, "accounts", "transfers", "entries", "holds");
    }

    /** The rows of some tables, without the columns that are null: they may have been added since. */
    static Contents of(DataSource dataSource, String... tables) {
        String all = Arrays.stream(tables)
                .map(table ->
                        "select '%1$s ' || jsonb_strip_nulls(to_jsonb(t))::text from bank.%1$s t".formatted(table))
                .collect(Collectors.joining(" union all ", "", " order by 1"));
        List<String> rows = new ArrayList<>();
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(all)) {
            while (result.next()) {
                rows.add(result.getString(1));
            }
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        return new Contents(rows);
    }
}
