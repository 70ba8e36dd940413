/**
 * The ledger's nouns: accounts, transfers, entries, the requests that change them and the errors that refuse to.
 *
 * <p>A {@link io.simplebank.domain.Transfer} moves a positive amount of one currency from one
 * {@link io.simplebank.domain.Account} to another and leaves exactly two {@link io.simplebank.domain.Entry entries},
 * which cancel out. {@link io.simplebank.domain.Transfer#post Transfer.post} is the only way to post, so that wrong
 * books cannot be written down. A {@link io.simplebank.domain.Hold} reserves money for a transfer to come, and is captured
 * as the transfer of the same id. This package knows Jakarta Persistence's annotations, and neither Hibernate nor SQL.
 *
 * <p>What the caller passes are {@link io.simplebank.domain.OpenAccount} and {@link io.simplebank.domain.TransferRequest},
 * whose ids make them safe to send again; what is refused, is refused by a {@link io.simplebank.domain.BankException}.
 *
 * <p><img src="doc-files/model.svg" alt="A transfer debits one account and credits another, and leaves an entry on each;
 * a hold is captured as the transfer of the same id.">
 *
 * <p>Money is whole minor units (cents) within a {@code long}; nothing is ever rounded. Requests and values are
 * immutable and may be shared between threads; entities may not, except for transfers and entries, which never change.
 *
 * <p>Requests, entities, values and errors are {@link java.io.Serializable}, for queues, caches and sessions of applications
 * that run the same version of the library: another may not read them. Records are checked as by their constructors when they
 * are read; an entity is what was written, and worth no more than the stream that it comes from.
 */
@NullMarked
package io.simplebank.domain;

import org.jspecify.annotations.NullMarked;
