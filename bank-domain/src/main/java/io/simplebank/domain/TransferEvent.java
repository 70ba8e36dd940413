package io.simplebank.domain;

import java.io.Serializable;

/**
 * A transfer at its place in the order in which all transfers are fed to other systems; immutable.
 *
 * @param position its number: above that of every transfer that precedes it on either of its accounts, as the library posts
 *     them; where plain SQL has numbered its transfers otherwise, an audit names it. There are holes
 *     between the numbers of a ledger, which mean nothing
 * @param transfer what moved
 */
public record TransferEvent(long position, Transfer transfer) implements Serializable {

    /**
     * Checks what must be there.
     *
     * @param position 1 or more
     * @param transfer any
     * @throws IllegalArgumentException if the position is not above zero, or there is no transfer
     */
    public TransferEvent {
        Arguments.positive("position", position);
        Arguments.notNull("transfer", transfer);
    }
}
