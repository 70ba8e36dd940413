package io.simplebank.persistence.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A server and its synchronous standby, until that takes its place. Used by one thread. */
final class Servers implements AutoCloseable {

    private final TortureServer first;
    private final TortureServer second;
    private boolean promoted;

    private Servers(TortureServer first, TortureServer second) {
        this.first = first;
        this.second = second;
    }

    static Servers start(Path folder) throws IOException, InterruptedException {
        TortureServer first = TortureServer.start(folder.resolve("data"), folder.resolve("server.log"));
        try {
            return new Servers(first, first.startStandby(folder.resolve("standby")));
        } catch (IOException | InterruptedException | RuntimeException failure) {
            first.close();
            throw failure;
        }
    }

    /** The one that is written to. */
    TortureServer primary() {
        return promoted ? second : first;
    }

    boolean hasStandby() {
        return !promoted;
    }

    /** Kills the primary for good, and has the standby take its place. */
    void promote() throws SQLException {
        first.kill();
        second.promote();
        promoted = true;
    }

    /** Of all that are or will be the primary. */
    List<Integer> ports() {
        return List.of(first.port(), second.port());
    }

    @Override
    public void close() {
        first.close();
        second.close();
    }
}
