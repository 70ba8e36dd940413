package io.simplebank.persistence;

import java.io.DataInputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.UnaryOperator;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Stands between a client and PostgreSQL, understands the server's messages, counts round trips and cuts connections at
 * chosen moments.
 *
 * @see <a href="https://www.postgresql.org/docs/18/protocol-message-formats.html">Message formats</a>
 */
final class WireProxy implements AutoCloseable {

    private static final Pattern HOST_AND_PORT = Pattern.compile("//([^:/]+):(\\d+)/");
    private static final byte COMMAND_COMPLETE = 'C';
    private static final byte ERROR_RESPONSE = 'E';
    private static final byte NOTICE_RESPONSE = 'N';
    /** Severity, severity in English, SQLState, message, and the end. */
    private static final String LAST_WORD =
            "SPANIC\0VPANIC\0C53100\0Mcould not write to the log file: no space left on device\0\0";

    /**
     * In a statement that writes, which a fresh connection sends as text. A COMMIT alone is no sign: a pool that fills
     * itself commits on its other connections, at any moment.
     */
    private static final Pattern WRITE = Pattern.compile("(?:insert into|update|delete from) bank\\.");

    /** On the write, or by itself. */
    private static final Pattern COMMIT = Pattern.compile("\\bcommit\\b", Pattern.CASE_INSENSITIVE);

    /** When the connection is to be cut. */
    enum Cut {
        /** The server has committed; the client does not hear of it. */
        BEFORE_THE_ANSWER_TO_COMMIT,
        /** The server has committed, and ends with a word of its own about something else: its disk is full. */
        WITH_A_LAST_WORD,
        /** The client has sent COMMIT; the server does not hear of it. */
        BEFORE_COMMIT_ARRIVES
    }

    /** What happens after a cut. */
    enum After {
        ANYBODY_IS_LET_IN,
        NOBODY_IS_LET_IN
    }

    private final ServerSocket listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    private final Set<Socket> open = ConcurrentHashMap.newKeySet();
    private final AtomicInteger roundTrips = new AtomicInteger();
    /** Whether the server had the last word: pgjdbc sends BEGIN along with what follows, and waits for one answer. */
    private final AtomicBoolean answered = new AtomicBoolean();

    private final AtomicReference<Cut> next = new AtomicReference<>();
    private final Semaphore refusals = new Semaphore(0);
    private final String host;
    private final int port;
    private final String url;
    private final UnaryOperator<byte[]> translation;
    private volatile boolean refusing;
    private volatile After after = After.ANYBODY_IS_LET_IN;

    /**
     * @param url the server's JDBC URL
     */
    WireProxy(String url) throws IOException {
        this(url, UnaryOperator.identity());
    }

    /**
     * @param translation of the bodies of errors and notices
     */
    WireProxy(String url, UnaryOperator<byte[]> translation) throws IOException {
        this.translation = translation;
        Matcher matcher = HOST_AND_PORT.matcher(url);
        if (!matcher.find()) {
            throw new IllegalArgumentException(url);
        }
        this.host = matcher.group(1);
        this.port = Integer.parseInt(matcher.group(2));
        String address = "//" + listener.getInetAddress().getHostAddress() + ":" + listener.getLocalPort() + "/";
        this.url = matcher.replaceFirst(Matcher.quoteReplacement(address)) + (url.contains("?") ? "&" : "?")
                + "sslmode=disable&gssEncMode=disable";
        daemon(this::accept);
    }

    /** The URL that leads through this proxy. */
    String url() {
        return url;
    }

    /** Cuts a connection once, at the next COMMIT of something written. */
    void cutOnce(Cut cut) {
        cutOnce(cut, After.ANYBODY_IS_LET_IN);
    }

    void cutOnce(Cut cut, After after) {
        this.after = after;
        next.set(cut);
    }

    /** Cuts all connections and lets nobody in until {@link #admit}. */
    void refuse() {
        refusing = true;
        open.forEach(WireProxy::close);
    }

    /** Waits until so many more clients have been turned away; false if they do not come within 30 seconds. */
    boolean awaitRefusals(int number) throws InterruptedException {
        refusals.drainPermits();
        return refusals.tryAcquire(number, 30, TimeUnit.SECONDS);
    }

    /** Whether the cut that was asked for has happened. */
    boolean hasCut() {
        return next.get() == null;
    }

    void admit() {
        refusing = false;
    }

    /** How often a client has sent something after an answer, since the last call. */
    int roundTrips() {
        return roundTrips.getAndSet(0);
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                connect(listener.accept());
            } catch (IOException closed) {
                // the listener, which ends the loop, or one client, which is its own affair
            }
        }
    }

    private void connect(Socket client) throws IOException {
        open.add(client);
        if (refusing) { // asked once the client can be seen, so that either we or refuse() closes it
            close(client);
            open.remove(client);
            refusals.release();
            return;
        }
        Socket server = new Socket(host, port);
        open.add(server);
        client.setTcpNoDelay(true);
        server.setTcpNoDelay(true);
        AtomicBoolean writes = new AtomicBoolean();
        daemon(() -> pump(client, server, () -> fromClient(client, server, writes)));
        daemon(() -> pump(server, client, () -> fromServer(server, client, writes)));
    }

    private interface Direction {
        void copy() throws IOException;
    }

    private void pump(Socket from, Socket to, Direction direction) {
        try {
            direction.copy();
        } catch (IOException cut) {
            // either side went away
        } finally {
            close(from);
            close(to);
            open.remove(from);
            open.remove(to);
        }
    }

    private void fromClient(Socket client, Socket server, AtomicBoolean writes) throws IOException {
        InputStream in = client.getInputStream();
        byte[] buffer = new byte[1 << 16];
        for (int length = in.read(buffer); length >= 0; length = in.read(buffer)) {
            String text = new String(buffer, 0, length, StandardCharsets.ISO_8859_1);
            if (WRITE.matcher(text).find()) {
                writes.set(true);
            }
            if (writes.get() && COMMIT.matcher(text).find() && isToCut(Cut.BEFORE_COMMIT_ARRIVES)) {
                return;
            }
            if (answered.getAndSet(false)) {
                roundTrips.incrementAndGet();
            }
            server.getOutputStream().write(buffer, 0, length);
        }
    }

    private void fromServer(Socket server, Socket client, AtomicBoolean writes) throws IOException {
        DataInputStream in = new DataInputStream(server.getInputStream());
        DataOutputStream out = new DataOutputStream(client.getOutputStream());
        while (true) {
            byte type = in.readByte();
            int length = in.readInt();
            byte[] body = in.readNBytes(length - Integer.BYTES);
            boolean committed =
                    type == COMMAND_COMPLETE && new String(body, StandardCharsets.ISO_8859_1).startsWith("COMMIT");
            if (committed && writes.getAndSet(false)) {
                if (isToCut(Cut.BEFORE_THE_ANSWER_TO_COMMIT)) {
                    return;
                }
                if (next.get() == Cut.WITH_A_LAST_WORD) {
                    out.writeByte(ERROR_RESPONSE);
                    out.writeInt(Integer.BYTES + LAST_WORD.length());
                    out.writeBytes(LAST_WORD);
                    isToCut(Cut.WITH_A_LAST_WORD);
                    return;
                }
            }
            answered.set(true);
            byte[] heard = type == ERROR_RESPONSE || type == NOTICE_RESPONSE ? translation.apply(body) : body;
            out.writeByte(type);
            out.writeInt(heard.length + Integer.BYTES);
            out.write(heard);
        }
    }

    private boolean isToCut(Cut cut) {
        if (!next.compareAndSet(cut, null)) {
            return false;
        }
        if (after == After.NOBODY_IS_LET_IN) {
            refuse();
        }
        return true;
    }

    private static void daemon(Runnable work) {
        Thread thread = new Thread(work, "wire-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private static void close(Socket socket) {
        try {
            socket.close();
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        listener.close();
        refuse();
    }
}
