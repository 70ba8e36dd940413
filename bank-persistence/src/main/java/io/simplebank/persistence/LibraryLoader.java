package io.simplebank.persistence;

import org.jspecify.annotations.Nullable;

/**
 * The class loader that has loaded the library, as the context of what the library runs. Liquibase and Hibernate look for
 * their parts through the context loader of the thread that they are on. It may be null, or that of another application in
 * the same server, which has others or none; and what Liquibase does not find the first time it misses for as long as the
 * JVM runs.
 */
final class LibraryLoader {

    private LibraryLoader() {}

    /** What is to be done. */
    interface Work<T extends @Nullable Object, E extends Exception> {
        T run() throws E;
    }

    /** Does work with the library's loader as the thread's context, and puts back the one that was there. */
    static <T extends @Nullable Object, E extends Exception> T call(Work<T, E> work) throws E {
        Thread thread = Thread.currentThread();
        ClassLoader before = thread.getContextClassLoader();
        thread.setContextClassLoader(get());
        try {
            return work.run();
        } finally {
            thread.setContextClassLoader(before);
        }
    }

    /**
     * A thread of the library's, not started. It may outlive the application that had it made, so it keeps neither that
     * one's loader as its context nor its thread-locals.
     */
    static Thread thread(String name, Runnable work) {
        Thread thread = new Thread(null, work, name, 0, false);
        thread.setDaemon(true);
        thread.setContextClassLoader(get());
        return thread;
    }

    static ClassLoader get() {
        return LibraryLoader.class.getClassLoader();
    }
}
