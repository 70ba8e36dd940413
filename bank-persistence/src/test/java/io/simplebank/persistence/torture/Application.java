package io.simplebank.persistence.torture;

import io.simplebank.domain.Account;
import io.simplebank.domain.BankException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.EntityTransaction;
import java.sql.SQLException;
import java.sql.SQLWarning;
import java.util.UUID;
import javax.sql.DataSource;
import org.hibernate.Session;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.jspecify.annotations.Nullable;
import org.postgresql.util.PSQLWarning;

/**
 * An application with a persistence unit of its own, which joins the bank in its transactions: it keeps an order for each
 * transfer. Thread-safe.
 */
final class Application implements AutoCloseable {

    static final String ORDERS = "public.torture_orders";

    static final String CREATE_ORDERS = "create table " + ORDERS + " (id uuid primary key)";

    /** Safe to repeat, as the transfer is. */
    private static final String ORDER = "insert into " + ORDERS + " (id) values (?1) on conflict do nothing";

    /** What an application should set for its transactions: it waits for others, and others wait for it. */
    private static final String TIMEOUTS = "set local lock_timeout = 1000; set local statement_timeout = 2000;"
            + " set local idle_in_transaction_session_timeout = 1000";

    private final EntityManagerFactory factory;

    Application(DataSource pool) {
        this.factory = new HibernatePersistenceConfiguration("torture")
                .managedClasses(Account.class, Transfer.class, Entry.class)
                .property("jakarta.persistence.nonJtaDataSource", pool)
                .createEntityManagerFactory();
    }

    /** What became of a transaction that failed. */
    static final class Failure extends RuntimeException {

        private static final long serialVersionUID = 1L;

        private final boolean unknown;

        private Failure(boolean unknown, RuntimeException cause) {
            super(cause);
            this.unknown = unknown;
        }

        /** Whether the answer to COMMIT was lost: the transaction was begun by the application, which must know itself. */
        boolean isUnknown() {
            return unknown;
        }
    }

    /**
     * Keeps an order and moves its money.
     *
     * @throws BankException if the bank refused, and all was rolled back
     * @throws Failure if anything else failed
     */
    Transfer order(UUID id, TransferRequest request) {
        return inTransaction(id, request, true);
    }

    /** Does the same, and rolls it back. */
    Transfer thinkBetterOfIt(UUID id, TransferRequest request) {
        return inTransaction(id, request, false);
    }

    private Transfer inTransaction(UUID id, TransferRequest request, boolean commit) {
        EntityManager entityManager = factory.createEntityManager();
        boolean committing = false;
        try {
            EntityTransaction transaction = entityManager.getTransaction();
            transaction.begin();
            entityManager.createNativeQuery(TIMEOUTS).executeUpdate();
            entityManager.createNativeQuery(ORDER).setParameter(1, id).executeUpdate();
            Transfer transfer = TransferService.joining(entityManager).transfer(request);
            if (commit) {
                entityManager.flush();
                committing = true;
                commit(entityManager);
                transaction.commit(); // for Hibernate to know
            }
            return transfer;
        } catch (BankException refusal) {
            throw refusal;
        } catch (RuntimeException failure) {
            throw new Failure(committing && !isErrorOfTheServer(failure), failure);
        } finally {
            endWithoutCommit(entityManager);
        }
    }

    /** Looks whether the standby has been waited for, as an application must that acts on its own COMMIT. */
    private static void commit(EntityManager entityManager) {
        entityManager.unwrap(Session.class).doWork(connection -> {
            connection.clearWarnings();
            connection.commit();
            for (SQLWarning told = connection.getWarnings(); told != null; told = told.getNextWarning()) {
                if (told instanceof PSQLWarning warning
                        && "SyncRepWaitForLSN"
                                .equals(warning.getServerErrorMessage().getRoutine())) {
                    throw new IllegalStateException("committed on this server only: " + warning.getMessage());
                }
            }
        });
    }

    /** An error that the server sent in answer to COMMIT says that it rolled back; unless it says that it goes away. */
    private static boolean isErrorOfTheServer(RuntimeException failure) {
        String state = sqlState(failure);
        return state != null && !state.startsWith("08") && !state.startsWith("57");
    }

    private static @Nullable String sqlState(Throwable failure) {
        for (Throwable cause = failure; cause != null; cause = cause.getCause()) {
            if (cause instanceof SQLException sql) {
                return sql.getSQLState();
            }
        }
        return null;
    }

    private static void endWithoutCommit(EntityManager entityManager) {
        try (entityManager) {
            if (entityManager.getTransaction().isActive()) {
                entityManager.getTransaction().rollback();
            }
        } catch (RuntimeException gone) {
            // with its connection, and so is the transaction
        }
    }

    @Override
    public void close() {
        factory.close();
    }
}
