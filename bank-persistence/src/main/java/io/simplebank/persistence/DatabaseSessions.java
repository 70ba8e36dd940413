package io.simplebank.persistence;

import io.simplebank.domain.DatabaseSession;
import io.simplebank.domain.SessionState;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/** What PostgreSQL shows of sessions, by pid. Confined to one thread. */
final class DatabaseSessions {

    /** What stands for the pid of a prepared transaction, which has none. */
    private static final int PREPARED = 0;

    /** What PostgreSQL says instead of a statement, in every language. */
    private static final String HIDDEN = "<insufficient privilege>";

    private final Map<Integer, DatabaseSession> byPid = new HashMap<>();

    private DatabaseSessions() {}

    static DatabaseSessions of(SharedSessionContract session, Connection connection, Set<Integer> pids)
            throws SQLException {
        DatabaseSessions sessions = new DatabaseSessions();
        try (PreparedStatement statement = Jdbc.prepare(session, connection, LockQueries.SESSIONS)) {
            statement.setArray(1, connection.createArrayOf("int4", pids.toArray()));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    sessions.byPid.put(row.getInt("pid"), read(row));
                }
            }
        }
        return sessions;
    }

    /** A session that has ended meanwhile has a pid and nothing else. */
    DatabaseSession get(int pid) {
        return byPid.computeIfAbsent(
                pid,
                unknown -> new DatabaseSession(
                        pid,
                        null,
                        null,
                        pid == PREPARED ? SessionState.PREPARED : SessionState.OTHER,
                        null,
                        null,
                        null));
    }

    private static DatabaseSession read(ResultSet row) throws SQLException {
        String state = row.getString("state");
        String statement = row.getString("query");
        boolean hidden = state == null && HIDDEN.equals(statement);
        return new DatabaseSession(
                row.getInt("pid"),
                row.getString("usename"),
                row.getString("application_name"),
                hidden ? SessionState.HIDDEN : state(state),
                age(row, "state_age"),
                age(row, "transaction_age"),
                hidden ? null : statement);
    }

    private static SessionState state(@Nullable String words) {
        return Stream.of(SessionState.values())
                .filter(state -> state.words().equals(words))
                .findFirst()
                .orElse(SessionState.OTHER);
    }

    /** {@code null} where it is hidden or there is none; never negative, though the server's clock may be set back. */
    static @Nullable Duration age(ResultSet row, String column) throws SQLException {
        Long micros = row.getObject(column, Long.class);
        return micros == null ? null : Duration.of(Math.max(0, micros), ChronoUnit.MICROS);
    }
}
