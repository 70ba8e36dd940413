package io.simplebank.persistence;

/**
 * Takes the time of what the transactions of one group wait for. Confined to one thread, but for {@link #OFF}, which takes
 * no time and may be used by all.
 */
final class Stopwatch {

    static final Stopwatch OFF = new Stopwatch(false);

    private final boolean on;
    private int transactions;
    private int accounts;
    private long lockNanos;
    private long writeNanos;
    private long lockBegun;
    private long writeBegun;
    private boolean writing;

    private Stopwatch(boolean on) {
        this.on = on;
    }

    static Stopwatch on() {
        return new Stopwatch(true);
    }

    void beginTransaction() {
        if (on) {
            transactions++;
        }
    }

    void beginLocking(int numberOfAccounts) {
        if (on) {
            accounts = Math.max(accounts, numberOfAccounts);
            lockBegun = System.nanoTime();
        }
    }

    void endLocking() {
        if (on) {
            lockNanos += System.nanoTime() - lockBegun;
        }
    }

    /** The statement that writes, or the COMMIT alone, whichever is first. */
    void beginWriting() {
        if (on && !writing) {
            writing = true;
            writeBegun = System.nanoTime();
        }
    }

    void endTransaction() {
        if (on && writing) {
            writing = false;
            writeNanos += System.nanoTime() - writeBegun;
        }
    }

    int transactions() {
        return transactions;
    }

    /** The most that were locked in one transaction. */
    int accounts() {
        return accounts;
    }

    long lockNanos() {
        return lockNanos;
    }

    long writeNanos() {
        return writeNanos;
    }
}
