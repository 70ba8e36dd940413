package io.simplebank.persistence.torture;

import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** A server and its synchronous standby, which takes its place and gets a standby of its own. Used by one thread. */
final class Servers implements AutoCloseable {

    private final Path folder;
    private final List<Integer> ports;
    private TortureServer primary;
    private TortureServer standby;
    private int standbys = 1;

    private Servers(Path folder, TortureServer primary, TortureServer standby) {
        this.folder = folder;
        this.primary = primary;
        this.standby = standby;
        this.ports = List.of(primary.port(), standby.port());
    }

    static Servers start(Path folder) throws IOException, InterruptedException {
        TortureServer first = TortureServer.start(folder.resolve("data"), folder.resolve("server.log"));
        try {
            return new Servers(folder, first, first.startStandby(folder.resolve("standby"), TortureServer.freePort()));
        } catch (IOException | InterruptedException | RuntimeException failure) {
            first.close();
            throw failure;
        }
    }

    /** The one that is written to. */
    TortureServer primary() {
        return primary;
    }

    TortureServer standby() {
        return standby;
    }

    /** Stops the standby: from now on, COMMIT waits. */
    void dismissStandby() throws IOException, InterruptedException {
        standby.stop();
    }

    void recallStandby() throws IOException, InterruptedException {
        standby.start();
    }

    /** Kills the primary for good, has the standby take its place, and starts another standby where the primary was. */
    void promote() throws IOException, SQLException, InterruptedException {
        TortureServer lost = primary;
        lost.kill();
        standby.promote();
        primary = standby;
        lost.delete();
        standbys++;
        standby = primary.startStandby(folder.resolve("standby-" + standbys), lost.port());
    }

    /**
     * Shuts the primary down, and starts it again as a standby. Until {@link #finishSwitchOver} there is no primary: whoever
     * connects comes to a standby.
     */
    void beginSwitchOver() throws IOException, InterruptedException {
        primary.stop(); // when the other one has everything
        primary.startAsStandbyOf(standby);
    }

    void finishSwitchOver() throws SQLException {
        standby.promote(); // and returns when it is
        TortureServer old = primary;
        primary = standby;
        standby = old;
    }

    /** Of all that are or will be the primary. */
    List<Integer> ports() {
        return ports;
    }

    @Override
    public void close() {
        primary.close();
        standby.close();
    }
}
