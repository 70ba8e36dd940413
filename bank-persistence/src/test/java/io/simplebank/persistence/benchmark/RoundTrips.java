package io.simplebank.persistence.benchmark;

import java.io.FilterInputStream;
import java.io.FilterOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.util.concurrent.atomic.LongAdder;
import javax.net.SocketFactory;

/**
 * Counts how often a client of PostgreSQL waits for an answer: each time it reads after it has written. pgjdbc makes its
 * sockets here when its URL says so. Counts for the whole JVM; thread-safe.
 */
public final class RoundTrips extends SocketFactory {

    private static final LongAdder COUNT = new LongAdder();

    /** Made by pgjdbc. */
    public RoundTrips() {}

    /** The same database, through sockets that count. */
    static String counted(String url) {
        return url + "&socketFactory=" + RoundTrips.class.getName();
    }

    static long count() {
        return COUNT.sum();
    }

    @Override
    public Socket createSocket() {
        return new CountingSocket();
    }

    @Override
    public Socket createSocket(String host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(String host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port) throws IOException {
        throw unconnected();
    }

    @Override
    public Socket createSocket(InetAddress host, int port, InetAddress localHost, int localPort) throws IOException {
        throw unconnected();
    }

    private static IOException unconnected() {
        return new IOException("pgjdbc connects its sockets itself");
    }

    /** Used by one thread at a time, as a connection is. */
    private static final class CountingSocket extends Socket {

        private boolean written;

        @Override
        public InputStream getInputStream() throws IOException {
            return new FilterInputStream(super.getInputStream()) {
                @Override
                public int read() throws IOException {
                    countOnce();
                    return super.read();
                }

                @Override
                public int read(byte[] bytes, int offset, int length) throws IOException {
                    countOnce();
                    return super.read(bytes, offset, length);
                }
            };
        }

        @Override
        public OutputStream getOutputStream() throws IOException {
            return new FilterOutputStream(super.getOutputStream()) {
                @Override
                public void write(int oneByte) throws IOException {
                    written = true;
                    out.write(oneByte);
                }

                @Override
                public void write(byte[] bytes, int offset, int length) throws IOException {
                    written = true;
                    out.write(bytes, offset, length);
                }
            };
        }

        private void countOnce() {
            if (written) {
                written = false;
                COUNT.increment();
            }
        }
    }
}
