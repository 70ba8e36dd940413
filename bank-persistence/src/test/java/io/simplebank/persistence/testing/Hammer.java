package io.simplebank.persistence.testing;

import static java.util.Objects.requireNonNull;

import io.simplebank.domain.AuditReport;
import io.simplebank.domain.BankException;
import io.simplebank.persistence.Bank;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Hammers an application from many threads at once, then audits the bank: whatever happened, money must neither have
 * appeared nor be lost. By default 8 threads make 100 calls each, for at most 2 minutes.
 *
 * <pre>{@code
 * HammerReport<Order> report = Hammer.on(bank).threads(16).times(100)
 *         .expecting(InsufficientFundsException.class)
 *         .call(i -> checkout.buy(alice, Money.parse("EUR 1.00")));
 * }</pre>
 *
 * <p>The threads begin together and end each at its first error that is not expected; nothing is retried here. Immutable.
 */
public final class Hammer {

    private static final int THREADS = 8;
    private static final int TIMES = 100;
    private static final Duration WITHIN = Duration.ofMinutes(2);

    private final Bank bank;
    private final int threads;
    private final int times;
    private final Duration within;
    private final List<Class<? extends BankException>> expected;

    private Hammer(Bank bank, int threads, int times, Duration within, List<Class<? extends BankException>> expected) {
        this.bank = bank;
        this.threads = threads;
        this.times = times;
        this.within = within;
        this.expected = expected;
    }

    /**
     * What is called, with a result.
     *
     * @param <T> the result
     */
    @FunctionalInterface
    public interface Call<T> {

        /**
         * Makes one call.
         *
         * @param index which one, from 0; no two calls have the same
         * @return the result
         * @throws Exception whatever goes wrong
         */
        T call(int index) throws Exception;
    }

    /** What is called, without a result. */
    @FunctionalInterface
    public interface Action {

        /**
         * Makes one call.
         *
         * @param index which one, from 0; no two calls have the same
         * @throws Exception whatever goes wrong
         */
        void run(int index) throws Exception;
    }

    /**
     * A hammer with every default.
     *
     * @param bank which is audited in the end
     * @return the hammer
     */
    public static Hammer on(Bank bank) {
        return new Hammer(requireNonNull(bank, "bank"), THREADS, TIMES, WITHIN, List.of());
    }

    /**
     * How many threads call: 8 by default.
     *
     * @param threads 1 or more
     * @return a copy
     */
    public Hammer threads(int threads) {
        return new Hammer(bank, positive("threads", threads), times, within, expected);
    }

    /**
     * How many calls each thread makes: 100 by default.
     *
     * @param times 1 or more
     * @return a copy
     */
    public Hammer times(int times) {
        return new Hammer(bank, threads, positive("times", times), within, expected);
    }

    /**
     * How long all calls may take together: 2 minutes by default. It is a bound for what hangs, not a measurement.
     *
     * @param within more than zero
     * @return a copy
     */
    public Hammer within(Duration within) {
        if (within.isNegative() || within.isZero()) {
            throw new IllegalArgumentException("within must be above zero, but is " + within);
        }
        return new Hammer(bank, threads, times, within, expected);
    }

    /**
     * An error that calls may end with: it is counted, and the thread goes on. None by default.
     *
     * @param refusal the type; its subtypes too
     * @return a copy that expects this one as well
     */
    public Hammer expecting(Class<? extends BankException> refusal) {
        List<Class<? extends BankException>> more = new ArrayList<>(expected);
        more.add(requireNonNull(refusal, "refusal"));
        return new Hammer(bank, threads, times, within, List.copyOf(more));
    }

    private static int positive(String name, int value) {
        if (value < 1) {
            throw new IllegalArgumentException(name + " must be 1 or more, but is " + value);
        }
        return value;
    }

    /**
     * Makes the calls, and audits the bank.
     *
     * @param action what to call
     * @return which calls were done, by their index, and which were refused as expected
     * @throws AssertionError as {@link #call} does
     */
    public HammerReport<Integer> run(Action action) {
        requireNonNull(action, "action");
        return call(index -> {
            action.run(index);
            return index;
        });
    }

    /**
     * Makes the calls, and audits the bank.
     *
     * @param <T> what a call brings
     * @param call what to call
     * @return the results, and the refusals that were expected
     * @throws AssertionError if a call ended with another error, which is the cause, if the threads were not through in
     *     time, or if the books do not balance; it says all of that
     */
    public <T> HammerReport<T> call(Call<T> call) {
        requireNonNull(call, "call");
        int calls = Math.multiplyExact(threads, times);
        Queue<HammerBlow<T>> blows = new ConcurrentLinkedQueue<>();
        AssertionError late = null;
        try {
            Together.run(threads, within, thread -> () -> {
                for (int index = thread; index < calls; index += threads) {
                    HammerBlow<T> blow = HammerBlow.of(call, index, expected);
                    blows.add(blow);
                    if (blow.isFailure()) {
                        break;
                    }
                }
                return thread;
            });
        } catch (AssertionError notInTime) {
            late = notInTime;
        } catch (Exception impossible) {
            throw new AssertionError("the threads did not begin together", impossible);
        }
        return HammerReport.of(calls, blows, late, audit());
    }

    private String audit() {
        AuditReport report = bank.audit();
        return report.isClean() ? "" : report.toString();
    }
}
