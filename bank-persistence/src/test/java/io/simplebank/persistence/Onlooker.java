package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.Map;
import java.util.WeakHashMap;
import javax.sql.DataSource;

/**
 * A session that looks at what is committed, and is kept for the next look: to begin one, and to plan in it, is most of
 * what a look costs. It ends with its database. Thread-safe.
 */
final class Onlooker {

    private static final Map<DataSource, Connection> SESSIONS = new WeakHashMap<>();

    private Onlooker() {}

    @FunctionalInterface
    interface Look<T> {
        T at(Connection connection) throws SQLException;
    }

    static <T> T look(DataSource dataSource, Look<T> look) throws SQLException {
        synchronized (SESSIONS) {
            Connection session = SESSIONS.get(dataSource);
            if (session == null || !session.isValid(0)) {
                session = dataSource.getConnection();
                SESSIONS.put(dataSource, session);
            }
            return look.at(session);
        }
    }
}
