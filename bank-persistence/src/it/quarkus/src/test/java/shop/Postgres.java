package shop;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** A database for the application under test, without the ledger's schema: the application migrates it. */
public class Postgres implements QuarkusTestResourceLifecycleManager {

    private TestDatabase database;

    @Override
    public Map<String, String> start() {
        database = TestDatabase.createEmpty();
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("create table purchase_orders (id uuid primary key, state text not null)");
        } catch (SQLException failure) {
            throw new IllegalStateException(failure);
        }
        Map<String, String> settings = new HashMap<>();
        for (String source : List.of("quarkus.datasource.", "quarkus.datasource.ledger.")) {
            settings.put(source + "jdbc.url", database.url());
            settings.put(source + "username", database.username());
            settings.put(source + "password", database.password());
        }
        return settings;
    }

    @Override
    public void stop() {
        database.close();
    }
}
