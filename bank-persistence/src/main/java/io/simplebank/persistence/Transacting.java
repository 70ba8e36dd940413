package io.simplebank.persistence;

import java.util.UUID;
import java.util.function.Function;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/** How a piece of work gets its transaction: one of the library's own, or the caller's. */
interface Transacting {

    /**
     * Runs work that locks and writes. It may run more than once, each time in a fresh transaction.
     *
     * @param requestId the id that errors name, {@code null} if the call has none
     */
    <T> T write(@Nullable UUID requestId, Function<LedgerSession, T> work);

    /** Runs work that only reads. */
    <T> T read(Function<SharedSessionContract, T> work);
}
