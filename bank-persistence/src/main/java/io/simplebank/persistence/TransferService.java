package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/**
 * Moves money, in one of two ways.
 *
 * <p>{@link Bank#transfers()} owns its transactions, repeats them where that is safe, and gathers the calls that wait
 * at a moment into one; it is thread-safe. {@link #joining} takes part in the caller's transaction: the caller commits, rolls back and repeats, and
 * the service is as thread-safe as the entity manager.
 *
 * <p>Errors are {@link io.simplebank.domain.BankException}s; each says by
 * {@link io.simplebank.domain.BankException#getOutcome()} whether nothing was done or whether that is unknown. An
 * argument that can never be right is an {@link IllegalArgumentException}.
 */
public interface TransferService {

    /**
     * A service that takes part in the transaction which the entity manager is in at each call. It never begins,
     * commits, repeats, clears or closes.
     *
     * <p>A call flushes the caller's changes, locks the accounts in ascending order of id and refreshes those that the
     * context manages. A refusal is thrown before anything is written and leaves the transaction usable; after
     * {@link io.simplebank.domain.AccountBusyException} or an error of the database, only rolling back is left. How
     * long a lock is waited for is the caller's {@code lock_timeout}. Each call throws {@link IllegalStateException} if
     * there is no transaction in progress, or a read-only one.
     *
     * <p>Several calls in one transaction should take their accounts in ascending order of id, or lock them all first
     * by {@link AccountService#lock}: else an account that another transaction holds at that moment is refused with
     * {@link io.simplebank.domain.LockOrderException}.
     *
     * @param entityManager Hibernate's, injected or plain, of a persistence unit that knows the entities of
     *     {@code io.simplebank.domain}
     * @return the service, as thread-safe as the entity manager
     */
    static TransferService joining(EntityManager entityManager) {
        CallersTransactions transactions = new CallersTransactions(Arguments.notNull("entityManager", entityManager));
        return new Transfers(transactions, new JoiningTeller(transactions, new Ledger(Clock.systemUTC())));
    }

    /**
     * Moves money from one account to another.
     *
     * <p>The request's id is the idempotency key: the same request again returns the stored transfer and moves nothing,
     * even if an account was closed since.
     *
     * @param request what to move
     * @return the transfer, as it is stored
     * @throws io.simplebank.domain.TransferConflictException if the id was used by a transfer of other content
     * @throws io.simplebank.domain.AccountNotFoundException if an account does not exist
     * @throws io.simplebank.domain.AccountNotOpenException if an account is frozen or closed
     * @throws io.simplebank.domain.WrongCurrencyException if the amount is not in the accounts' currency
     * @throws io.simplebank.domain.InsufficientFundsException if less than the minimum balance would remain available
     * @throws io.simplebank.domain.BalanceOverflowException if a balance would leave the range of 64 bits
     * @throws io.simplebank.domain.AccountBusyException if an account stayed locked for longer than the lock timeout
     * @throws io.simplebank.domain.BankUnavailableException if there was no connection, or it was lost
     */
    Transfer transfer(TransferRequest request);

    /**
     * Makes several transfers in order, all of them or none: a → b → c works with nothing in b beforehand.
     *
     * @param requests what to move, at least one
     * @return the transfers, in the order of the requests; replays among them as they are stored
     * @throws io.simplebank.domain.BankException as {@link #transfer} does; it names the request that failed
     */
    List<Transfer> transferAll(List<TransferRequest> requests);

    /**
     * Moves money without waiting for it: {@link Bank#transfers()} only.
     *
     * @param request what to move
     * @return completed on the common pool, with the transfer or with what {@link #transfer} throws; failed at once if
     *     10,000 calls are waiting already
     * @throws IllegalStateException if this service joins the caller's transaction
     */
    CompletionStage<Transfer> submit(TransferRequest request);

    /**
     * Looks up a transfer.
     *
     * @param transferId its id
     * @return the transfer, if there is one
     */
    Optional<Transfer> find(UUID transferId);

    /**
     * The transfers from or to an account, in the order of the account's entries.
     *
     * @param accountId the account; none are found for one that does not exist
     * @param afterPosition the entry's position to begin behind, 0 for the beginning
     * @param limit the most transfers to return, 0 or more
     * @return the transfers; where there are {@code limit} of them, the next page begins behind
     *     {@code afterPosition + limit}
     */
    List<Transfer> list(UUID accountId, long afterPosition, int limit);
}
