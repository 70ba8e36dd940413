package io.simplebank.persistence.testing;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * PostgreSQL as an ordinary process, from binaries on the class path. It ends with the JVM, Ctrl-C included, or earlier
 * by {@link #close()}. Thread-safe.
 */
public final class EmbeddedServer implements DatabaseServer, AutoCloseable {

    private static final String SUPERUSER = "postgres";

    /** The library would give up after 10 seconds, which a busy machine needs. */
    private static final Duration LONGEST_START = Duration.ofMinutes(1);

    private final EmbeddedPostgres postgres;

    private EmbeddedServer(EmbeddedPostgres postgres) {
        this.postgres = postgres;
    }

    /**
     * Starts a server that forgets everything when it ends.
     *
     * @param settings what {@code postgresql.conf} would set; {@code fsync} and {@code synchronous_commit} are off where
     *     it does not name them
     * @return the server, which accepts connections
     */
    public static EmbeddedServer start(Map<String, String> settings) {
        return start(settings, null);
    }

    /**
     * Starts a server that forgets everything when it ends, with its files in a folder of the caller's choice.
     *
     * @param settings as for {@link #start(Map)}
     * @param folder an empty one, deleted when the server ends; {@code null} for one among the temporary files
     * @return the server, which accepts connections
     */
    public static EmbeddedServer start(Map<String, String> settings, @Nullable Path folder) {
        EmbeddedPostgres.Builder builder = EmbeddedPostgres.builder().setPGStartupWait(LONGEST_START);
        settings.forEach(builder::setServerConfig);
        if (folder != null) {
            builder.setDataDirectory(folder);
        }
        try {
            return new EmbeddedServer(builder.start()); // which registers a shutdown hook of its own
        } catch (IOException failure) {
            throw new UncheckedIOException("the embedded PostgreSQL did not start", failure);
        }
    }

    /** Without the password: the server trusts whoever comes from this machine. */
    @Override
    public String url(String database, String username, String password) {
        return postgres.getJdbcUrl(username, database);
    }

    @Override
    public String username() {
        return SUPERUSER;
    }

    @Override
    public String password() {
        return SUPERUSER;
    }

    @Override
    public String kind() {
        return "embedded";
    }

    @Override
    public void close() {
        try {
            postgres.close();
        } catch (IOException failure) {
            throw new UncheckedIOException("the embedded PostgreSQL did not stop", failure);
        }
    }
}
