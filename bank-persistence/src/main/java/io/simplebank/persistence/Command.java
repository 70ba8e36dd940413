package io.simplebank.persistence;

import java.util.Set;
import java.util.UUID;

/**
 * One indivisible piece of work for the {@link Ledger}: it is applied as a whole or changes nothing.
 *
 * @param <R> what its caller is answered
 */
interface Command<R> {

    /** The id by which errors name this call. */
    UUID requestId();

    /** Every account that the command may touch: they are locked before it is applied. */
    Set<UUID> accountIds();

    /** Every transfer that the command may post and hold that it may place or end: they are known before it is applied. */
    Set<UUID> transferIds();

    /** Every transfer of which the command must know how much of it has been reversed. */
    default Set<UUID> reversedIds() {
        return Set.of();
    }

    /**
     * Posts to the books, or refuses with a {@link io.simplebank.domain.BankException}; the books then forget what was
     * done before the refusal.
     */
    R applyTo(Books books);
}
