package io.simplebank.persistence.demo;

import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BooksCheck;
import io.simplebank.persistence.testing.EmbeddedServer;
import java.io.IOException;
import java.io.InputStream;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.logging.LogManager;
import java.util.stream.IntStream;
import org.joda.money.Money;

/** The ledger in half a minute: run by {@code mvn -q -Pdemo}. */
final class Demo {

    private static final int ACCOUNTS = 100;
    private static final int THREADS = 16;
    private static final Duration DURATION = Duration.ofSeconds(5);
    private static final Money OPENING_BALANCE = Money.parse("EUR 1000.00");
    private static final String DATABASE = "postgres";

    /** The embedded server's own defaults trade both for speed. */
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on");

    private final Screen screen;
    private final Bank bank;
    private final Connection connection;
    /** Transfers that the bank has answered: as many must be in the books. */
    private long answered;

    private Demo(Screen screen, Bank bank, Connection connection) {
        this.screen = screen;
        this.bank = bank;
        this.connection = connection;
    }

    /**
     * Ends with 0 if the books balance.
     *
     * @param arguments none
     */
    public static void main(String[] arguments) throws Exception {
        readLoggingConfiguration();
        AtomicBoolean interrupted = new AtomicBoolean();
        Runtime.getRuntime().addShutdownHook(new Thread(() -> interrupted.set(true), "demo-interrupted"));
        boolean balanced;
        try (EmbeddedServer server = EmbeddedServer.start(DURABLE);
                Bank bank = Bank.at(server.url(DATABASE)).migrate().open();
                Connection connection = DriverManager.getConnection(server.url(DATABASE))) {
            balanced = new Demo(Screen.open(), bank, connection).run();
        } catch (Exception failure) {
            if (interrupted.get()) {
                return; // by Ctrl-C, and the server was stopped first
            }
            throw failure;
        }
        if (!balanced) {
            System.exit(1);
        }
    }

    /** Of what the libraries log, errors only: the screen is the demo's. */
    private static void readLoggingConfiguration() throws IOException {
        try (InputStream configuration = Demo.class.getResourceAsStream("/logging.properties")) {
            LogManager.getLogManager().readConfiguration(Objects.requireNonNull(configuration));
        }
    }

    private boolean run() throws SQLException, InterruptedException, ExecutionException {
        screen.heading("Simple Bank: a ledger that a Java application embeds");
        screen.line(
                "PostgreSQL %s, embedded, with fsync %s and synchronous_commit %s",
                show("server_version"), show("fsync"), show("synchronous_commit"));
        List<Account> accounts = openAccounts();

        screen.heading(THREADS + " threads move money for " + DURATION.toSeconds() + " seconds");
        Traffic traffic = new Traffic(
                bank.transfers(), accounts.stream().map(Account::getId).toList(), EUR);
        double rate = traffic.run(THREADS, DURATION, screen);
        answered += traffic.booked();
        screen.line("%,.0f transfers a second", rate);

        showRefusal(accounts.get(0), accounts.get(1));
        showReplay(accounts.get(0), accounts.get(1));

        screen.heading("The books, in " + EUR);
        BooksTable.print(screen, bank.accounts().list(0, ACCOUNTS + 1));
        return check();
    }

    private List<Account> openAccounts() {
        Account world = bank.accounts().open(OpenAccount.of("world", EUR).withoutMinimumBalance());
        List<Account> accounts = IntStream.rangeClosed(1, ACCOUNTS)
                .mapToObj(number -> bank.accounts().open(OpenAccount.of("customer-" + number, EUR)))
                .toList();
        List<Transfer> paidIn = bank.transfers()
                .transferAll(accounts.stream()
                        .map(account -> TransferRequest.of(world.getId(), account.getId(), OPENING_BALANCE))
                        .toList());
        answered += paidIn.size();
        screen.line(
                "%d accounts opened, with %s each from \"world\", which alone may be overdrawn",
                ACCOUNTS, OPENING_BALANCE);
        return accounts;
    }

    private void showRefusal(Account from, Account to) {
        screen.heading("A transfer that is refused");
        Money tooMuch = balance(from).plusMinor(1);
        try {
            bank.transfers().transfer(TransferRequest.of(from.getId(), to.getId(), tooMuch));
            throw new IllegalStateException(from + " was overdrawn");
        } catch (InsufficientFundsException refusal) {
            screen.paragraph(refusal.getClass().getSimpleName() + ": " + refusal.getMessage());
        }
    }

    private void showReplay(Account from, Account to) {
        screen.heading("A transfer that is sent twice");
        TransferRequest request = TransferRequest.of(to.getId(), from.getId(), Money.parse("EUR 0.01"))
                .withReference("order 4711");
        for (String time : List.of("first", "second")) {
            Transfer transfer = bank.transfers().transfer(request);
            screen.line("%-6s  booked at %s, %s has %s", time, transfer.getBookedAt(), from.getOwner(), balance(from));
        }
        answered++;
    }

    private Money balance(Account account) {
        return bank.accounts().get(account.getId()).getBalance();
    }

    private boolean check() throws SQLException {
        screen.heading("The checks, each a query over all rows");
        long transfers = count("bank.transfers");
        boolean balanced =
                verdict(transfers == answered, "each transfer that was answered is stored once, and no other");
        for (BooksCheck check : BooksCheck.values()) {
            balanced &= verdict(check.violations(connection) == 0, check.rule());
        }
        screen.last(
                balanced,
                "books %s: %d transfers, %d accounts, %d entries"
                        .formatted(
                                balanced ? "balanced" : "NOT balanced",
                                transfers,
                                count("bank.accounts"),
                                count("bank.entries")));
        return balanced;
    }

    private boolean verdict(boolean right, String rule) {
        screen.verdict(right, rule);
        return right;
    }

    private String show(String setting) throws SQLException {
        return query("show " + setting);
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(query("select count(*) from " + table));
    }

    private String query(String sql) throws SQLException {
        try (var statement = connection.createStatement();
                var result = statement.executeQuery(sql)) {
            result.next();
            return result.getString(1);
        }
    }
}
