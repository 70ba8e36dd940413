package io.simplebank.persistence;

import static java.util.Objects.requireNonNull;

import io.simplebank.domain.BankException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** One session of an interleaving. Each of its steps runs on a thread of its own, because it may have to wait. */
@SuppressWarnings("try") // a test may be interrupted while it closes
abstract class Actor implements AutoCloseable {

    private static final CompletableFuture<@Nullable Deed> NOTHING = CompletableFuture.completedFuture(null);

    final String name;
    /** What its transaction has done and not taken back. */
    final List<Deed> done = new ArrayList<>();
    /** How much was done when each of its savepoints was set. */
    final List<Integer> savepoints = new ArrayList<>();

    boolean inTransaction;
    /** Whether nothing but rolling back is left, to a savepoint or altogether. */
    boolean broken;
    /** Which of the model's states it may still see. */
    int firstSeen;

    @Nullable
    Deed attempted;

    CompletableFuture<@Nullable Deed> step = NOTHING;

    Actor(String name) {
        this.name = name;
    }

    /** Whether each deed is a transaction of its own. */
    abstract boolean commitsByItself();

    /** Whether it keeps the ledger's order of locks. */
    abstract boolean locksInOrder();

    abstract boolean isStopping();

    abstract void goOn();

    /** Has the next deed stop when it has its locks; not everybody can. */
    void stopBeforeWriting() {
        // goes on
    }

    abstract void begin(IsolationLevel level) throws Exception;

    abstract Deed perform(Deed deed) throws Exception;

    abstract void execute(String sql) throws Exception;

    abstract void commit() throws Exception;

    abstract void rollBack() throws Exception;

    /** Whether only rolling back as a whole is left. */
    boolean isLost() {
        return false;
    }

    void start(Callable<@Nullable Deed> work) {
        step = CompletableFuture.supplyAsync(
                () -> {
                    try {
                        return work.call();
                    } catch (Exception failure) {
                        throw new CompletionException(failure);
                    }
                },
                Together.A_THREAD_EACH);
    }

    Deed attempted() {
        return requireNonNull(attempted, "nothing was attempted");
    }

    /** What the last step has failed with. */
    @Nullable
    Throwable failure() {
        try {
            step.join();
            return null;
        } catch (CompletionException failure) {
            return failure.getCause();
        }
    }

    void forget() {
        done.clear();
        savepoints.clear();
        inTransaction = false;
        broken = false;
        attempted = null;
        step = NOTHING;
    }

    static String named(Throwable failure) {
        String state = SqlState.of(failure);
        return failure.getClass().getSimpleName()
                + (failure instanceof BankException || state == null ? "" : " " + state);
    }

    @Override
    public String toString() {
        return name;
    }

    @Override
    public abstract void close() throws Exception;
}
