package io.simplebank.persistence.benchmark;

import io.simplebank.persistence.testing.EmbeddedServer;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/** An embedded PostgreSQL that keeps what it has answered, and a database for each round. Used by one thread. */
final class BenchmarkServer implements AutoCloseable {

    private static final String MAINTENANCE = "postgres";

    /** The embedded server's own default is to lose the last transactions in a crash, at several times the speed. */
    private static final Map<String, String> DURABLE = Map.of("fsync", "on", "synchronous_commit", "on");

    /** Room for 512 callers, for all that is read and written, and for the log of a round without a checkpoint. */
    private static final Map<String, String> SIZES =
            Map.of("max_connections", "600", "shared_buffers", "1GB", "max_wal_size", "4GB");

    private final EmbeddedServer server;
    private final Map<Schema, String> templates = new HashMap<>();
    private final long preload;
    private int databases;

    private BenchmarkServer(EmbeddedServer server, long preload) {
        this.server = server;
        this.preload = preload;
    }

    /**
     * @param folder for the server's files: on a disk, not in a memory file system as a folder for temporary files may be
     * @param preload how many transfers the ledger holds before anything is measured
     * @throws IllegalStateException if the server is not durable after all
     */
    static BenchmarkServer start(Path folder, long preload) throws IOException, SQLException {
        Map<String, String> settings = new HashMap<>(SIZES);
        settings.putAll(DURABLE);
        BenchmarkServer started = new BenchmarkServer(EmbeddedServer.start(settings, folder), preload);
        for (Map.Entry<String, String> setting : DURABLE.entrySet()) {
            String actual = started.show(setting.getKey());
            if (!actual.equals(setting.getValue())) {
                started.close();
                throw new IllegalStateException(setting.getKey() + " is " + actual);
            }
        }
        return started;
    }

    /** What the server says of itself, for people to read. */
    Map<String, String> settings() throws SQLException {
        Map<String, String> settings = new LinkedHashMap<>();
        for (String name : new String[] {
            "server_version", "fsync", "synchronous_commit", "full_page_writes", "wal_sync_method", "shared_buffers"
        }) {
            settings.put(name, show(name));
        }
        return settings;
    }

    private String show(String setting) throws SQLException {
        try (Connection connection = DriverManager.getConnection(server.url(MAINTENANCE));
                var statement = connection.createStatement();
                var result = statement.executeQuery("show " + setting)) {
            result.next();
            return result.getString(1);
        }
    }

    /**
     * The URL of a database with the schema and its accounts: a copy of its own, so that every round of every cell begins
     * on equal ground; but a ledger with a preload, which takes long to copy, is there once and grows.
     */
    String take(Schema schema) throws SQLException {
        String template = templates.get(schema);
        if (template == null) {
            template = create(schema);
            templates.put(schema, template);
        }
        return server.url(isShared(schema) ? template : copy(template));
    }

    /**
     * Ends the use of a database that was taken, after a look at its books.
     *
     * @return the rules that they break; of a ledger with a preload, which takes minutes to read, the sums only: its
     *     history stays, and is read {@linkplain #brokenRulesOfShared() at the end}
     */
    List<String> giveBack(Schema schema, String url) throws SQLException {
        if (isShared(schema)) {
            return Schema.LEDGER.brokenSums(url);
        }
        List<String> broken = schema.brokenRules(url);
        if (broken.isEmpty()) {
            execute("drop database " + url.replaceFirst(".*/(\\w+)\\?.*", "$1") + " with (force)");
        }
        return broken;
    }

    /** The rules that are broken by anything that was written to a ledger with a preload. */
    List<String> brokenRulesOfShared() throws SQLException {
        String ledger = templates.get(Schema.LEDGER);
        return ledger == null || !isShared(Schema.LEDGER) ? List.of() : Schema.LEDGER.brokenRules(server.url(ledger));
    }

    /**
     * The URL of the library's database, if it was taken: of the one that is there once and grew, or else of the one that
     * was copied for every round.
     */
    Optional<String> ledger() {
        return Optional.ofNullable(templates.get(Schema.LEDGER)).map(server::url);
    }

    private boolean isShared(Schema schema) {
        return schema == Schema.LEDGER && preload > 0;
    }

    private String create(Schema schema) throws SQLException {
        String name = copy("template1");
        String url = server.url(name);
        schema.create(url);
        if (isShared(schema)) {
            Preload.run(url, name, preload);
        }
        Sql.execute(url, "vacuum analyze");
        Sql.execute(url, "checkpoint"); // the load's, which would otherwise be written while others are measured
        return name;
    }

    private String copy(String template) throws SQLException {
        String name = "benchmark_" + ++databases;
        execute("create database " + name + " template " + template);
        return name;
    }

    private void execute(String sql) throws SQLException {
        Sql.execute(server.url(MAINTENANCE), sql);
    }

    @Override
    public void close() {
        server.close();
    }
}
