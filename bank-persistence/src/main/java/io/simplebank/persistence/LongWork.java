package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/** What takes as long as there is data: nobody is to take a connection for dead that is busy with it. */
final class LongWork {

    private static final int FOR_EVER = 0;

    private LongWork() {}

    /** What is to be done. */
    interface Work<T> {
        T run() throws SQLException;
    }

    /** Does it without a bound on the time that the connection may keep silent. */
    static <T> T on(Connection connection, Work<T> work) throws SQLException {
        int before = connection.getNetworkTimeout();
        connection.setNetworkTimeout(Runnable::run, FOR_EVER);
        try {
            return work.run();
        } finally {
            if (!connection.isClosed()) {
                connection.setNetworkTimeout(Runnable::run, before);
            }
        }
    }
}
