package io.simplebank.persistence;

import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.jpa.HibernatePersistenceConfiguration;

/**
 * What PostgreSQL did on the ledger's tables, as it counts it itself: how often it read a table as a whole, and how many
 * pages of 8 kB it looked at, of indexes too.
 */
record Effort(long scansOfWholeTables, long pages) {

    private static final String SO_FAR = """
            select sum(pg_stat_get_xact_numscans(oid)) filter (where relkind = 'r'),
              sum(pg_stat_get_xact_blocks_fetched(oid))
            from pg_class where relnamespace = 'bank'::regnamespace""";

    /** A factory with one connection, on which the driver and PostgreSQL keep what they have prepared. */
    static EntityManagerFactory onOneConnection(String url) {
        return new HibernatePersistenceConfiguration("one-connection")
                .managedClasses(PersistenceUnit.ENTITIES)
                .property("jakarta.persistence.jdbc.url", url)
                .property("hibernate.connection.pool_size", "1")
                .createEntityManagerFactory();
    }

    /** Of some work in a transaction of its own. */
    static Effort of(EntityManagerFactory factory, Consumer<EntityManager> work) {
        return factory.callInTransaction(entityManager -> {
            Session session = entityManager.unwrap(Session.class);
            Effort before = session.doReturningWork(Effort::soFar);
            work.accept(entityManager);
            Effort after = session.doReturningWork(Effort::soFar);
            return new Effort(after.scansOfWholeTables - before.scansOfWholeTables, after.pages - before.pages);
        });
    }

    private static Effort soFar(Connection connection) throws SQLException {
        try (PreparedStatement statement = connection.prepareStatement(SO_FAR);
                ResultSet row = statement.executeQuery()) {
            row.next();
            return new Effort(row.getLong(1), row.getLong(2));
        }
    }
}
