package io.simplebank.persistence.documentation;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/**
 * A server of the newest PostgreSQL that is installed as Debian does it, together with the programs that come with it:
 * the embedded one has no {@code pg_dump}. Where there is none the test is skipped, or fails with
 * {@code -Dbank.test.postgresql.programs=required}.
 */
final class InstalledPostgres implements AutoCloseable {

    private static final Path INSTALLED = Path.of("/usr/lib/postgresql");
    private static final String USER = "postgres";

    private final Path programs;
    private final Path folder;
    private final int port;

    private InstalledPostgres(Path programs, Path folder, int port) {
        this.programs = programs;
        this.folder = folder;
        this.port = port;
    }

    /**
     * Starts it.
     *
     * @param folder for its files, an empty one, in which the programs run, too
     */
    static InstalledPostgres start(Path folder) throws Exception {
        InstalledPostgres server = new InstalledPostgres(programs(), folder, freePort());
        server.administer("initdb -D data -U " + USER + " -A trust -E UTF8 --locale=C.UTF-8 --no-sync");
        server.administer("pg_ctl -D data -w -l log start -o '-p " + server.port
                + " -h 127.0.0.1 -c unix_socket_directories= -c fsync=off'");
        return server;
    }

    private static Path programs() throws IOException {
        Optional<Path> newest;
        try (Stream<Path> versions = Files.exists(INSTALLED) ? Files.list(INSTALLED) : Stream.empty()) {
            newest = versions.filter(version -> version.getFileName().toString().matches("\\d+"))
                    .max(Comparator.comparing(
                            version -> Integer.valueOf(version.getFileName().toString())))
                    .map(version -> version.resolve("bin"))
                    .filter(bin ->
                            Files.isExecutable(bin.resolve("pg_dump")) && Files.isExecutable(bin.resolve("initdb")));
        }
        if (newest.isEmpty() && "required".equals(System.getProperty("bank.test.postgresql.programs"))) {
            throw new IllegalStateException("no pg_dump and initdb under " + INSTALLED);
        }
        Assumptions.assumeTrue(newest.isPresent(), "no PostgreSQL is installed");
        return newest.orElseThrow();
    }

    private static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** PostgreSQL's server does not run as root: then in a name space of users where nobody is. */
    private void administer(String command) throws Exception {
        boolean root = "root".equals(System.getProperty("user.name"));
        run(root ? List.of("unshare", "-U", "bash", "-ec", command) : List.of("bash", "-ec", command));
    }

    /** Runs lines that a page shows, as somebody would who has typed them into a shell; fails where one of them does. */
    String shell(String lines) throws Exception {
        return run(List.of("bash", "-ec", lines));
    }

    private String run(List<String> command) throws Exception {
        Path output = Files.createTempFile(folder, "output", "");
        ProcessBuilder builder = new ProcessBuilder(new ArrayList<>(command))
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("PATH", programs + ":" + System.getenv("PATH"));
        builder.environment().put("PGHOST", "127.0.0.1");
        builder.environment().put("PGPORT", Integer.toString(port));
        builder.environment().put("PGUSER", USER);
        Process process = builder.start();
        boolean ended = process.waitFor(1, TimeUnit.MINUTES);
        process.destroyForcibly();
        String said = Files.readString(output, UTF_8);
        if (!ended || process.exitValue() != 0) {
            throw new IllegalStateException(command + " failed: " + said);
        }
        return said;
    }

    /** The JDBC URL of one of its databases, for the superuser. */
    String url(String database) {
        return "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?user=" + USER;
    }

    @Override
    public void close() {
        try {
            administer("pg_ctl -D data -w -m immediate stop");
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (Exception failure) {
            throw new IllegalStateException(failure);
        }
    }
}
