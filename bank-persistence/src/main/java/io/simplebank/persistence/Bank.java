package io.simplebank.persistence;

import io.simplebank.domain.AuditReport;
import io.simplebank.domain.LockReport;
import jakarta.persistence.EntityManagerFactory;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.BiFunction;
import javax.sql.DataSource;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;

/**
 * A ledger on a PostgreSQL database, with transactions of its own. Thread-safe; an application opens one and closes it
 * at its end.
 *
 * <pre>{@code
 * try (Bank bank = Bank.at("jdbc:postgresql://localhost:5432/simple_bank")
 *         .username("root").password("secret")
 *         .migrate()
 *         .open()) {
 *     Account world = bank.accounts().open(OpenAccount.of("world", EUR).withoutMinimumBalance());
 *     Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));
 *     bank.transfers().transfer(TransferRequest.of(world.getId(), alice.getId(), Money.parse("EUR 100.00")));
 * }
 * }</pre>
 */
public final class Bank implements AutoCloseable {

    private final OwnTransactions transactions;
    private final OwnTransactions audits;
    private final OwnTransactions observations;
    private final OwnTransactions readings;
    private final GroupCommit groups;
    private final TransferService transfers;
    private final AccountService accounts;
    private final TransferFeed feed;
    private final Ledger ledger;
    private final Observations listeners;
    private final Runnable resources;
    private final AtomicBoolean closed = new AtomicBoolean();

    /**
     * @param groupPreface SQL that sets up the transaction of a group, {@code null} where the connections come set up
     * @param resources closes what the bank has opened itself
     */
    Bank(OwnSessions sessions, Settings settings, @Nullable String groupPreface, Runnable resources) {
        Retries retries = new Retries(settings.attempts, settings.retryTimeout());
        this.ledger = new Ledger(settings.clock, new Currencies());
        this.listeners = new Observations(settings.listeners);
        BiFunction<@Nullable String, @Nullable String, OwnTransactions> own =
                (preface, readPreface) -> new OwnTransactions(sessions, preface, readPreface, retries, listeners);
        this.transactions = own.apply(settings.transactionPreface(), groupPreface);
        this.audits = own.apply(Auditor.PREFACE, Auditor.PREFACE);
        this.observations = own.apply(LockObserver.PREFACE, LockObserver.PREFACE);
        this.readings = own.apply(FeedRows.PREFACE, FeedRows.PREFACE);
        this.groups = new GroupCommit(
                own.apply(groupPreface, groupPreface),
                ledger,
                settings.lockTimeout,
                settings.queueTimeout(),
                listeners);
        this.transfers = new Transfers(transactions, groups, ledger);
        this.accounts = new Accounts(transactions, groups, settings.clock);
        this.feed = new TransferFeed(readings);
        this.resources = resources;
        listeners.opened(this);
    }

    /**
     * A stand-alone bank: the library owns the pool, the persistence unit and the transactions.
     *
     * @param url a JDBC URL of PostgreSQL's, {@code jdbc:postgresql://host:port/database}
     * @return a builder with every default
     */
    public static BankBuilder at(String url) {
        return BankBuilder.at(Arguments.notNull("url", url));
    }

    /**
     * A bank on the application's own pool, which {@link #close()} leaves open. The pool may be an application server's:
     * a call within a JTA transaction runs apart from it, on a connection and a thread of its own.
     *
     * <p>It must lead to one database, whichever thread asks: what posts are the bank's own threads. A call that gets a
     * connection to another ledger throws {@link io.simplebank.domain.WrongLedgerException}, and nothing is read or written
     * there. An application with many tenants opens a bank for each, or uses {@link TransferService#joining}.
     *
     * @param dataSource connections to PostgreSQL, with or without auto-commit
     * @return a builder with every default
     */
    public static BankBuilder on(DataSource dataSource) {
        return BankBuilder.on(Arguments.notNull("dataSource", dataSource));
    }

    /**
     * A bank on the application's own persistence unit, which {@link #close()} leaves open.
     *
     * @param factory Hibernate's, with resource-local transactions, knowing the entities of
     *     {@code io.simplebank.domain}
     * @return a builder with every default
     * @throws IllegalArgumentException if the factory's transactions are JTA's, it is a multi-tenant one, or an entity is
     *     unknown to it
     */
    public static BankBuilder using(EntityManagerFactory factory) {
        SessionFactory sessions = PersistenceUnit.of(Arguments.notNull("factory", factory));
        return BankBuilder.using(sessions);
    }

    /**
     * Moves money, each call in a transaction of its own.
     *
     * @return the service, thread-safe, the same at every call
     */
    public TransferService transfers() {
        return transfers;
    }

    /**
     * Keeps the accounts, each call in a transaction of its own.
     *
     * @return the service, thread-safe, the same at every call
     */
    public AccountService accounts() {
        return accounts;
    }

    /**
     * All transfers in one order, for other systems to follow.
     *
     * @return the feed, thread-safe, the same at every call
     */
    public TransferFeed feed() {
        return feed;
    }

    /**
     * Reads the whole ledger and proves it, or names each place where it is wrong, whatever has made it so; see
     * {@link io.simplebank.domain.AuditRule} for what is proven.
     *
     * <p>To be called on a running system: it takes no locks, and everything is read as it was at one moment. It occupies
     * one connection for some seconds per million entries, which no timeout of the connection's cuts short, and one core
     * of the server. Its memory does not grow with the ledger, here nor there, where it writes to temporary files instead.
     * As long as it reads, PostgreSQL's vacuum keeps the rows that it may still want to see.
     *
     * @return the counts, and the first 10,000 findings, if there are any
     * @throws io.simplebank.domain.BankUnavailableException if there was no connection, or it was lost
     */
    public AuditReport audit() {
        return audits.read(session -> Auditor.audit(session, ledger.now()));
    }

    /**
     * Who blocks whom in the ledger's database, whichever programs they belong to: who waits for a lock, for which
     * account, for how long, behind whom; and what is locked in the schema {@code bank}.
     *
     * <p>To be called in an incident, and not every second: finding out whom a session waits for stops all locking for a
     * moment. It waits for none of the locks that it tells of; where somebody keeps the whole table of accounts locked,
     * it does without their ids after 100 milliseconds. Like any call it needs a connection, for which it waits where
     * calls that wait for locks have taken all: a bank of its own with a {@code poolSize} of 1 always has one.
     *
     * <p>PostgreSQL's views are read one after the other, so that a session may have moved on in between. They show
     * state and statement of sessions of other users to members of {@code pg_read_all_stats} or {@code pg_monitor} only;
     * see {@link LockReport#hiddenSessions()}. Locks on rows that nobody waits for stand in the rows alone and are not
     * shown. Statements may hold personal data: treat the report as confidential.
     *
     * @return at most 1,000 waits and 1,000 locks, and how many there are
     * @throws io.simplebank.domain.BankUnavailableException if there was no connection, or it was lost
     */
    public LockReport locks() {
        return observations.read(session -> LockObserver.observe(session, ledger.now()));
    }

    /**
     * How many calls wait for a transaction at this moment, those for accounts that other sessions hold among them, those
     * at work not. Many, or for long, mean that the database is too slow or away, or that accounts are locked by others.
     *
     * @return 0 to 10,000
     */
    public int waitingCalls() {
        return groups.waiting();
    }

    /**
     * Lets the transactions at work come to their end, for at most 30 seconds, and closes what the bank has opened, never
     * what was passed in. Calls that wait, and calls from now on throw
     * {@link io.simplebank.domain.BankClosedException}; closing again does nothing.
     */
    @Override
    public void close() {
        groups.close();
        transactions.close();
        audits.close();
        observations.close();
        readings.close();
        resources.run();
        if (closed.compareAndSet(false, true)) {
            listeners.closed(this);
        }
    }
}
