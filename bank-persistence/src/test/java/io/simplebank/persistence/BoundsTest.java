package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.time.ZoneOffset;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbers of the page on timeouts: a default that changes has to change there as well. */
@ExtendWith(BankExtension.class)
class BoundsTest {

    private static final Duration A_SECOND = Duration.ofSeconds(1);

    private final Settings defaults = new Settings();
    private final TestDatabase database;

    BoundsTest(TestDatabase database) {
        this.database = database;
    }

    @Test
    void areByDefaultThoseOfThePage() {
        assertThat(defaults.poolSize).isEqualTo(10);
        assertThat(defaults.connectionTimeout).isEqualTo(A_SECOND.multipliedBy(5));
        assertThat(defaults.lockTimeout).isEqualTo(A_SECOND.multipliedBy(5));
        assertThat(defaults.statementTimeout).isEqualTo(A_SECOND.multipliedBy(10));
        assertThat(defaults.attempts).isEqualTo(10);
        assertThat(defaults.isolation).isEqualTo(IsolationLevel.READ_COMMITTED);
        assertThat(defaults.clock.getZone()).isEqualTo(ZoneOffset.UTC);
    }

    @Test
    void standOnThePage() throws IOException {
        String page = Files.readString(Path.of("src/site/markdown/timeouts.md"));
        assertThat(page)
                .contains(
                        "| `poolSize` | 10 connections |",
                        "| `connectionTimeout` | 5 s |",
                        "| `lockTimeout` | 5 s |",
                        "| `statementTimeout` | 10 s |",
                        "| `attempts` | 10 |",
                        "| `isolation` | `READ_COMMITTED` |")
                .contains("10,000 calls wait at a time", "1,000 transfers share a transaction")
                .containsPattern("\\| a turn, [^|]*\\| 10 s \\|")
                .containsPattern("\\| a server that says nothing at all \\| 16 s \\|")
                .containsPattern("none begins 20 s after the first")
                .containsPattern("to prove that it lives \\| 1 s \\|");
    }

    @Test
    void followFromThoseThatAreSet() {
        assertThat(defaults.queueTimeout()).isEqualTo(A_SECOND.multipliedBy(10));
        assertThat(defaults.retryTimeout()).isEqualTo(A_SECOND.multipliedBy(20));
        assertThat(defaults.longestSilence()).isEqualTo(A_SECOND.multipliedBy(16));
        defaults.connectionTimeout = A_SECOND;
        defaults.lockTimeout = A_SECOND.multipliedBy(2);
        defaults.statementTimeout = A_SECOND.multipliedBy(4);
        assertThat(defaults.queueTimeout()).isEqualTo(A_SECOND.multipliedBy(3));
        assertThat(defaults.retryTimeout()).isEqualTo(A_SECOND.multipliedBy(7));
        assertThat(defaults.longestSilence()).isEqualTo(A_SECOND.multipliedBy(7));
    }

    @Test
    void endTheAttempts() {
        Retries retries = new Retries(defaults.attempts, defaults.retryTimeout());
        long now = System.nanoTime();
        assertThat(retries.areOver(9, now)).isFalse();
        assertThat(retries.areOver(10, now)).isTrue();
        assertThat(retries.areOver(1, now - A_SECOND.multipliedBy(20).toNanos()))
                .isTrue();
        assertThat(retries.areOver(1, now - A_SECOND.toNanos())).isFalse();
    }

    @Test
    void areTheQueues() {
        assertThat(GroupCommit.QUEUE_CAPACITY).isEqualTo(10_000);
        assertThat(GroupCommit.GROUP_SIZE).isEqualTo(1_000);
        assertThat(GroupCommit.WINDOW).isEqualTo(2_000);
    }

    @Test
    void areThePools() {
        Doorway doorway = doorway();
        try (Pool pool = Pool.over(doorway, defaults, null)) {
            assertThat(pool.getPoolName()).isEqualTo("simple-bank");
            assertThat(pool.getMaximumPoolSize()).isEqualTo(10);
            assertThat(pool.getConnectionTimeout()).isEqualTo(5_000);
            assertThat(pool.getValidationTimeout())
                    .as("for an idle connection to prove that it lives")
                    .isEqualTo(1_000);
        }
    }

    @Test
    void areTheDrivers() throws SQLException {
        try (Connection connection = doorway().getConnection()) {
            assertThat(connection.getNetworkTimeout())
                    .as("for a server that says nothing at all")
                    .isEqualTo(16_000);
        }
    }

    private Doorway doorway() {
        return ServerUrl.parse(database.url()).doorway(null, null, defaults);
    }
}
