package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import com.zaxxer.hikari.SQLExceptionOverride;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import javax.sql.DataSource;
import org.junit.jupiter.api.Test;

/** What a pool of the application's should be told about connections that take no writes. */
class ReplacedConnectionsTest {

    /** A setting makes the connection read-only here: a standby answers in the same way. */
    @Test
    void evictsAConnectionThatTakesNoWrites() throws SQLException {
        try (TestDatabase database = TestDatabase.create()) {
            String name = database.url().replaceAll(".*/(\\w+).*", "$1");
            execute(database.superuser(), "alter database " + name + " set default_transaction_read_only = on");
            HikariConfig config = new HikariConfig();
            config.setMaximumPoolSize(1);
            config.setDataSource(database.superuser());
            config.setExceptionOverride(new SQLExceptionOverride() {
                @java.lang.Override
                public Override adjudicate(SQLException failure) {
                    return "25006".equals(failure.getSQLState()) ? Override.MUST_EVICT : Override.CONTINUE_EVICT;
                }
            });
            try (HikariDataSource pool = new HikariDataSource(config)) {
                execute(pool, "select 1"); // so that it has its connection
                execute(
                        database.superuser(),
                        "begin read write; alter database " + name + " reset default_transaction_read_only; commit");
                assertThatThrownBy(() -> execute(pool, "create table public.orders (id uuid)"))
                        .isInstanceOfSatisfying(
                                SQLException.class,
                                failure -> assertThat(failure.getSQLState()).isEqualTo("25006"));

                execute(pool, "create table public.orders (id uuid)"); // on another connection
            }
        }
    }

    private static void execute(DataSource dataSource, String sql) throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }
}
