package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.UUID;

/** Who works on the ledger in one transaction at some isolation level: an application through the library, or plain SQL. */
interface Hand extends AutoCloseable {

    /** Takes the snapshot, too, where the level has one for the whole transaction. */
    void begin(IsolationLevel level) throws SQLException;

    void hold(UUID id, UUID from, UUID to) throws SQLException;

    void transfer(UUID id, UUID from, UUID to) throws SQLException;

    void close(UUID account) throws SQLException;

    void delete(UUID account) throws SQLException;

    void commit() throws SQLException;

    @Override
    void close() throws SQLException;

    /** The ways to work on the ledger. */
    enum Author {
        LIBRARY,
        SQL;

        Hand hand(TestDatabase database, EntityManagerFactory factory) throws SQLException {
            return this == LIBRARY
                    ? new OfTheLibrary(factory.createEntityManager())
                    : new OfSql(new PlainSession(database.dataSource()));
        }
    }

    /** Joins a transaction of the application's. */
    record OfTheLibrary(EntityManager entityManager) implements Hand {

        @Override
        public void begin(IsolationLevel level) {
            entityManager.getTransaction().begin();
            entityManager
                    .createNativeQuery("set transaction isolation level " + level.sql())
                    .executeUpdate();
            entityManager
                    .createNativeQuery("select count(*) from bank.accounts", Long.class)
                    .getSingleResult();
        }

        @Override
        public void hold(UUID id, UUID from, UUID to) {
            TransferService.joining(entityManager).hold(request(id, from, to), Duration.ofHours(1));
        }

        @Override
        public void transfer(UUID id, UUID from, UUID to) {
            TransferService.joining(entityManager).transfer(request(id, from, to));
        }

        private static TransferRequest request(UUID id, UUID from, UUID to) {
            return TransferRequest.of(from, to, cents(100)).withId(id);
        }

        @Override
        public void close(UUID account) {
            AccountService.joining(entityManager).close(account);
        }

        @Override
        public void delete(UUID account) {
            AccountService.joining(entityManager).delete(account);
        }

        @Override
        public void commit() {
            entityManager.getTransaction().commit();
        }

        @Override
        public void close() {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
            entityManager.close();
        }
    }

    /** Writes no more rows than a statement must. */
    record OfSql(PlainSession session) implements Hand {

        @Override
        public void begin(IsolationLevel level) throws SQLException {
            session.execute("begin isolation level " + level.sql());
            session.column("select count(*) from bank.accounts");
        }

        @Override
        public void hold(UUID id, UUID from, UUID to) throws SQLException {
            session.execute(PlainHold.of(id, from, to, 100).place());
        }

        @Override
        public void transfer(UUID id, UUID from, UUID to) throws SQLException {
            PlainPosting posting = PlainPosting.of(session, from, to, 100);
            session.execute(PlainHold.of(id, from, to, 100).asTransfer(posting).sql());
        }

        @Override
        public void close(UUID account) throws SQLException {
            session.execute(AroundTheLibrary.update(account, "status = 'CLOSED'"));
        }

        @Override
        public void delete(UUID account) throws SQLException {
            session.execute("delete from bank.accounts where id = '" + account + "'");
        }

        @Override
        public void commit() throws SQLException {
            session.execute("commit");
        }

        @Override
        public void close() throws SQLException {
            session.execute("rollback");
            session.close();
        }
    }
}
