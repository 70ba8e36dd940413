package io.simplebank.persistence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.testing.TestDatabase;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;

class RoundTripsTest {

    @Test
    void areAsManyAsAnswersThatWereWaitedFor() throws Exception {
        try (TestDatabase database = TestDatabase.createEmpty();
                var connection = DriverManager.getConnection(RoundTrips.counted(database.url()));
                var statement = connection.createStatement()) {
            long before = RoundTrips.count();
            for (int i = 0; i < 5; i++) {
                statement.execute("select 1; select 2");
            }

            assertThat(RoundTrips.count() - before).isEqualTo(5);
        }
    }
}
