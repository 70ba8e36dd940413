package io.simplebank.domain;

import java.io.Serializable;

/** What became of one of many transfers that were asked for together but happen each on its own. */
public sealed interface TransferOutcome extends Serializable {

    /**
     * What was asked for.
     *
     * @return the request
     */
    TransferRequest request();

    /**
     * The transfer is in the books.
     *
     * @param request what was asked for
     * @param transfer the transfer, as it is stored
     * @param origin whether this call has posted it
     */
    record Posted(TransferRequest request, Transfer transfer, Origin origin) implements TransferOutcome {}

    /**
     * The transfer was not made. Its id may succeed later.
     *
     * @param request what was asked for
     * @param reason why
     */
    record Refused(TransferRequest request, BankException reason) implements TransferOutcome {}

    /** Where a posted transfer comes from. */
    enum Origin {
        /** This call has posted it. */
        NEW,
        /** It was there before, and nothing moved: the request was a replay. */
        REPLAY
    }
}
