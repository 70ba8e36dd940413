package io.simplebank.persistence.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Does one fault after the other, and waits after each until every client at work is served again. Used by one thread. */
final class Nemesis {

    /** Longer than any timeout of the clients', so that what takes longer does not come back by itself. */
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    private static final String TERMINATE = """
            select pg_terminate_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and (state <> 'idle' and random() < 0.3 or wait_event in ('WalSync', 'WALSync', 'SyncRep'))""";

    private final Servers servers;
    private final Crew crew;
    private final TortureSettings settings;
    private final Random random;
    private final Damages damages = new Damages();

    Nemesis(Servers servers, Crew crew, TortureSettings settings) {
        this.servers = servers;
        this.crew = crew;
        this.settings = settings;
        this.random = new Random(settings.seed());
    }

    /** Does every fault once, in any order, and then again, until the time is over. */
    Damages rage() throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + settings.time().toNanos();
        List<Fault> next = new ArrayList<>();
        crew.awaitAllAtWork();
        while (System.nanoTime() < end || !damages.isEachDone(settings.faults())) {
            if (next.isEmpty()) {
                next.addAll(settings.faults());
                next.removeIf(fault -> fault == Fault.STANDBY_PROMOTED && !servers.hasStandby());
                Collections.shuffle(next, random);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(600)); // of ordinary work
            Fault fault = next.remove(next.size() - 1);
            doIt(fault);
            awaitService(fault, Torture.now());
            crew.bury();
            damages.done(fault);
        }
        return damages;
    }

    private void doIt(Fault fault) throws IOException, SQLException, InterruptedException {
        TortureServer server = servers.primary();
        List<Network> networks = crew.networks(random.nextInt(crew.size()));
        switch (fault) {
            case SERVER_KILLED -> {
                server.kill();
                server.start();
            }
            case SERVER_RESTARTED -> {
                server.stop();
                server.start();
            }
            case STANDBY_PROMOTED -> servers.promote();
            case SERVER_PAUSED -> {
                server.pause();
                aMoment();
                server.resume();
            }
            case BACKENDS_TERMINATED -> terminateBackends();
            case NETWORK_CUT -> {
                networks.forEach(Network::cut);
                aMoment();
                networks.forEach(Network::mend);
            }
            case NETWORK_SLOW -> {
                networks.forEach(Network::slowDown);
                aMoment();
                networks.forEach(Network::mend);
            }
            case NETWORK_SILENT -> {
                networks.forEach(Network::fallSilent);
                aMoment();
                networks.forEach(Network::mend);
            }
            case CONNECTIONS_EXHAUSTED -> exhaustConnections();
            case POOL_EXHAUSTED -> {
                Duration time = Duration.ofMillis(200L + random.nextInt(1_500));
                crew.client(random.nextInt(crew.size())).hogItsPool(time);
                TimeUnit.MILLISECONDS.sleep(time.toMillis());
            }
            case ACCOUNTS_LOCKED -> lockAccounts();
            case CLIENT_KILLED -> crew.replace(random.nextInt(crew.size()));
        }
    }

    private void aMoment() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100L + random.nextInt(1_400));
    }

    private void terminateBackends() throws SQLException, InterruptedException {
        try (Connection connection = servers.primary().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 30; i++) {
                statement.execute(TERMINATE);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
            }
        }
    }

    private void exhaustConnections() throws SQLException, InterruptedException {
        List<Connection> taken = new ArrayList<>();
        try {
            try (Connection connection = servers.primary().dataSource().getConnection();
                    Statement statement = connection.createStatement()) {
                while (taken.size() < TortureServer.MAX_CONNECTIONS) {
                    taken.add(servers.primary().dataSource().getConnection());
                    statement.execute(TERMINATE); // so that the clients need new ones
                }
            } catch (SQLException none) {
                // is left
            }
            aMoment();
        } finally {
            for (Connection connection : taken) {
                connection.close();
            }
        }
    }

    private void lockAccounts() throws SQLException, InterruptedException {
        try (Connection connection = servers.primary().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from bank.accounts where id in ("
                    + TortureAccounts.hot().stream().map(id -> "'" + id + "'").collect(Collectors.joining(","))
                    + ") order by id for update");
            aMoment();
            connection.rollback();
        }
    }

    /** Waits until every client at work has heard of a transfer that was acknowledged after a moment. */
    private void awaitService(Fault fault, long moment) throws InterruptedException {
        List<ClientProcess> waiting = new ArrayList<>(crew.atWork());
        while (!waiting.isEmpty()) {
            TimeUnit.MILLISECONDS.sleep(5);
            Duration time = Duration.ofMillis(Torture.now() - moment);
            if (time.compareTo(LONGEST_RECOVERY) > 0) {
                throw new IllegalStateException("a client is not served " + time.toSeconds() + " s after " + fault);
            }
            crew.requireAlive();
            for (ClientProcess client : List.copyOf(waiting)) {
                if (client.lastAcknowledgement() > moment) {
                    waiting.remove(client);
                    damages.overcome(fault, client.ownsItsPool(), time);
                }
            }
        }
    }
}
