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

    /** Every transfer that the command may post: whether they exist is known before it is applied. */
    Set<UUID> transferIds();

    /**
     * Posts to the books, or refuses with a {@link io.simplebank.domain.BankException}; the books then forget what was
     * posted before the refusal.
     */
    R applyTo(Books books);
}
