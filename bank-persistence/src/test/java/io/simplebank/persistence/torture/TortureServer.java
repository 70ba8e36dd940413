package io.simplebank.persistence.torture;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.StandardOpenOption;
import java.nio.file.attribute.PosixFilePermissions;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A durable PostgreSQL of the embedded binaries' that can be killed, paused and started again on what it has left on the
 * disk. Needs a POSIX shell. Used by one thread.
 */
final class TortureServer implements AutoCloseable {

    static final String SUPERUSER = "postgres";

    private static final String DATABASE = "postgres";
    private static final String HOST = "127.0.0.1";
    private static final long LONGEST_START_SECONDS = 60;

    /** What is acknowledged is on the disk; a restart has little to read; a standby comes back at once, and finds all. */
    private static final String SETTINGS = """
            fsync = on
            synchronous_commit = on
            max_connections = %d
            checkpoint_timeout = 30s
            shared_buffers = 128MB
            wal_retrieve_retry_interval = 50ms
            wal_keep_size = 256MB
            """;

    private static final String AWAITS_ITS_STANDBY = "synchronous_standby_names = '*'\n";

    static final int MAX_CONNECTIONS = 120;

    private final Path folder;
    private final Path log;
    private final String binary;
    private final int port;
    private Process postmaster;

    private TortureServer(Path folder, Path log, String binary, int port) throws IOException {
        this.folder = folder;
        this.log = log;
        this.binary = binary;
        this.port = port;
        this.postmaster = launch();
    }

    /**
     * Initialises and starts a server.
     *
     * @param folder for its files, where none are yet
     * @param log what it prints
     */
    static TortureServer start(Path folder, Path log) throws IOException, InterruptedException {
        String binary = initialise(folder);
        configure(folder, SETTINGS.formatted(MAX_CONNECTIONS));
        TortureServer server = new TortureServer(folder, log, binary, freePort());
        server.awaitAnswer();
        return server;
    }

    /** Has the embedded PostgreSQL make a data directory, and returns which program works on it. */
    private static String initialise(Path folder) throws IOException {
        EmbeddedPostgres first = EmbeddedPostgres.builder()
                .setDataDirectory(folder)
                .setCleanDataDirectory(false)
                .start();
        try {
            long pid = pid(folder);
            return ProcessHandle.of(pid)
                    .flatMap(process -> process.info().command())
                    .orElseThrow();
        } finally {
            first.close();
        }
    }

    private static void configure(Path folder, String settings) throws IOException {
        Files.writeString(folder.resolve("postgresql.conf"), settings, StandardOpenOption.APPEND);
    }

    /**
     * Starts a synchronous standby of this server: what this one acknowledges from now on is on both disks. This one is
     * restarted.
     *
     * @param itsFolder for its files, where none are yet
     * @param itsPort a free one
     */
    TortureServer startStandby(Path itsFolder, int itsPort) throws IOException, InterruptedException {
        stop();
        copy(folder, itsFolder);
        configure(folder, AWAITS_ITS_STANDBY);
        start();
        follow(itsFolder, port);
        configure(itsFolder, AWAITS_ITS_STANDBY); // once it is promoted
        TortureServer standby = new TortureServer(itsFolder, log, binary, itsPort);
        standby.awaitAnswer();
        return standby;
    }

    /** Starts it again after a shutdown, as a standby of another server, to which it had sent everything. */
    void startAsStandbyOf(TortureServer other) throws IOException, InterruptedException {
        follow(folder, other.port);
        start();
    }

    private static void follow(Path folder, int port) throws IOException {
        Files.createFile(folder.resolve("standby.signal"));
        configure(
                folder,
                "primary_conninfo = 'host=" + HOST + " port=" + port + " user=" + SUPERUSER + " sslmode=disable'\n");
    }

    private static void copy(Path from, Path to) throws IOException {
        Files.createDirectory(to, PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------")));
        try (Stream<Path> files = Files.walk(from)) {
            for (Path file : files.skip(1).toList()) {
                Files.copy(file, to.resolve(from.relativize(file)), StandardCopyOption.COPY_ATTRIBUTES);
            }
        }
    }

    /** Keeps a copy of the database, for {@link #restoreDatabase}. Its clients are cut off. */
    void saveDatabase() throws SQLException {
        withoutClients("create database saved template " + DATABASE + " strategy file_copy");
    }

    /** Puts the copy in the place of the database, while the server goes on. */
    void restoreDatabase() throws SQLException {
        withoutClients("drop database " + DATABASE, "alter database saved rename to " + DATABASE);
    }

    private void withoutClients(String... statements) throws SQLException {
        try (Connection connection = dataSource("template1").getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("alter database " + DATABASE + " allow_connections false");
            statement.execute(
                    "select pg_terminate_backend(pid, 10000) from pg_stat_activity where datname = '" + DATABASE + "'");
            for (String sql : statements) {
                statement.execute(sql);
            }
            statement.execute("alter database " + DATABASE + " allow_connections true");
        }
    }

    /** Makes a standby a server of its own right. */
    void promote() throws SQLException {
        try (Connection connection = dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_promote()");
        }
    }

    /** Removes the files of a server that was lost for good. */
    void delete() throws IOException {
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        }
    }

    private static long pid(Path folder) throws IOException {
        try (Stream<String> lines = Files.lines(folder.resolve("postmaster.pid"))) {
            return Long.parseLong(lines.findFirst().orElseThrow().strip());
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private Process launch() throws IOException {
        List<String> command = new ArrayList<>();
        if ("root".equals(System.getProperty("user.name"))) {
            command.addAll(List.of("unshare", "-U")); // as the embedded PostgreSQL does: the server refuses to be root
        }
        command.addAll(List.of(binary, "-D", folder.toString(), "-p", Integer.toString(port)));
        command.addAll(List.of("-c", "listen_addresses=" + HOST, "-c", "unix_socket_directories="));
        return new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
    }

    int port() {
        return port;
    }

    /** Connections to this very server, be it a standby or not, as the superuser. */
    DataSource dataSource() {
        return dataSource(DATABASE);
    }

    private DataSource dataSource(String database) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setServerNames(new String[] {HOST});
        source.setPortNumbers(new int[] {port});
        source.setDatabaseName(database);
        source.setUser(SUPERUSER);
        source.setConnectTimeout(5);
        return source;
    }

    /**
     * The URL of the database.
     *
     * @param user who needs no password
     * @param ports the servers' own or proxies', of several the first that answers
     */
    static String url(String user, Integer... ports) {
        String hosts = Stream.of(ports).map(port -> HOST + ":" + port).collect(Collectors.joining(","));
        return "jdbc:postgresql://" + hosts + "/" + DATABASE + "?user=" + user + "&sslmode=disable&gssEncMode=disable";
    }

    /** The same, of several the one that is not a standby: what an application should say whose pool is its own. */
    static String urlOfThePrimary(String user, Integer... ports) {
        return url(user, ports) + "&targetServerType=primary&hostRecheckSeconds=1";
    }

    /** Ends all of its processes at once, as a power cut would but for the page cache. */
    void kill() {
        List<ProcessHandle> processes = processes();
        processes.forEach(ProcessHandle::destroyForcibly);
        processes.forEach(process -> process.onExit().join());
    }

    /** Shuts down as an administrator would: clients are cut off, and everything is written. */
    void stop() throws InterruptedException, IOException {
        signal("INT", List.of(postmasterHandle()));
        if (!postmaster.waitFor(LONGEST_START_SECONDS, TimeUnit.SECONDS)) {
            kill();
        }
    }

    /** Starts it again, and returns when it answers. */
    void start() throws IOException, InterruptedException {
        postmaster = launch();
        awaitAnswer();
    }

    void pause() throws IOException, InterruptedException {
        signal("STOP", processes());
    }

    void resume() throws IOException, InterruptedException {
        signal("CONT", processes());
    }

    private ProcessHandle postmasterHandle() {
        return postmaster.toHandle(); // unshare replaces itself by the server
    }

    private List<ProcessHandle> processes() {
        List<ProcessHandle> processes = new ArrayList<>(List.of(postmasterHandle()));
        processes.addAll(postmasterHandle().descendants().toList());
        return processes;
    }

    private static void signal(String name, List<ProcessHandle> processes) throws IOException, InterruptedException {
        StringBuilder command = new StringBuilder("kill -" + name);
        processes.forEach(process -> command.append(' ').append(process.pid()));
        new ProcessBuilder("sh", "-c", command + " 2>/dev/null").start().waitFor(); // some have ended by themselves
    }

    private void awaitAnswer() throws InterruptedException {
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(LONGEST_START_SECONDS);
        while (true) {
            try (Connection connection = dataSource().getConnection()) {
                connection.isValid(1);
                return;
            } catch (SQLException notYet) {
                if (System.nanoTime() > end || !postmaster.isAlive()) {
                    throw new IllegalStateException("the server does not start: see " + log, notYet);
                }
            }
            TimeUnit.MILLISECONDS.sleep(10);
        }
    }

    @Override
    public void close() {
        kill();
    }
}
