package io.simplebank.persistence;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.WrongLedgerException;
import io.simplebank.persistence.TransactionFailure.Kind;

/** What became of one command among those of a transaction. */
sealed interface Answer<R> {

    /** The result, or the refusal thrown. */
    R get();

    /** Whether the ledger has decided: a bank that cannot answer says nothing about the command. */
    boolean isDecision();

    /**
     * The answer where an earlier transaction with the command may have been committed: a refusal is one still.
     *
     * <p>For the ledger has locked all accounts of the command. The earlier transaction had these locks before it wrote, and
     * kept them to its end: it has ended, and all that it has written can be seen. What it has written for the command is
     * found by the command's id, for ever: transfers and holds stay, and so do the accounts that they name, and a hold that
     * has ended does so once. Then the answer is what was done, and not a refusal.
     *
     * <p>All but one: a reference that was blanked since makes what was done look like somebody else's.
     */
    default Answer<R> afterUnknownOutcome() {
        return this;
    }

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
        public Answer<R> afterUnknownOutcome() {
            return refusal instanceof TransferConflictException conflict
                    ? new Refused<>(new TransactionFailure(Kind.UNDECIDED, Outcome.UNKNOWN, conflict)
                            .forRequest(conflict.getRequestId()))
                    : this;
        }

        @Override
        public boolean isDecision() {
            return refusal instanceof BankException error
                    && error.getOutcome() == Outcome.NOT_DONE
                    && !(error instanceof BankUnavailableException
                            || error instanceof BankInterruptedException
                            || error instanceof BankClosedException
                            || error instanceof WrongLedgerException);
        }
    }
}
