package io.simplebank.persistence.torture;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;

/** A client's way to the server, and what can happen to it. Thread-safe. */
final class Network implements AutoCloseable {

    /** What becomes of the bytes. */
    private enum State {
        /** They arrive. */
        WHOLE,
        /** Whoever comes is turned away. */
        CUT,
        /** They arrive late. */
        SLOW,
        /** They vanish, and nobody is told. */
        SILENT
    }

    private final ServerSocket listener = new ServerSocket(0, 100, InetAddress.getLoopbackAddress());
    private final Set<Line> lines = ConcurrentHashMap.newKeySet();
    private final Random delays;
    private volatile int serverPort;
    private volatile State state = State.WHOLE;

    Network(int serverPort, long seed) throws IOException {
        this.serverPort = serverPort;
        this.delays = new Random(seed);
        daemon(this::accept);
    }

    /** Leads whoever connects from now on to another server; connections that there are stay where they lead. */
    void leadTo(int port) {
        serverPort = port;
    }

    /** Where clients connect to. */
    int port() {
        return listener.getLocalPort();
    }

    /** Closes all connections and refuses new ones. */
    void cut() {
        state = State.CUT;
        lines.forEach(Line::close);
    }

    /** Holds everything up for some milliseconds. */
    void slowDown() {
        state = State.SLOW;
    }

    /** Swallows everything from now on, old connections' and new ones', and tells neither side. */
    void fallSilent() {
        state = State.SILENT;
    }

    /** Lets everything through again; connections that have lost bytes stay silent, as nobody will send these again. */
    void mend() {
        state = State.WHOLE;
    }

    /** Whether some connection has lost bytes and is still there. */
    boolean hasSwallowedSomething() {
        return lines.stream().anyMatch(line -> line.broken);
    }

    /** Ends the connections that have stayed silent, as the operating systems would after some minutes or hours. */
    void bury() {
        lines.stream().filter(line -> line.broken).forEach(Line::close);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket client = listener.accept();
                if (state == State.CUT) {
                    client.close();
                } else {
                    connect(client);
                }
            } catch (IOException closed) {
                // the listener, which ends the loop, or one client or server, which comes again
            }
        }
    }

    private void connect(Socket client) throws IOException {
        Socket server;
        try {
            server = new Socket(InetAddress.getLoopbackAddress(), serverPort);
        } catch (IOException away) {
            client.close();
            throw away;
        }
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        Line line = new Line(client, server);
        lines.add(line);
        if (state == State.CUT) { // asked once the line can be seen, so that either we or cut() closes it
            line.close();
        }
        daemon(() -> line.carry(client, server));
        daemon(() -> line.carry(server, client));
    }

    /** A connection, both ways. */
    private final class Line {

        private final Socket client;
        private final Socket server;
        private volatile boolean broken;

        Line(Socket client, Socket server) {
            this.client = client;
            this.server = server;
        }

        void carry(Socket from, Socket to) {
            byte[] buffer = new byte[1 << 16];
            try {
                InputStream in = from.getInputStream();
                OutputStream out = to.getOutputStream();
                for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
                    if (state == State.SLOW) {
                        TimeUnit.MILLISECONDS.sleep(delays.nextInt(40));
                    }
                    broken |= state == State.SILENT;
                    if (!broken) {
                        out.write(buffer, 0, length);
                    }
                }
                if (!broken) { // an end is no more heard of than anything else
                    close();
                }
            } catch (IOException | InterruptedException ended) {
                if (!broken) {
                    close();
                }
            }
        }

        void close() {
            try (client;
                    server) {
                lines.remove(this);
            } catch (IOException failure) {
                // it is gone, which is what is wanted
            }
        }
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "network");
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        cut();
    }
}
