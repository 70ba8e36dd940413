package io.simplebank.persistence.torture;

import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
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
    private final Random random;
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private final Map<Fault, Duration> longestRecoveries = new EnumMap<>(Fault.class);

    Nemesis(Servers servers, Crew crew, long seed) {
        this.servers = servers;
        this.crew = crew;
        this.random = new Random(seed);
    }

    /** Does every fault once, in any order, and then again, until the time is over. */
    void rage(Duration time) throws IOException, SQLException, InterruptedException {
        long end = System.nanoTime() + time.toNanos();
        List<Fault> next = new ArrayList<>();
        awaitService(Torture.now());
        while (System.nanoTime() < end || counts.size() < Fault.values().length) {
            if (next.isEmpty()) {
                next.addAll(List.of(Fault.values()));
                next.removeIf(fault -> fault == Fault.STANDBY_PROMOTED && !servers.hasStandby());
                Collections.shuffle(next, random);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(600)); // of ordinary work
            Fault fault = next.remove(next.size() - 1);
            doIt(fault);
            Duration recovery = awaitService(Torture.now());
            crew.bury();
            counts.merge(fault, 1, Integer::sum);
            longestRecoveries.merge(fault, recovery, (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
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

    /** Waits until every client at work has heard of a transfer that was acknowledged after a moment; how long it took. */
    private Duration awaitService(long moment) throws InterruptedException {
        List<ClientProcess> waiting = crew.atWork();
        while (waiting.isEmpty() || waiting.stream().anyMatch(client -> client.lastAcknowledgement() <= moment)) {
            if (Torture.now() - moment > LONGEST_RECOVERY.toMillis()) {
                throw new IllegalStateException(
                        "a client is not served " + LONGEST_RECOVERY.toSeconds() + " seconds after a fault");
            }
            TimeUnit.MILLISECONDS.sleep(5);
            if (waiting.isEmpty()) {
                waiting = crew.atWork();
            }
        }
        return Duration.ofMillis(Torture.now() - moment);
    }

    /** How often each fault was done. */
    Map<Fault, Integer> counts() {
        return counts;
    }

    /** For each fault, the longest time from its end until every client at work had heard of another transfer. */
    Map<Fault, Duration> longestRecoveries() {
        return longestRecoveries;
    }
}
