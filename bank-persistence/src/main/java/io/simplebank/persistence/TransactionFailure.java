package io.simplebank.persistence;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.WrongLedgerException;
import java.io.Serial;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A transaction that did not come to its end: why, and what became of it. Each call in it gets an error of its own. */
final class TransactionFailure extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** Why. */
    enum Kind {
        /** The bank was closed. */
        CLOSED,
        /** No connection could be had; nothing was sent. */
        NO_CONNECTION,
        /** The thread was interrupted. */
        INTERRUPTED,
        /** The connection was lost, in the last attempt too. */
        LOST,
        /** Committed by this server, but perhaps not by its synchronous standby. */
        UNCONFIRMED,
        /** The answer to a COMMIT was lost, and what the next attempt found is not what was asked for. */
        UNDECIDED,
        /** A connection leads to another ledger; nothing was read or written there. */
        OTHER_LEDGER,
        /** Rolled back in favour of others, at every attempt. */
        CONTENDED,
        /** The server is a standby, in the last attempt too. */
        STANDBY,
        /** A setting forbids to write, in the last attempt too. */
        READ_ONLY,
        /** A lock was not to be had within the lock timeout. */
        BUSY,
        /** The same, and it was no account's: a table's, or that of an id which another transaction has not committed. */
        OBSTRUCTED,
        /** A statement took longer than the statement timeout, or an administrator cancelled it. */
        TOO_SLOW,
        /** A constraint or a trigger refused what the library had accepted, or there is no room for it. */
        REFUSED,
        /** A statement names what is not there. */
        MISMATCHED,
        /** A pooler lends sessions whose prepared statements are others'. */
        MIXED_UP,
        /** The server cannot do its work. */
        FAILED
    }

    private final Kind kind;
    private final Outcome outcome;
    /** Which constraint refused, as far as the database says it. */
    private final String constraint;

    TransactionFailure(Kind kind, Outcome outcome, @Nullable Throwable cause) {
        super(kind.name(), cause == null ? null : ServerMessage.withoutDetail(cause));
        this.kind = kind;
        this.outcome = outcome;
        this.constraint = cause == null ? "a constraint" : constraint(cause);
    }

    Kind kind() {
        return kind;
    }

    /** Whether the answer to a COMMIT was lost, here or in an earlier attempt. */
    Outcome outcome() {
        return outcome;
    }

    /** The error for the call that was in the transaction. */
    BankException forRequest(@Nullable UUID requestId) {
        return forRequest(requestId, outcome);
    }

    /**
     * The error for one of the calls that were in the transaction.
     *
     * @param callsOutcome {@link Outcome#UNKNOWN} too if an earlier transaction left the call unknown: then none of the
     *     errors will do that mean that nothing was done
     */
    BankException forRequest(@Nullable UUID requestId, Outcome callsOutcome) {
        BankException error = error(requestId, callsOutcome == Outcome.UNKNOWN ? callsOutcome : outcome);
        for (Throwable earlier : getSuppressed()) {
            error.addSuppressed(earlier);
        }
        return error;
    }

    private BankException error(@Nullable UUID requestId, Outcome known) {
        Throwable cause = getCause();
        if (known == Outcome.NOT_DONE && kind == Kind.CLOSED) {
            return new BankClosedException(requestId);
        }
        if (known == Outcome.NOT_DONE && (kind == Kind.CONTENDED || kind == Kind.BUSY || kind == Kind.OBSTRUCTED)) {
            return new AccountBusyException(requestId, message(), cause);
        }
        if (known == Outcome.NOT_DONE && cause instanceof OtherLedgerException other) {
            return new WrongLedgerException(requestId, other.openedId, other.foundId);
        }
        if (known == Outcome.NOT_DONE && kind == Kind.REFUSED) {
            return new PostingRefusedException(requestId, constraint, cause);
        }
        if (known == Outcome.NOT_DONE && kind == Kind.MISMATCHED) {
            return new SchemaMismatchException(requestId, message(), cause);
        }
        String message = message()
                + (known == Outcome.UNKNOWN ? "; send the same id again to settle the call" : "; nothing was done");
        return kind == Kind.INTERRUPTED
                ? new BankInterruptedException(requestId, known, message, cause)
                : new BankUnavailableException(requestId, known, message, cause);
    }

    private String message() {
        return switch (kind) {
            case CLOSED -> "the bank was closed";
            case NO_CONNECTION -> "no connection to the database";
            case INTERRUPTED -> "interrupted while waiting for the database";
            case LOST -> "the connection to the database was lost";
            case UNCONFIRMED ->
                "the transaction was committed on this server only: the wait for its synchronous standby was cancelled";
            case UNDECIDED ->
                "the connection was lost in COMMIT, and the next attempt was refused, which it would be either way";
            case OTHER_LEDGER -> "a connection leads to another ledger than the one that the bank has opened";
            case CONTENDED -> "the transaction lost against others at every attempt; try again later";
            case BUSY ->
                "another transaction held an account"
                        + (getCause() == null
                                ? ""
                                : ", or a lock on a table or an id that the call needs,") // it does not say
                        + " for longer than the lock timeout";
            case OBSTRUCTED ->
                "another transaction held a lock on a table, or had an id that it did not commit, for longer than the lock"
                        + " timeout";
            case TOO_SLOW ->
                "the database cancelled a statement: it took longer than the statement timeout, or somebody cancelled it";
            case STANDBY ->
                "the server is a standby, which takes no writes: is there a primary, and does the address lead to it? Where"
                        + " the URL names several servers, targetServerType=primary finds it";
            case READ_ONLY ->
                "the database takes no writes from this session, though it is no standby: default_transaction_read_only is set"
                        + " for the role, the database or the server, or the pool makes its connections read-only";
            case REFUSED -> "the database refused the call";
            case MISMATCHED ->
                "a statement of the library's, or of a trigger, names what is not there (SQLState " + sqlState()
                        + "): the schema is another than this version works on, or the trigger does not name the schema"
                        + " of what it uses";
            case MIXED_UP ->
                "the connection pooler before the database mixes up prepared statements: set prepareThreshold=0 in the"
                        + " URL of the bank's connections";
            case FAILED -> "the database could not answer";
        };
    }

    private String sqlState() {
        return String.valueOf(getCause() == null ? null : SqlState.of(getCause()));
    }

    private static String constraint(Throwable cause) {
        String name = ServerMessage.constraint(cause);
        return name == null ? "SQLState " + SqlState.of(cause) : name;
    }
}
