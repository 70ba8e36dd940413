package io.simplebank.persistence;

import io.simplebank.persistence.testing.TestDatabase;
import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A pgbouncer in transaction mode between a bank and the tests' server: the binary that is found on the PATH. Where there
 * is none the test is skipped, or fails with {@code -Dbank.test.pgbouncer=required}.
 */
final class Pgbouncer implements AutoCloseable {

    private static final Pattern HOST_AND_PORT = Pattern.compile("//([^:/]+):(\\d+)/");
    private static final String READY = "process up";
    private static final String NOT_AS_ROOT = "nobody";

    private static final String SETTINGS = """
            [databases]
            * = host=%s port=%s
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = %d
            unix_socket_dir =
            auth_type = trust
            auth_file = %s
            pool_mode = transaction
            default_pool_size = %d
            """;

    private final Process process;
    private final int port;

    private Pgbouncer(Process process, int port) {
        this.process = process;
        this.port = port;
    }

    /**
     * @param folder for its files, an empty one
     * @param sessions how many of the server's sessions it lends to all clients together
     * @param databases the ones that it leads to, each for its user
     */
    static Pgbouncer before(Path folder, int sessions, TestDatabase... databases) throws IOException {
        String binary = binary();
        Matcher server = server(databases[0].url());
        int port = freePort();
        Path users = Files.write(
                folder.resolve("users"),
                Stream.of(databases)
                        .map(database -> "\"%s\" \"%s\"".formatted(database.username(), database.password()))
                        .distinct()
                        .toList());
        Path settings = Files.writeString(
                folder.resolve("pgbouncer.ini"),
                SETTINGS.formatted(server.group(1), server.group(2), port, users, sessions));
        List<String> command = "root".equals(System.getProperty("user.name"))
                ? List.of(binary, "-u", NOT_AS_ROOT, settings.toString())
                : List.of(binary, settings.toString());
        Path log = folder.resolve("log");
        Process process = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile())
                .start();
        Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        awaitReady(process, log);
        return new Pgbouncer(process, port);
    }

    private static String binary() {
        Optional<Path> found = Stream.concat(
                        Stream.of(System.getenv("PATH").split(File.pathSeparator)), Stream.of("/usr/sbin"))
                .map(folder -> Path.of(folder, "pgbouncer"))
                .filter(Files::isExecutable)
                .findFirst();
        if (found.isEmpty() && !"required".equals(System.getProperty("bank.test.pgbouncer"))) {
            System.out.println("Skipped, because there is no pgbouncer on the PATH");
            Assumptions.abort("there is no pgbouncer on the PATH");
        }
        return found.orElseThrow(() -> new AssertionError("bank.test.pgbouncer is required, but none on the PATH"))
                .toString();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static void awaitReady(Process process, Path log) throws IOException {
        while (!Files.readString(log).contains(READY)) {
            if (!process.isAlive()) {
                throw new IOException("pgbouncer did not start: " + Files.readString(log));
            }
            Thread.onSpinWait();
        }
    }

    /** The URL of a database that leads through it. */
    String url(TestDatabase database) {
        return server(database.url()).replaceFirst("//127.0.0.1:" + port + "/");
    }

    private static Matcher server(String url) {
        Matcher matcher = HOST_AND_PORT.matcher(url);
        if (!matcher.find()) {
            throw new IllegalArgumentException(url);
        }
        return matcher;
    }

    @Override
    public void close() {
        process.destroyForcibly();
    }
}
