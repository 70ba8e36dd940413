package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BooksCheck;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;

/** What must be true of any ledger at any time, asked of the tables themselves. */
final class TheBooks {

    private TheBooks() {}

    /** Asserts that the books are right. */
    static void areRight(DataSource dataSource) throws SQLException {
        for (BooksCheck check : BooksCheck.values()) {
            assertThat(Onlooker.look(dataSource, check::violations))
                    .as(check.rule())
                    .isZero();
        }
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
