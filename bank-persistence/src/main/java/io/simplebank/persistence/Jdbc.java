package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.Collection;
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
 */
final class Jdbc {

    private Jdbc() {}

    /** Prepares a statement, to be closed by the caller. */
    static PreparedStatement prepare(SharedSessionContract session, Connection connection, String sql)
            throws SQLException {
        StatementInspector inspector = ((SharedSessionContractImplementor) session)
                .getJdbcSessionContext()
                .getStatementInspector();
        String inspected = inspector == null ? sql : inspector.inspect(sql);
        return connection.prepareStatement(inspected == null ? sql : inspected); // null stands for "as it is"
    }

    /** Binds ids as one array, so that the text of a statement does not depend on their number. */
    static void setUuids(PreparedStatement statement, int index, Collection<UUID> ids) throws SQLException {
        statement.setArray(index, statement.getConnection().createArrayOf("uuid", ids.toArray()));
    }
}
