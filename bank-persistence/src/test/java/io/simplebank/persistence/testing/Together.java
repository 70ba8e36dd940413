package io.simplebank.persistence.testing;

import static java.util.Objects.requireNonNull;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Runs the same work on several threads, which all begin at once. {@link Hammer} does so with a bank. */
public final class Together {

    private static final Duration LONGEST = Duration.ofMinutes(2);

    private static final int LINES_OF_A_STACK = 5;

    private Together() {}

    /**
     * Runs work on several threads, for at most 2 minutes.
     *
     * @param <T> what each thread brings
     * @param threads how many, 1 or more; each is a thread of its own
     * @param work for the thread of an index, from 0, what it does
     * @return the results, in order of the threads
     * @throws AssertionError if a thread is not through in time: it is interrupted, and the error says where it was
     * @throws Exception what a thread has thrown, the first one in order of the threads; the others are suppressed
     */
    public static <T> List<T> run(int threads, IntFunction<Callable<T>> work) throws Exception {
        return run(threads, LONGEST, work);
    }

    /**
     * Runs work on several threads.
     *
     * @param <T> what each thread brings
     * @param threads how many, 1 or more; each is a thread of its own
     * @param within how long they may take together
     * @param work for the thread of an index, from 0, what it does
     * @return the results, in order of the threads
     * @throws AssertionError if a thread is not through in time: it is interrupted, and the error says where it was
     * @throws Exception what a thread has thrown, the first one in order of the threads; the others are suppressed
     */
    public static <T> List<T> run(int threads, Duration within, IntFunction<Callable<T>> work) throws Exception {
        CyclicBarrier gate = new CyclicBarrier(threads);
        List<FutureTask<T>> tasks = new ArrayList<>();
        List<Thread> runners = new ArrayList<>();
        for (int i = 0; i < threads; i++) {
            Callable<T> mine = work.apply(i);
            FutureTask<T> task = new FutureTask<>(() -> {
                gate.await(within.toNanos(), TimeUnit.NANOSECONDS);
                return mine.call();
            });
            Thread runner = new Thread(task, "together-" + i);
            runner.setDaemon(true);
            tasks.add(task);
            runners.add(runner);
        }
        runners.forEach(Thread::start);
        return results(tasks, runners, within);
    }

    private static <T> List<T> results(List<FutureTask<T>> tasks, List<Thread> runners, Duration within)
            throws Exception {
        long deadline = System.nanoTime() + within.toNanos();
        List<T> results = new ArrayList<>();
        Throwable failure = null;
        try {
            for (FutureTask<T> task : tasks) {
                try {
                    results.add(task.get(Math.max(0, deadline - System.nanoTime()), TimeUnit.NANOSECONDS));
                } catch (ExecutionException thrown) {
                    failure = with(failure, thrown.getCause());
                } catch (TimeoutException tooLong) {
                    failure = with(failure, new AssertionError(stuck(runners, within)));
                    break;
                }
            }
        } finally {
            runners.forEach(Thread::interrupt);
        }
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof Exception exception) {
            throw exception;
        }
        return results;
    }

    private static Throwable with(@Nullable Throwable first, @Nullable Throwable another) {
        Throwable thrown = requireNonNull(another, "a failed task has a cause");
        if (first == null) {
            return thrown;
        }
        if (first != thrown) {
            first.addSuppressed(thrown);
        }
        return first;
    }

    private static String stuck(List<Thread> runners, Duration within) {
        List<Thread> alive = runners.stream().filter(Thread::isAlive).toList();
        return alive.size() + " of " + runners.size() + " threads were not through within " + within
                + alive.stream().map(Together::place).collect(Collectors.joining());
    }

    private static String place(Thread thread) {
        return Arrays.stream(thread.getStackTrace())
                .limit(LINES_OF_A_STACK)
                .map(frame -> System.lineSeparator() + "        at " + frame)
                .collect(Collectors.joining("", System.lineSeparator() + "    " + thread.getName(), ""));
    }
}
