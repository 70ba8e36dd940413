package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BooksCheck;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumMap;
import java.util.Map;
import javax.sql.DataSource;

/** What must be true of any ledger at any time, asked of the tables themselves. */
final class TheBooks {

    private TheBooks() {}

    /** Asserts that the books are right. */
    static void areRight(DataSource dataSource) throws SQLException {
        Map<BooksCheck, Long> violations = Onlooker.look(dataSource, connection -> {
            Map<BooksCheck, Long> found = new EnumMap<>(BooksCheck.class);
            for (BooksCheck check : BooksCheck.values()) {
                found.put(check, check.violations(connection));
            }
            return found;
        });
        violations.forEach((check, count) -> assertThat(count).as(check.rule()).isZero());
    }

    /** How many transfers there are. */
    static long transfers(DataSource dataSource) throws SQLException {
        return Onlooker.look(dataSource, connection -> {
            try (Statement statement = connection.createStatement();
                    ResultSet rows = statement.executeQuery("select count(*) from bank.transfers")) {
                rows.next();
                return rows.getLong(1);
            }
        });
    }
}
