package io.simplebank.domain;

import java.io.Serial;
import java.util.OptionalInt;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The ledger refused or could not answer a call. Each kind carries the culprits as fields, and {@link #getOutcome()}
 * says whether the call was not done, or whether that is unknown: then send the same id again, and it is settled.
 */
public abstract sealed class BankException extends RuntimeException
        permits AccountBusyException,
                AccountConflictException,
                AccountInUseException,
                AccountNotFoundException,
                AccountNotOpenException,
                AlreadyReversedException,
                BalanceOverflowException,
                BankClosedException,
                BankInterruptedException,
                BankUnavailableException,
                CurrencyMismatchException,
                HoldExceededException,
                HoldNotPendingException,
                InsufficientFundsException,
                LeastBalanceException,
                LockOrderException,
                MaximumBalanceException,
                PostingRefusedException,
                SchemaMismatchException,
                TransferConflictException,
                TransferNotFoundException,
                UnknownCurrencyException,
                WrongCurrencyException,
                WrongLedgerException {

    @Serial
    private static final long serialVersionUID = 1L;

    private static final int NO_INDEX = -1;

    /** What became of the call. */
    public enum Outcome {
        /** Nothing was changed. */
        NOT_DONE,
        /** The answer was lost: the call was done once or not at all. Send the same id again to settle it. */
        UNKNOWN
    }

    private final @Nullable UUID requestId;
    private final Outcome outcome;
    private int requestIndex = NO_INDEX;

    BankException(String message, @Nullable UUID requestId, Outcome outcome, @Nullable Throwable cause) {
        super(message, cause);
        this.requestId = requestId;
        this.outcome = outcome;
    }

    BankException(String message, @Nullable UUID requestId) {
        this(message, requestId, Outcome.NOT_DONE, null);
    }

    /**
     * The id of the request that failed.
     *
     * @return the transfer's or the new account's id, {@code null} if the call had none
     */
    public @Nullable UUID getRequestId() {
        return requestId;
    }

    /**
     * Whether the call was not done, or whether that is unknown.
     *
     * @return what became of the call
     */
    public Outcome getOutcome() {
        return outcome;
    }

    /**
     * Which of the requests failed, where a call had a list of them.
     *
     * @return the request's index in the list, from 0
     */
    public OptionalInt getRequestIndex() {
        return requestIndex == NO_INDEX ? OptionalInt.empty() : OptionalInt.of(requestIndex);
    }

    /**
     * For the ledger, which knows the list: names the request that failed. Once named, it stays so.
     *
     * @param index the request's index in the list, from 0
     */
    public final void nameRequest(int index) {
        if (requestIndex == NO_INDEX) {
            requestIndex = index;
        }
    }

    @Override
    public @Nullable String getMessage() {
        return requestIndex == NO_INDEX ? super.getMessage() : "request " + requestIndex + ": " + super.getMessage();
    }
}
