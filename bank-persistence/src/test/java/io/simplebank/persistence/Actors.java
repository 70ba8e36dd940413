package io.simplebank.persistence;

import static java.util.Objects.requireNonNull;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import org.hibernate.Session;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;

/** The three kinds of sessions that write to a ledger. */
final class Actors {

    /** So that nothing ends before the test ends it. */
    private static final Duration LONG = Duration.ofMinutes(10);

    private Actors() {}

    static HikariDataSource pool(TestDatabase database, String name) {
        HikariConfig config = new HikariConfig();
        config.setDataSource(database.dataSource());
        config.setConnectionInitSql("set application_name = '" + name + "'");
        config.setMinimumIdle(1);
        config.setMaximumPoolSize(6);
        return new HikariDataSource(config);
    }

    /** The library, in transactions of its own; it may be made to stop before it writes. */
    static final class OfABank extends Actor {

        private final HikariDataSource pool;
        private final StopBeforeWriting stop = new StopBeforeWriting();
        final Bank bank;

        OfABank(TestDatabase database, IsolationLevel level) {
            super("bank " + level);
            pool = pool(database, name);
            bank = Bank.on(stop.on(pool))
                    .isolation(level)
                    .attempts(1_000)
                    .lockTimeout(LONG)
                    .statementTimeout(LONG)
                    .open();
        }

        @Override
        void stopBeforeWriting() {
            stop.close();
        }

        @Override
        boolean commitsByItself() {
            return true;
        }

        @Override
        boolean locksInOrder() {
            return true;
        }

        @Override
        boolean isStopping() {
            return stop.isStopping();
        }

        @Override
        void goOn() {
            stop.open();
        }

        @Override
        Deed perform(Deed deed) {
            try {
                return deed.by(bank.transfers(), bank.accounts());
            } finally {
                stop.open();
            }
        }

        @Override
        void begin(IsolationLevel level) {
            throw new UnsupportedOperationException();
        }

        @Override
        void execute(String sql) {
            throw new UnsupportedOperationException();
        }

        @Override
        void commit() {
            throw new UnsupportedOperationException();
        }

        @Override
        void rollBack() {
            throw new UnsupportedOperationException();
        }

        @Override
        public void close() {
            stop.open();
            bank.close();
            pool.close();
        }
    }

    /** The library within a caller's transaction. */
    static final class Joined extends Actor {

        private final HikariDataSource pool;
        private final EntityManagerFactory factory;
        private @Nullable EntityManager entityManager;

        Joined(TestDatabase database, String name) {
            super(name);
            pool = pool(database, name);
            factory = new HibernatePersistenceConfiguration(name)
                    .managedClasses(PersistenceUnit.ENTITIES)
                    .property("jakarta.persistence.nonJtaDataSource", pool)
                    .createEntityManagerFactory();
        }

        @Override
        boolean commitsByItself() {
            return false;
        }

        @Override
        boolean locksInOrder() {
            return true;
        }

        @Override
        boolean isStopping() {
            return false;
        }

        @Override
        void goOn() {
            // never stops
        }

        @Override
        void begin(IsolationLevel level) throws SQLException {
            entityManager = factory.createEntityManager();
            context().getTransaction().begin();
            execute("set transaction isolation level " + level.sql() + "; select from bank.accounts limit 1");
        }

        @Override
        Deed perform(Deed deed) {
            return deed.by(TransferService.joining(context()), AccountService.joining(context()));
        }

        @Override
        void execute(String sql) throws SQLException {
            context().unwrap(Session.class).doWork(connection -> {
                try (Statement statement = connection.createStatement()) {
                    statement.execute(sql);
                }
            });
        }

        private EntityManager context() {
            return requireNonNull(entityManager, "no transaction has begun");
        }

        @Override
        boolean isLost() {
            return context().getTransaction().getRollbackOnly();
        }

        @Override
        void commit() {
            try (EntityManager closing = context()) {
                closing.getTransaction().commit();
            }
        }

        @Override
        void rollBack() {
            try (EntityManager closing = context()) {
                closing.getTransaction().rollback();
            }
        }

        @Override
        public void close() {
            pool.close();
            factory.close();
        }
    }

    /** Plain SQL. */
    static final class Plain extends Actor {

        private final PlainSession session;

        Plain(TestDatabase database, String name) throws SQLException {
            super(name);
            session = new PlainSession(database.dataSource());
            session.execute("set application_name = '" + name + "'");
        }

        @Override
        boolean commitsByItself() {
            return false;
        }

        @Override
        boolean locksInOrder() {
            return false;
        }

        @Override
        boolean isStopping() {
            return false;
        }

        @Override
        void goOn() {
            // never stops
        }

        @Override
        void begin(IsolationLevel level) throws SQLException {
            session.execute("begin isolation level " + level.sql() + "; select from bank.accounts limit 1");
        }

        @Override
        Deed perform(Deed deed) throws SQLException {
            deed.by(session);
            return deed;
        }

        @Override
        void execute(String sql) throws SQLException {
            session.execute(sql);
        }

        @Override
        void commit() throws SQLException {
            session.execute("commit");
        }

        @Override
        void rollBack() throws SQLException {
            session.execute("rollback");
        }

        @Override
        public void close() throws SQLException {
            session.close();
        }
    }
}
