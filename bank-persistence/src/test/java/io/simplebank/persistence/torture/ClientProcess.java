package io.simplebank.persistence.torture;

import io.simplebank.persistence.IsolationLevel;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** A {@link Client} as its parent sees it. Used by one thread. */
final class ClientProcess {

    /** Calls are bounded by seconds. */
    private static final long LONGEST_END_SECONDS = 60;

    /** As the parent: what the libraries say of the faults is no news here. */
    private static final String LOGGING = "-Djava.util.logging.config.file=";

    private final Process process;
    private final Writer orders;
    private final boolean ownPool;
    private volatile long lastAcknowledgement;

    private ClientProcess(Process process, boolean ownPool) {
        this.process = process;
        this.ownPool = ownPool;
        this.orders = process.outputWriter(StandardCharsets.UTF_8);
        Thread listener = new Thread(this::listen, "client");
        listener.setDaemon(true);
        listener.start();
    }

    static ClientProcess start(
            String url,
            Path history,
            Path log,
            long seed,
            TortureSettings settings,
            IsolationLevel isolation,
            boolean ownPool)
            throws IOException {
        List<String> command = List.of(
                ProcessHandle.current().info().command().orElse("java"),
                "-Xmx256m",
                "-XX:TieredStopAtLevel=1", // several share two cores, and none lives long
                LOGGING + System.getProperty("java.util.logging.config.file", ""),
                "-cp",
                System.getProperty("java.class.path"),
                Client.class.getName(),
                url,
                history.toString(),
                Long.toString(seed),
                Integer.toString(settings.threads()),
                isolation.name(),
                ownPool ? Client.OWN_POOL : "passed-in");
        return new ClientProcess(
                new ProcessBuilder(command)
                        .redirectError(ProcessBuilder.Redirect.appendTo(log.toFile()))
                        .start(),
                ownPool);
    }

    private void listen() {
        try (BufferedReader lines = process.inputReader(StandardCharsets.UTF_8)) {
            for (String line = lines.readLine(); line != null; line = lines.readLine()) {
                lastAcknowledgement = Long.parseLong(line);
            }
        } catch (IOException end) {
            // it was killed
        }
    }

    /** Whether its bank has a pool of its own, or one that was passed in. */
    boolean ownsItsPool() {
        return ownPool;
    }

    /** When it last heard that a transfer was posted, by {@link Torture#now}; 0 if never. */
    long lastAcknowledgement() {
        return lastAcknowledgement;
    }

    void hogItsPool(Duration time) throws IOException {
        orders.write(Client.HOG + time.toMillis() + "\n");
        orders.flush();
    }

    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /**
     * Has it end its calls.
     *
     * @throws IllegalStateException if it does not, or had ended by itself
     */
    void end() throws IOException, InterruptedException {
        orders.close();
        if (!process.waitFor(LONGEST_END_SECONDS, TimeUnit.SECONDS)) {
            kill();
            throw new IllegalStateException("calls of a client have hung for " + LONGEST_END_SECONDS + " seconds");
        }
        if (process.exitValue() != 0) {
            throw new IllegalStateException("a client has ended with " + process.exitValue() + ": see its log");
        }
    }

    /** @throws IllegalStateException if it has ended by itself */
    void requireAlive() {
        if (!process.isAlive()) {
            throw new IllegalStateException("a client has ended with " + process.exitValue() + ": see its log");
        }
    }
}
