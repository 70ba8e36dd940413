package io.simplebank.persistence;

import java.util.Set;
import java.util.UUID;

/**
 * One indivisible piece of work for the {@link Ledger}: it is applied as a whole or changes nothing.
 *
 * @param <R> what its caller is answered
 */
interface Command<R> {

    /** What listeners are told that the call asked for. */
    BankListener.Kind kind();

    /** The id by which errors name this call. */
    UUID requestId();

    /** Every account that the command may touch: they are locked before it is applied. None, if it only looks something up. */
    Set<UUID> accountIds();

    /** Every id that the command may use: whether a transfer has it is known before it is applied. */
    Set<UUID> transferIds();

    /** How many transfers the command may post: as many as it may use ids, unless it chooses among them. */
    default int transfers() {
        return transferIds().size();
    }

    /** The ids of which is known whether a hold has them: the same, because a transfer and a hold never share one. */
    default Set<UUID> holdIds() {
        return transferIds();
    }

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
