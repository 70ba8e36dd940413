package io.simplebank.persistence.torture;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankBuilder;
import io.simplebank.persistence.IsolationLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import java.util.stream.IntStream;

/**
 * A client process: a bank, an application that joins it, and threads of tellers. It prints the time of its latest
 * acknowledgement, and obeys its standard input: {@code hog 500} keeps all connections of its pool busy for 500
 * milliseconds, and its end ends the process, be it that the parent has closed it or is gone.
 */
final class Client {

    /** What a caller waits for, at most; short, so that a minute of the run holds many faults. */
    private static final Duration PATIENCE = Duration.ofSeconds(1);

    private static final int CONNECTIONS = 8;

    /** The order to keep the pool busy, with milliseconds behind it. */
    static final String HOG = "hog ";

    /** The argument for a bank on a pool of its own. */
    static final String OWN_POOL = "own";

    /** The exit code of a process in which a call ended in a way that is not documented. */
    static final int DEFECT = 3;

    private final AtomicLong lastAcknowledgement = new AtomicLong();
    private final HikariDataSource pool;
    private volatile boolean ending;

    private Client(HikariDataSource pool) {
        this.pool = pool;
    }

    /**
     * @param arguments URL, history, seed, number of threads, isolation level, {@code own} or {@code passed-in} for whose
     *     pool the bank is on
     */
    public static void main(String[] arguments) throws IOException, InterruptedException {
        String url = arguments[0];
        try (HikariDataSource pool = pool(url)) {
            BankBuilder builder = arguments[5].equals(OWN_POOL)
                    ? Bank.at(url).poolSize(CONNECTIONS).connectionTimeout(PATIENCE)
                    : Bank.on(pool);
            builder.lockTimeout(PATIENCE).statementTimeout(PATIENCE).isolation(IsolationLevel.valueOf(arguments[4]));
            new Client(pool)
                    .run(builder, Path.of(arguments[1]), Long.parseLong(arguments[2]), Integer.parseInt(arguments[3]));
        }
    }

    private static HikariDataSource pool(String url) {
        HikariConfig config = new HikariConfig();
        config.setJdbcUrl(url);
        config.setMaximumPoolSize(CONNECTIONS);
        config.setConnectionTimeout(PATIENCE.toMillis());
        config.setInitializationFailTimeout(-1);
        config.setValidationTimeout(250); // of each idle connection that has fallen silent, one after the other
        config.addDataSourceProperty("socketTimeout", "3"); // in seconds, and a text, or the driver does not see it
        return new HikariDataSource(config);
    }

    private void run(BankBuilder builder, Path path, long seed, int threads) throws IOException, InterruptedException {
        Thread.setDefaultUncaughtExceptionHandler((thread, defect) -> {
            defect.printStackTrace();
            Runtime.getRuntime().halt(DEFECT); // nothing but what is documented may come out of a call
        });
        daemon("orders", this::obey);
        try (History history = History.create(path);
                Bank bank = sooner(builder::open);
                Application application = sooner(() -> new Application(pool))) {
            daemon("reporter", this::report);
            Till till = new Till(bank, application, history, () -> lastAcknowledgement.set(Torture.now()));
            List<Thread> tellers = IntStream.range(0, threads)
                    .mapToObj(i -> new Teller(new Random(seed + i), bank, till, history))
                    .map(teller -> new Thread(() -> work(teller), "teller"))
                    .toList();
            tellers.forEach(Thread::start);
            for (Thread teller : tellers) {
                teller.join(); // with a bound in each call; the parent has one for all
            }
        }
    }

    private void work(Teller teller) {
        while (!ending) {
            teller.step();
        }
    }

    /** The server may be away at this moment. */
    private <T> T sooner(Supplier<T> opening) throws InterruptedException {
        while (true) {
            try {
                return opening.get();
            } catch (RuntimeException away) {
                if (ending) {
                    throw away; // the parent is gone: it lets nobody end before he has begun
                }
                TimeUnit.MILLISECONDS.sleep(50);
            }
        }
    }

    private void obey() {
        try (BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8))) {
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                hog(Duration.ofMillis(Long.parseLong(order.substring(HOG.length()))));
            }
        } catch (IOException | InterruptedException end) {
            // as the end of the orders
        }
        ending = true;
    }

    private void hog(Duration time) throws InterruptedException {
        List<Connection> taken = new ArrayList<>();
        try {
            while (taken.size() < CONNECTIONS) {
                taken.add(pool.getConnection());
            }
        } catch (SQLException away) {
            // another fault has taken them
        }
        TimeUnit.MILLISECONDS.sleep(time.toMillis());
        for (Connection connection : taken) {
            try (connection) {
                connection.isClosed();
            } catch (SQLException gone) {
                // and given back
            }
        }
    }

    @SuppressWarnings("SystemOut") // the way to the parent
    private void report() {
        long reported = 0;
        while (true) {
            long last = lastAcknowledgement.get();
            if (last != reported) {
                System.out.println(last);
                reported = last;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(5);
            } catch (InterruptedException end) {
                return;
            }
        }
    }

    private static void daemon(String name, Runnable work) {
        Thread thread = new Thread(work, name);
        thread.setDaemon(true);
        thread.start();
    }
}
