package io.simplebank.persistence.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.TimeUnit;

/**
 * The client processes at work, each behind networks of its own: some know all servers, some an address that leads to the
 * primary. Used by one thread.
 */
final class Crew implements AutoCloseable {

    private static final Duration LONGEST_BEGINNING = Duration.ofMinutes(1);

    private final TortureSettings settings;
    private final Random seeds;
    private final List<List<Network>> networks = new ArrayList<>();
    private final List<ClientProcess> clients = new ArrayList<>();
    private final List<Path> histories = new ArrayList<>();

    /** @param serverPorts the primary's first */
    Crew(TortureSettings settings, List<Integer> serverPorts) throws IOException {
        this.settings = settings;
        this.seeds = new Random(settings.seed());
        for (int i = 0; i < settings.clients(); i++) {
            List<Network> ways = new ArrayList<>();
            for (int port : knowsAllServers(i) ? serverPorts : serverPorts.subList(0, 1)) {
                ways.add(new Network(port, seeds.nextLong()));
            }
            networks.add(ways);
            clients.add(start(i));
        }
    }

    private static boolean ownsItsPool(int place) {
        return place % 2 == 0;
    }

    /** With a pool of each kind in any four. */
    private static boolean knowsAllServers(int place) {
        return place % 4 == 0 || place % 4 == 3;
    }

    private ClientProcess start(int place) throws IOException {
        Integer[] ports = networks.get(place).stream().map(Network::port).toArray(Integer[]::new);
        Path history = settings.output().resolve("history-" + histories.size() + ".tsv");
        histories.add(history);
        return ClientProcess.start(
                knowsAllServers(place) && !ownsItsPool(place)
                        ? TortureServer.urlOfThePrimary(Torture.WRITER, ports)
                        : TortureServer.url(Torture.WRITER, ports),
                history,
                settings.output().resolve("clients.log"),
                seeds.nextLong(),
                settings,
                settings.isolation().get(place % settings.isolation().size()),
                ownsItsPool(place));
    }

    int size() {
        return clients.size();
    }

    /** A client's ways to the servers. */
    List<Network> networks(int place) {
        return networks.get(place);
    }

    /** Has the address lead to another server. */
    void leadTo(TortureServer primary) {
        for (int place = 0; place < networks.size(); place++) {
            if (!knowsAllServers(place)) {
                networks.get(place).forEach(way -> way.leadTo(primary.port()));
            }
        }
    }

    ClientProcess client(int place) {
        return clients.get(place);
    }

    /** Waits until a transfer of each client has been acknowledged. */
    void awaitAllAtWork() throws InterruptedException {
        long end = System.nanoTime() + LONGEST_BEGINNING.toNanos();
        while (atWork().size() < clients.size()) {
            requireAlive();
            if (System.nanoTime() > end) {
                throw new IllegalStateException("a client does not begin within " + LONGEST_BEGINNING);
            }
            TimeUnit.MILLISECONDS.sleep(5);
        }
    }

    /** @throws IllegalStateException if a client has ended by itself */
    void requireAlive() {
        clients.forEach(ClientProcess::requireAlive);
    }

    /** Those whose transfers have been acknowledged; the others are still on their way to work. */
    List<ClientProcess> atWork() {
        return clients.stream()
                .filter(client -> client.lastAcknowledgement() > 0)
                .toList();
    }

    /** Kills a client and puts another in its place. */
    void replace(int place) throws IOException {
        clients.get(place).kill();
        clients.set(place, start(place));
    }

    /** Ends the connections that a silent network has left behind. */
    void bury() {
        networks.forEach(ways -> ways.forEach(Network::bury));
    }

    /** Those of all clients that there were. */
    List<Path> histories() {
        return histories;
    }

    /** Has all clients end their calls; who was about to begin begins first. */
    void end() throws IOException, InterruptedException {
        awaitAllAtWork();
        for (ClientProcess client : clients) {
            client.end();
        }
    }

    @Override
    public void close() throws IOException {
        for (ClientProcess client : clients) {
            client.kill();
        }
        for (List<Network> ways : networks) {
            for (Network network : ways) {
                network.close();
            }
        }
    }
}
