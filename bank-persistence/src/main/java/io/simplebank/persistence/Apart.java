package io.simplebank.persistence;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Supplier;

/** Work on a thread of its own, where no transaction of the caller's is under way: JTA ties them to threads. */
final class Apart {

    private Apart() {}

    /** Does it, while the caller waits, interrupted or not: the work has bounds of its own. */
    static <T> T call(Supplier<T> work) {
        try {
            return CompletableFuture.supplyAsync(work, Apart::start).join();
        } catch (CompletionException failure) {
            if (failure.getCause() instanceof RuntimeException its) {
                throw its;
            }
            if (failure.getCause() instanceof Error its) {
                throw its;
            }
            throw failure;
        }
    }

    private static void start(Runnable work) {
        Thread thread = new Thread(work, "simple-bank-apart");
        thread.setDaemon(true);
        thread.start();
    }
}
