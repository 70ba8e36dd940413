package io.simplebank.persistence;

import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.HikariPoolMXBean;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.AvailableSettings;
import org.jspecify.annotations.Nullable;

/**
 * The connections that were passed in. Those that lead to a server which has become a standby live, and their pool would
 * keep them for as long as it keeps any: HikariCP for 30 minutes.
 *
 * @param dataSource {@code null} where it is not known
 */
record HostsPool(@Nullable DataSource dataSource) implements Replacement {

    private static final List<String> DATA_SOURCES =
            List.of(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, "hibernate.connection.datasource");

    /** The one that a persistence unit was given, if it was given one. */
    static HostsPool of(SessionFactory factory) {
        for (String name : DATA_SOURCES) {
            if (factory.getProperties().get(name) instanceof DataSource dataSource) {
                return new HostsPool(dataSource);
            }
        }
        return new HostsPool(null);
    }

    @Override
    public void afterLoss() {
        // the pool sees that by itself
    }

    /**
     * All of HikariCP's that lead to a standby are evicted at once, and those in use when they come back. Of any other pool
     * the connection itself is ended: the pool finds it dead, as one that the server has ended.
     */
    @Override
    public void afterReadOnly(Connection connection, boolean standby) throws SQLException {
        HikariPoolMXBean pool = standby ? hikari() : null;
        if (pool == null) {
            connection.abort(Runnable::run);
        } else {
            pool.softEvictConnections();
        }
    }

    private @Nullable HikariPoolMXBean hikari() throws SQLException {
        return dataSource != null && dataSource.isWrapperFor(HikariDataSource.class)
                ? dataSource.unwrap(HikariDataSource.class).getHikariPoolMXBean()
                : null;
    }
}
