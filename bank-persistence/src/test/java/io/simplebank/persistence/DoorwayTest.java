package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.postgresql.Driver;

/** Whoever stands before a server that is away knocks until somebody opens. */
@ExtendWith(BankExtension.class)
class DoorwayTest {

    private final WireProxy proxy;
    private final Doorway doorway;

    DoorwayTest(TestDatabase database) throws Exception {
        proxy = new WireProxy(database.url());
        Properties properties = new Properties();
        properties.setProperty("user", database.username());
        properties.setProperty("password", database.password());
        doorway = new Doorway(new Driver(), proxy.url(), properties, Duration.ofSeconds(5));
    }

    @BeforeEach
    void noticesThatTheServerIsAway() {
        proxy.refuse();
        assertThatThrownBy(doorway::getConnection)
                .as("the first failure is told")
                .isInstanceOf(SQLException.class);
    }

    @AfterEach
    void close() throws Exception {
        doorway.close();
        proxy.close();
    }

    /** Else a pool that is closed while it makes a connection leaves that one open for ever. */
    @Test
    void hasThePoolWaitForAConnectionThatIsBeingMade() {
        assertThat(doorway.getLoginTimeout()).isEqualTo(5);
    }

    @Test
    void knocksUntilTheServerIsBack() throws Exception {
        CompletableFuture<Connection> knocking = CompletableFuture.supplyAsync(this::connect);
        assertThat(proxy.awaitRefusals(3)).as("knocks again and again").isTrue();

        proxy.admit();

        try (Connection connection = knocking.get(30, TimeUnit.SECONDS)) {
            assertThat(connection.isValid(10)).isTrue();
        }
    }

    @Test
    void givesUpOnceItIsClosed() throws Exception {
        CompletableFuture<Connection> knocking = CompletableFuture.supplyAsync(this::connect);
        assertThat(proxy.awaitRefusals(3)).as("knocks again and again").isTrue();

        doorway.close();

        assertThatThrownBy(() -> knocking.get(30, TimeUnit.SECONDS))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(SQLException.class);
    }

    private Connection connect() {
        try {
            return doorway.getConnection();
        } catch (SQLException failure) {
            throw new CompletionException(failure);
        }
    }
}
