package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.simplebank.persistence.testing.BooksCheck;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.postgresql.util.PSQLException;
import org.postgresql.util.ServerErrorMessage;

/** A session that goes around the library, with plain SQL. With auto-commit, unless a test begins. */
final class PlainSession implements AutoCloseable {

    static final String CHECK_VIOLATION = "23514";
    static final String UNIQUE_VIOLATION = "23505";
    static final String INSUFFICIENT_PRIVILEGE = "42501";

    private final Connection connection;

    PlainSession(DataSource dataSource) throws SQLException {
        connection = dataSource.getConnection();
    }

    Connection connection() {
        return connection;
    }

    /** A new account that may go below any limit. */
    UUID open(String currency) throws SQLException {
        UUID id = UUID.randomUUID();
        execute("""
                insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                values ('%s', 'somebody', '%s', 0, 0, 'OPEN', 0, 0, '2026-11-22T12:00:00Z')""".formatted(id, currency));
        return id;
    }

    /** How many rows the statement wrote. */
    int execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
            return statement.getUpdateCount();
        }
    }

    List<String> column(String query) throws SQLException {
        return Catalog.column(connection, query);
    }

    /** Asserts that a check of the database's refuses a statement. */
    void assertRefused(String sql, String constraint) {
        assertRefused(sql, CHECK_VIOLATION, constraint);
    }

    void assertRefused(String sql, String sqlState, String constraint) {
        PSQLException refusal = refusal(sql);
        ServerErrorMessage message = refusal.getServerErrorMessage();
        assertThat(refusal.getSQLState() + ' ' + (message == null ? null : message.getConstraint()))
                .as(refusal.getMessage())
                .isEqualTo(sqlState + ' ' + constraint);
    }

    /** Asserts that the user has no privilege for a statement. */
    void assertDenied(String sql) {
        PSQLException refusal = refusal(sql);
        assertThat(refusal.getSQLState()).as(refusal.getMessage()).isEqualTo(INSUFFICIENT_PRIVILEGE);
    }

    /** Asserts that a statement fails, and returns how. */
    PSQLException refusal(String sql) {
        PSQLException refusal = catchThrowableOfType(PSQLException.class, () -> execute(sql));
        assertThat((Throwable) refusal).as("the refusal of " + sql).isNotNull();
        return refusal;
    }

    /** Asserts that the books, as this session sees them, are right. */
    void assertThatTheBooksAreRight() throws SQLException {
        assertThatTheBooksAreRight(EnumSet.allOf(BooksCheck.class));
    }

    /** The same by some of the rules. */
    void assertThatTheBooksAreRight(Set<BooksCheck> checks) throws SQLException {
        for (BooksCheck check : checks) {
            assertThat(check.violations(connection)).as(check.rule()).isZero();
        }
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
