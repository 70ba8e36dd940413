package jta;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.arjuna.ats.jta.TransactionManager;
import io.agroal.api.AgroalDataSource;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.EmbeddedServer;
import jakarta.persistence.EntityManager;
import jakarta.transaction.RollbackException;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The ledger's transaction as one branch of two, prepared and committed together with another database's. */
class TwoResourcesTest {

    private static final jakarta.transaction.TransactionManager JTA = TransactionManager.transactionManager();

    private static EmbeddedServer server;
    private static Application application;
    private static AgroalDataSource letters;

    private final UUID order = UUID.randomUUID();

    @BeforeAll
    static void start() throws Exception {
        server = EmbeddedServer.start(Map.of("max_prepared_transactions", "10"));
        server.execute("postgres", "create database shop");
        server.execute("postgres", "create database letters");
        server.execute("shop", PurchaseOrder.TABLE);
        server.execute("letters", "create table letters (text text, unique (text) deferrable initially deferred)");
        Bank.at(url("shop")).migrate().open().close();
        application = new Application(url("shop"));
        letters = Application.pool(url("letters"));
    }

    private static String url(String database) {
        return server.url(database, server.username(), server.password());
    }

    @AfterAll
    static void stop() {
        letters.close();
        application.close();
        server.close();
    }

    @Test
    void bothAreCommitted() throws Exception {
        JTA.begin();
        payAndWrite("thank you");
        JTA.commit();

        assertEquals("both", application.whatIsThereOf(order));
        assertEquals(1, count("thank you"));
    }

    @Test
    void theTransferIsRolledBackWhereTheOtherDatabaseRefusesToPrepare() throws Exception {
        JTA.begin();
        payAndWrite("once");
        write("once"); // which the deferred constraint refuses at the end
        assertThrows(RollbackException.class, JTA::commit);

        assertEquals("neither", application.whatIsThereOf(order));
        assertEquals(0, count("once"));
    }

    private void payAndWrite(String text) throws SQLException {
        UUID world = application.world();
        UUID seller = application.empty();
        try (EntityManager entityManager = application.factory.createEntityManager()) {
            application.pay(entityManager, order, world, seller);
        }
        write(text);
    }

    private static void write(String text) throws SQLException {
        try (Connection connection = letters.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("insert into letters values ('" + text + "')");
        }
    }

    private static int count(String text) throws SQLException {
        try (Connection connection = letters.getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery("select count(*) from letters where text = '" + text + "'")) {
            rows.next();
            return rows.getInt(1);
        }
    }
}
