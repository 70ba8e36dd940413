package io.simplebank.persistence;

import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.Executor;
import java.util.function.IntFunction;

/** Threads for tests. What users of the library have of it is {@link io.simplebank.persistence.testing.Together}. */
final class Together {

    /**
     * A thread for each task. The common pool, on a machine with two cores, has one for all of them: a task that waits
     * for a lock would keep the next one from beginning.
     */
    static final Executor A_THREAD_EACH = task -> {
        Thread thread = new Thread(task);
        thread.setDaemon(true);
        thread.start();
    };

    private Together() {}

    /** The results in order of the threads, which all begin at once; the first failure is thrown. */
    static <T> List<T> run(int threads, IntFunction<Callable<T>> work) throws Exception {
        return io.simplebank.persistence.testing.Together.run(threads, work);
    }
}
