package io.simplebank.persistence.torture;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Consumer;

/**
 * What a client asked for and was told, in a file that survives its process: each line is with the operating system
 * before the client goes on. Thread-safe.
 */
final class History implements AutoCloseable {

    private final FileChannel file;
    private final AtomicLong numbers = new AtomicLong();

    private History(FileChannel file) {
        this.file = file;
    }

    static History create(Path path) throws IOException {
        return new History(FileChannel.open(path, StandardOpenOption.CREATE_NEW, StandardOpenOption.APPEND));
    }

    /** A number for the next operation. */
    long nextNumber() {
        return numbers.incrementAndGet();
    }

    void write(Operation operation) {
        write(operation.toLine());
    }

    void write(Answer answer) {
        write(answer.toLine());
    }

    void write(Snapshot snapshot) {
        write(snapshot.toLine());
    }

    private void write(String line) {
        try {
            file.write(ByteBuffer.wrap((line + "\n").getBytes(StandardCharsets.UTF_8)));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    @Override
    public void close() throws IOException {
        file.close();
    }

    /** Who reads a history. */
    interface Reader {

        void asked(Operation operation);

        void told(Answer answer);

        void seen(Snapshot snapshot);
    }

    /** Reads a history in the order of its lines. One that its writer could not end, as it was killed, is left out. */
    static void read(Path path, Reader reader) throws IOException {
        try (BufferedReader lines = Files.newBufferedReader(path)) {
            eachWholeLine(lines, line -> {
                String[] fields = line.split("\t");
                switch (fields[0]) {
                    case "ask" -> reader.asked(Operation.ofLine(fields));
                    case "told" -> reader.told(Answer.ofLine(fields));
                    case "seen" -> reader.seen(Snapshot.ofLine(fields));
                    default -> throw new IllegalArgumentException(line);
                }
            });
        }
    }

    private static void eachWholeLine(BufferedReader reader, Consumer<String> action) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int character = reader.read(); character >= 0; character = reader.read()) {
            if (character == '\n') {
                action.accept(line.toString());
                line.setLength(0);
            } else {
                line.append((char) character);
            }
        }
    }
}
