package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import javax.sql.DataSource;

/** Every committed row of the ledger's tables with all its columns, to compare what was before with what is after. */
record Contents(List<String> rows) {

    static Contents of(DataSource dataSource) {
        return of(dataSource, "t::text", "accounts", "transfers", "entries", "holds");
    }

    /** The rows of some tables, without the columns that are null: they may have been added since. */
    static Contents withoutNulls(DataSource dataSource, String... tables) {
        return of(dataSource, "jsonb_strip_nulls(to_jsonb(t))::text", tables);
    }

    private static Contents of(DataSource dataSource, String row, String... tables) {
        String all = Arrays.stream(tables)
                .map(table -> "select '%1$s ' || %2$s as line from bank.%1$s t".formatted(table, row))
                .collect(Collectors.joining(" union all ", "select line from (", ") rows order by line collate \"C\""));
        try {
            return Onlooker.look(dataSource, connection -> new Contents(Catalog.column(connection, all)));
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
    }
}
