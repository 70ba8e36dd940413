package io.simplebank.persistence.torture;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.LockOrderException;

/**
 * A line of a history: what a call was told.
 *
 * @param number the operation's
 * @param detail for an acknowledged transfer the amount that moved, for a hold its status, else the error's name
 * @param at when, by {@link Torture#now}
 */
record Answer(long number, Result result, String detail, long at) {

    /** What an answer means. */
    enum Result {
        /** It is done. */
        ACKNOWLEDGED,
        /** It was decided, under the locks, that it cannot be done: so an earlier call for the same was not done either. */
        REFUSED,
        /** This call has done nothing; an earlier one for the same may have. */
        NOT_DONE,
        /** It is done or not. */
        UNKNOWN
    }

    Answer(long number, Result result, String detail) {
        this(number, result, detail, Torture.now());
    }

    static Answer acknowledged(long number, String detail) {
        return new Answer(number, Result.ACKNOWLEDGED, detail);
    }

    static Answer unknown(long number, RuntimeException failure) {
        return new Answer(number, Result.UNKNOWN, failure.getClass().getSimpleName());
    }

    /** What a call's failure tells, taken at its word. */
    static Answer of(long number, BankException failure) {
        Result result = failure.getOutcome() == Outcome.UNKNOWN
                ? Result.UNKNOWN
                : isDecision(failure) ? Result.REFUSED : Result.NOT_DONE;
        return new Answer(number, result, failure.getClass().getSimpleName());
    }

    /** What is known of a transaction of the application's own. */
    static Answer of(long number, Application.Failure failure) {
        String cause = failure.getCause().getClass().getSimpleName();
        return new Answer(number, failure.isUnknown() ? Result.UNKNOWN : Result.NOT_DONE, cause);
    }

    private static boolean isDecision(BankException failure) {
        return !(failure instanceof AccountBusyException
                || failure instanceof BankUnavailableException
                || failure instanceof BankInterruptedException
                || failure instanceof BankClosedException
                || failure instanceof LockOrderException);
    }

    String toLine() {
        return String.join("\t", "told", Long.toString(number), result.name(), detail, Long.toString(at));
    }

    static Answer ofLine(String[] fields) {
        return new Answer(Long.parseLong(fields[1]), Result.valueOf(fields[2]), fields[3], Long.parseLong(fields[4]));
    }
}
