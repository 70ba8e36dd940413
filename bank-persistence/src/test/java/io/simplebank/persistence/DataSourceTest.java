package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A bank on the application's pool, whose connections come with auto-commit or without. */
@Tag("migrating")
class DataSourceTest {

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void commitsWhatItDoesAndLeavesNoTransactionOpen(boolean autoCommit) throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty();
                HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(database.url());
            pool.setAutoCommit(autoCommit);
            pool.setMaximumPoolSize(2);
            pool.addDataSourceProperty("ApplicationName", "host");
            try (Bank bank = Bank.on(pool).migrate().open()) {
                awaitBothConnections(pool);
                assertIdle(database);
                Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
                UUID id = scene.with(eur("10.00"));
                UUID other = scene.empty();
                assertIdle(database);
                scene.refused(InsufficientFundsException.class, () -> scene.move(id, other, eur("10.01")));
                assertIdle(database);
                assertThat(scene.balance(id)).isEqualTo(eur("10.00"));
                assertIdle(database);
                assertThat(Contents.of(database.dataSource()).rows()).hasSize(6); // seen by another
            }
            try (Connection connection = pool.getConnection()) {
                assertThat(connection.getAutoCommit()).isEqualTo(autoCommit);
            }
        }
    }

    /** The pool opens the second one by itself, and sets it up; the test's own bound ends it. */
    private static void awaitBothConnections(HikariDataSource pool) {
        while (pool.getHikariPoolMXBean().getIdleConnections() < 2) {
            Thread.onSpinWait();
        }
    }

    private static void assertIdle(TestDatabase database) throws Exception {
        assertThat(PlainSql.query(database.dataSource(), """
                        select string_agg(distinct state, ',') from pg_stat_activity
                        where datname = current_database() and application_name = 'host'""")).isEqualTo("idle");
    }
}
