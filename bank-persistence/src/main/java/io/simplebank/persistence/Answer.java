package io.simplebank.persistence;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;

/** What became of one command among those of a transaction. */
sealed interface Answer<R> {

    /** The result, or the refusal thrown. */
    R get();

    /** Whether the ledger has decided: a bank that cannot answer says nothing about the command. */
    boolean isDecision();

    /**
     * It was done, or had been done before.
     *
     * @param isChange whether anything is to be written for it
     */
    record Accepted<R>(R result, boolean isChange) implements Answer<R> {
        @Override
        public R get() {
            return result;
        }

        @Override
        public boolean isDecision() {
            return true;
        }
    }

    /**
     * Nothing was done.
     *
     * @param refusal a {@link io.simplebank.domain.BankException}, or what an argument that can never be right causes
     */
    record Refused<R>(RuntimeException refusal) implements Answer<R> {
        @Override
        public R get() {
            refusal.fillInStackTrace(); // the caller's, which tells more than a worker's
            throw refusal;
        }

        @Override
        public boolean isDecision() {
            return refusal instanceof BankException error
                    && error.getOutcome() == Outcome.NOT_DONE
                    && !(error instanceof BankUnavailableException
                            || error instanceof BankInterruptedException
                            || error instanceof BankClosedException);
        }
    }
}
