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
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;

/** Does one fault after the other, and waits after each until every client at work is served again. Used by one thread. */
final class Nemesis {

    /** Longer than any timeout of the clients', so that what takes longer does not come back by itself. */
    private static final Duration LONGEST_RECOVERY = Duration.ofSeconds(30);

    /** Sessions at work, some of them, and all that commit. */
    private static final String END = """
            select pg_%s_backend(pid) from pg_stat_activity
            where datname = current_database() and pid <> pg_backend_pid()
              and (state <> 'idle' and random() < 0.3 or wait_event in ('WalSync', 'WALSync', 'SyncRep'))""";

    private static final String TERMINATE = END.formatted("terminate");
    private static final String CANCEL = END.formatted("cancel");

    /** Those that wait for the standby: most are cancelled, some end. */
    private static final String END_WAITS = """
            select case when random() < 0.8 then pg_cancel_backend(pid) else pg_terminate_backend(pid) end
            from pg_stat_activity where datname = current_database() and wait_event = 'SyncRep' and random() < 0.5""";

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
                Collections.shuffle(next, random);
            }
            TimeUnit.MILLISECONDS.sleep(random.nextInt(120_000 / settings.faultsPerMinute())); // of ordinary work
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
            case STANDBY_AWAY -> {
                servers.dismissStandby();
                endWaits();
                servers.recallStandby();
            }
            case STANDBY_PROMOTED -> {
                servers.dismissStandby();
                endWaits();
                servers.primary().kill();
                servers.recallStandby();
                servers.promote();
                crew.leadTo(servers.primary());
            }
            case SWITCHED_OVER -> {
                servers.beginSwitchOver();
                aMoment();
                servers.finishSwitchOver();
                crew.leadTo(servers.primary());
            }
            case DATABASE_RESTORED -> {
                long saved = Torture.now();
                server.saveDatabase();
                aMoment();
                server.restoreDatabase();
                damages.restored(new Restore(saved, Torture.now()));
            }
            case SERVER_PAUSED -> {
                server.pause();
                aMoment();
                server.resume();
            }
            case BACKENDS_TERMINATED -> endBackends(TERMINATE);
            case BACKENDS_CANCELLED -> endBackends(CANCEL);
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
            case ACCOUNTS_LOCKED -> lockAccounts(fault, TortureAccounts.hot());
            case COLD_ACCOUNT_LOCKED -> lockAccounts(fault, List.of(TortureAccounts.anyCold(random)));
            case CLIENT_KILLED -> crew.replace(random.nextInt(crew.size()));
        }
    }

    private void aMoment() throws InterruptedException {
        TimeUnit.MILLISECONDS.sleep(100L + random.nextInt(1_400));
    }

    private void endBackends(String how) throws SQLException, InterruptedException {
        try (Connection connection = servers.primary().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < 30; i++) {
                statement.execute(how);
                TimeUnit.MILLISECONDS.sleep(random.nextInt(20));
            }
        }
    }

    private void endWaits() throws SQLException, InterruptedException {
        try (Connection connection = servers.primary().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            int times = 10 + random.nextInt(40);
            for (int i = 0; i < times; i++) {
                statement.execute(END_WAITS);
                TimeUnit.MILLISECONDS.sleep(20);
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

    private void lockAccounts(Fault fault, List<UUID> accounts) throws SQLException, InterruptedException {
        try (Connection connection = servers.primary().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("select from bank.accounts where id in ("
                    + accounts.stream().map(id -> "'" + id + "'").collect(Collectors.joining(","))
                    + ") order by id for update");
            aMoment();
            if (fault == Fault.COLD_ACCOUNT_LOCKED) {
                awaitService(fault, Torture.now()); // it holds up its own callers only
            }
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
