package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.hibernate.engine.spi.SharedSessionContractImplementor;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/**
 * The ledger's own SQL on a session's connection.
 *
 * <p>The two statements of a posting go past Hibernate's query translation, which took longer than the database did to
 * lock two rows; but not past the application's {@link StatementInspector}, so that whoever traces or counts SQL sees
 * them.
 *
 * <p>In a caller's transaction the search path is the caller's, and others may have created functions, operators and types
 * along it. PostgreSQL's own are found first where they fit exactly; where a type would have to be converted, one that fits
 * exactly wins wherever it is. So each call and operator of a statement that may run there fits exactly or is qualified,
 * and each type is, because the session's temporary schema comes first for these: see {@code HostileSchemaTest}.
 */
final class Jdbc {

    /**
     * A condition that is true, given the parameter {@code true}, and that keeps PostgreSQL from planning a statement for
     * all its calls to come.
     *
     * <p>After five calls on a connection, a plan that suits any parameters is kept if it looks no dearer. One that was
     * made while a table was small may well read it as a whole, and until somebody analyzes the table it does so however
     * large the table has grown. This condition makes such a plan dear: for it, the parameter may be false, and then a
     * billion would have to be counted. A plan for one call knows better, and knows how large the tables are by then.
     * That costs a fraction of a millisecond. See {@code choose_custom_plan} in PostgreSQL's {@code plancache.c}.
     */
    static final String PLANNED_FOR_EACH_CALL =
            "(? or (select count(*) from pg_catalog.generate_series(1, 1000000000)) > 0)";

    /**
     * In one answer, whatever the host's driver does by default: a query that locks rows would else lock some, and the next
     * statement in the same execute would be run before the others are.
     */
    private static final int ALL_ROWS = 0;

    private Jdbc() {}

    /** Prepares a statement, to be closed by the caller. */
    static PreparedStatement prepare(SharedSessionContract session, Connection connection, String sql)
            throws SQLException {
        StatementInspector inspector = ((SharedSessionContractImplementor) session)
                .getJdbcSessionContext()
                .getStatementInspector();
        String inspected = inspector == null ? sql : inspector.inspect(sql);
        PreparedStatement statement =
                connection.prepareStatement(inspected == null ? sql : inspected); // null: as it is
        statement.setFetchSize(ALL_ROWS);
        return statement;
    }

    /** Binds ids as one array, so that the text of a statement does not depend on their number. */
    static void setUuids(PreparedStatement statement, int index, Collection<UUID> ids) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids.toArray()));
    }

    /** Sets a statement's parameters. */
    interface Binding {
        void to(PreparedStatement statement) throws SQLException;
    }

    /** Makes a value of the row that a result set is at. */
    interface Mapper<T> {
        T map(ResultSet row) throws SQLException;
    }

    /** The rows of a query, read anew: nothing comes out of a caller's persistence context, and nothing is left there. */
    static <T> List<T> list(SharedSessionContract session, String sql, Binding binding, Mapper<T> mapper) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = prepare(session, connection, sql)) {
                binding.to(statement);
                List<T> values = new ArrayList<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        values.add(mapper.map(rows));
                    }
                }
                return values;
            }
        });
    }

    /** Changes rows: by no query of Hibernate's, which would depend on how a host has mapped the entities. */
    static void update(SharedSessionContract session, String sql, Binding binding) {
        session.doWork(connection -> {
            try (PreparedStatement statement = prepare(session, connection, sql)) {
                binding.to(statement);
                statement.executeUpdate();
            }
        });
    }
}
