package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferRequest;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Moves money, in one of two ways.
 *
 * <p>{@link Bank#transfers()} owns its transactions, repeats them where that is safe, and gathers the calls that wait
 * at a moment into one; it is thread-safe. Calls that share an account are carried out in the order in which they came,
 * unless the earlier one waits for an account or another lock that a session outside the bank holds: it then keeps nobody
 * from the accounts that are free. {@link #joining} takes part in the caller's transaction: the caller commits, rolls back and repeats, and
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
     * <p>Answers are what the rows say, with the caller's changes, whatever the persistence context has read before. They
     * are not managed: none of them stays in memory longer than the caller keeps it.
     *
     * <p>A rollback to a savepoint takes back transfers and the locks of their accounts, and the next call knows that. Entity
     * managers on one connection share their locks. What the caller manages keeps the values that a savepoint took back
     * until it is refreshed, as with all entities.
     *
     * <p>Where a synchronous standby is awaited, a COMMIT that was cancelled in that wait succeeds with a warning only, and a
     * failover may lose it. The caller's COMMIT is the caller's to look at: {@code connection.getWarnings()} after {@code
     * connection.commit()} has one of SQLState 01000, raised by the server's routine {@code SyncRepWaitForLSN}. Or ask {@link
     * Bank#transfers()} for the same id after the COMMIT: it answers when a COMMIT of its own has waited for the standby.
     *
     * @param entityManager Hibernate's, injected or plain, of a persistence unit that knows the entities of
     *     {@code io.simplebank.domain}
     * @return the service, as thread-safe as the entity manager
     * @throws IllegalArgumentException if the persistence unit is not Hibernate's, or does not know the entities
     */
    static TransferService joining(EntityManager entityManager) {
        CallersTransactions transactions = CallersTransactions.of(Arguments.notNull("entityManager", entityManager));
        Ledger ledger = new Ledger(Clock.systemUTC());
        return new Transfers(transactions, new JoiningTeller(transactions, ledger), ledger);
    }

    /**
     * Moves money from one account to another.
     *
     * <p>The request's id is the idempotency key: the same request again returns the stored transfer and moves nothing,
     * even if an account was closed since. Ids of transfers, reversals and holds are all of one kind: none is used twice.
     *
     * @param request what to move
     * @return the transfer, as it is stored
     * @throws io.simplebank.domain.TransferConflictException if the id was used by a transfer of other content
     * @throws io.simplebank.domain.AccountNotFoundException if an account does not exist
     * @throws io.simplebank.domain.AccountNotOpenException if an account is closed, or frozen in the direction of the
     *     transfer
     * @throws io.simplebank.domain.WrongCurrencyException if the amount is not in the accounts' currency
     * @throws io.simplebank.domain.UnknownCurrencyException if that is because Joda-Money does not know an account's currency
     * @throws io.simplebank.domain.CurrencyMismatchException if the ledger counts the currency with another number of decimal
     *     places than the amount has
     * @throws io.simplebank.domain.LeastBalanceException if an account has less available than the request demands
     * @throws io.simplebank.domain.InsufficientFundsException if less than the minimum balance would remain available
     * @throws io.simplebank.domain.MaximumBalanceException if the balance would exceed the maximum of the account to credit
     * @throws io.simplebank.domain.BalanceOverflowException if a balance would leave the range of 64 bits
     * @throws io.simplebank.domain.AccountBusyException if another session kept an account of the call's, a table, or the
     *     same id uncommitted, for longer than the lock timeout of 5 seconds
     * @throws io.simplebank.domain.PostingRefusedException if the database refused it: by a constraint or a trigger of the
     *     application's, whatever SQLState it raises, by a policy or a right that is missing, or because its encoding has no
     *     room for the reference
     * @throws io.simplebank.domain.SchemaMismatchException if a statement, or such a trigger's, names what is not there
     * @throws io.simplebank.domain.BankUnavailableException if there was no connection, it was lost, or leads to a standby; or
     *     if the server cannot do its work
     */
    Transfer transfer(TransferRequest request);

    /**
     * Makes several transfers in order, all of them or none: a → b → c works with nothing in b beforehand. At most 10,000,
     * because they are one transaction, and others wait for their accounts until it ends; {@link #transferEach(List)} has no
     * such bound.
     *
     * @param requests what to move, 1 to 10,000
     * @return the transfers, in the order of the requests; replays among them as they are stored
     * @throws IllegalArgumentException if there are none, or more than 10,000; nothing has been sent then
     * @throws io.simplebank.domain.BankException as {@link #transfer} does; it names the request that failed, by its id and
     *     by {@link io.simplebank.domain.BankException#getRequestIndex()}
     */
    List<Transfer> transferAll(List<TransferRequest> requests);

    /**
     * Makes many transfers, each on its own: what one is refused for, by the ledger or by the database, the others do not
     * feel. As many as 1,000 share a transaction and its two statements. Sending the list again is safe, and goes on where an
     * earlier call broke off; but a transfer that takes the database longer than the statement timeout ends the call each
     * time, with those that share its transaction.
     *
     * @param requests what to move; none is fine
     * @return what became of each, in the order of the requests
     * @throws io.simplebank.domain.BankUnavailableException if the database is away: part of the transfers may have been
     *     made. As {@link io.simplebank.domain.BankClosedException} and {@link io.simplebank.domain.BankInterruptedException}
     *     it ends the call, because it says nothing about the transfer. Send the list again
     */
    List<TransferOutcome> transferEach(List<TransferRequest> requests);

    /**
     * Makes any number of transfers, each on its own, as {@link #transferEach(List)} does, in bounded memory: at most 2,000
     * are under way at a time. In the caller's transaction it takes them 10,000 at a time, each time with the locks that
     * these need; {@link AccountService#lock} ahead of more.
     *
     * @param requests what to move; the caller closes the stream
     * @param progress told what became of each, in the order of the requests, on the caller's thread. If it or the stream
     *     throws, or the stream yields {@code null}, the call ends with that; up to 2,000 transfers behind what it was told
     *     of may have been made
     * @throws io.simplebank.domain.BankUnavailableException as {@link #transferEach(List)} does
     */
    void transferEach(Stream<TransferRequest> requests, Consumer<? super TransferOutcome> progress);

    /**
     * Reverses a transfer in full: posts the opposite, as a transfer that carries
     * {@link Transfer#getReversesId()}.
     *
     * <p>Its id is derived from the transfer's id and the amount (a SHA-256 of both): the same call again, from whichever
     * node, returns the same reversal and moves nothing. Where somebody has used that id for something else, the reversal
     * has another one, which follows from the same and which no caller can use
     * ({@link TransferRequest#isReserved}): nobody keeps a transfer from being reversed by taking an id.
     *
     * @param transferId the transfer to reverse
     * @return the reversal, as it is stored
     * @throws io.simplebank.domain.TransferNotFoundException if there is no such transfer
     * @throws io.simplebank.domain.AlreadyReversedException if part of it was reversed before, or it is a reversal itself
     * @throws io.simplebank.domain.InsufficientFundsException if the account that was credited has less available
     * @throws io.simplebank.domain.BankException as {@link #transfer} does
     */
    Transfer reverse(UUID transferId);

    /**
     * Reverses a part of a transfer. Any number of parts may be, which together do not exceed it.
     *
     * <p>The reversal's id is derived from the transfer's id and the part: <b>the same part again is the same call</b>,
     * returns the same reversal and moves nothing. For a second part of equal amount, give ids of your own:
     * {@link #reverse(UUID, Money, UUID)}.
     *
     * @param transferId the transfer to reverse
     * @param part what is to go back, above zero, in the transfer's currency
     * @return the reversal, as it is stored
     * @throws io.simplebank.domain.TransferNotFoundException if there is no such transfer
     * @throws io.simplebank.domain.AlreadyReversedException if less than the part is left to reverse
     * @throws io.simplebank.domain.BankException as {@link #transfer} does
     */
    Transfer reverse(UUID transferId, Money part);

    /**
     * Reverses a part of a transfer under an id of the caller's choice, a refund's for instance.
     *
     * @param transferId the transfer to reverse
     * @param part what is to go back, above zero, in the transfer's currency
     * @param reversalId the reversal's id: the same call again returns the same reversal
     * @return the reversal, as it is stored
     * @throws io.simplebank.domain.TransferConflictException if the id was used for anything else
     * @throws io.simplebank.domain.TransferNotFoundException if there is no such transfer
     * @throws io.simplebank.domain.AlreadyReversedException if less than the part is left to reverse
     * @throws io.simplebank.domain.BankException as {@link #transfer} does
     * @throws IllegalArgumentException if the id is {@link TransferRequest#isReserved reserved}
     */
    Transfer reverse(UUID transferId, Money part, UUID reversalId);

    /**
     * Reserves money for a transfer to come: what is available on the account falls, the balance does not.
     *
     * <p>The request's id is the idempotency key: the same request again returns the hold, whatever has become of it; how
     * long it lives is not compared.
     *
     * @param request the transfer to come
     * @param timeToLive how long it can be captured: from a microsecond to 36,525 days
     * @return the hold
     * @throws io.simplebank.domain.BankException as {@link #transfer} does
     */
    Hold hold(TransferRequest request, Duration timeToLive);

    /**
     * Captures a hold in full: posts <i>the transfer of the same id</i>.
     *
     * @param holdId the hold
     * @return the transfer; the stored one if the hold was captured in full before
     * @throws io.simplebank.domain.TransferNotFoundException if there is no such hold
     * @throws io.simplebank.domain.HoldNotPendingException if it was released, or its time is over: the books then say that
     *     it has expired, and its money is free
     * @throws io.simplebank.domain.TransferConflictException if it was captured with another amount before
     * @throws io.simplebank.domain.AccountNotOpenException if an account is closed, or frozen in the direction of the
     *     transfer; the hold is still pending
     * @throws io.simplebank.domain.BankException as {@link #transfer} does
     */
    Transfer capture(UUID holdId);

    /**
     * Captures a part of a hold; the rest is free again.
     *
     * @param holdId the hold
     * @param amount what is to move: above zero, at most what is held
     * @return the transfer; the stored one if just this amount was captured before
     * @throws io.simplebank.domain.HoldExceededException if less is held; the hold is still pending
     * @throws io.simplebank.domain.BankException as {@link #capture(UUID)} does
     */
    Transfer capture(UUID holdId, Money amount);

    /**
     * Sets the money of a hold free, whatever the status of its accounts. Nothing happens if it is free already.
     *
     * @param holdId the hold
     * @return the hold, released, or expired if its time was over
     * @throws io.simplebank.domain.TransferNotFoundException if there is no such hold
     * @throws io.simplebank.domain.HoldNotPendingException if it was captured
     */
    Hold release(UUID holdId);

    /**
     * Looks up a hold.
     *
     * @param holdId its id
     * @return the hold, if there is one
     */
    Optional<Hold> findHold(UUID holdId);

    /**
     * The pending holds on an account, in order of id.
     *
     * @param accountId the account on which the money is reserved; none are found for one that does not exist
     * @param offset how many to pass over, 0 or more, of those that are pending when the call is made: <b>whoever releases
     *     or captures what a page holds misses as many on the next</b>. {@link #pendingHolds(UUID, UUID, int)} does not
     * @param limit the most holds to return, 0 or more
     * @return the holds, among them those whose time is over and that nobody has touched since
     */
    List<Hold> pendingHolds(UUID accountId, int offset, int limit);

    /**
     * The pending holds on an account, in order of id, page by page. Each hold that is pending throughout is on one page,
     * whatever becomes of the others between two pages.
     *
     * @param accountId the account on which the money is reserved; none are found for one that does not exist
     * @param afterId the id to begin behind, of a hold that is still pending or not; {@code null} for the beginning
     * @param limit the most holds to return, 0 or more
     * @return the holds, among them those whose time is over and that nobody has touched since; the next page begins behind
     *     the last one's id. Order is PostgreSQL's, which takes ids for unsigned; {@link UUID#compareTo} does not
     */
    List<Hold> pendingHolds(UUID accountId, @Nullable UUID afterId, int limit);

    /**
     * Sets free the money of holds whose time is over, the longest due first. To be called now and then, from as many nodes
     * as you like: each hold ends once. Holds that another transaction has locked, or the account of, are passed over and do
     * not count.
     *
     * <p>{@link Bank#transfers()} does it in one transaction, if all goes well. A hold that the database refuses to end (a
     * constraint of the application's, a number out of range) is passed over too, after the others have been tried apart
     * from it: up to 1,000 of them. Listeners are told of each, as of a {@code release} that was refused, and the call throws
     * what happened to the first if nothing has expired. In the caller's transaction, an error of the database ends it.
     *
     * @param limit the most holds to set free, above zero
     * @return how many have expired; if that is less than the limit, the rest was busy or refused, or there is no rest
     * @throws io.simplebank.domain.BankUnavailableException if there was no connection, or it was lost: some holds may have
     *     expired, with an unknown outcome if it was lost in COMMIT, since nobody knows then how many; or if nothing has, because the database could not end a hold, which is the
     *     {@link io.simplebank.domain.BankException#getRequestId()}
     * @throws io.simplebank.domain.PostingRefusedException if nothing has expired, because a constraint refused a hold's end
     */
    int expireHolds(int limit);

    /**
     * Moves money without waiting for it: {@link Bank#transfers()} only.
     *
     * @param request what to move
     * @return completed on the common pool (on a new thread where that has fewer than two, as on two cores), never on a
     *     thread of the bank's, with the transfer or with what {@link #transfer} throws; failed at once if
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

    /**
     * The transfers that carry a reference, in order of id: as they were requested, where ids are of version 7.
     *
     * @param reference the reference, to the letter
     * @param afterId the id to begin behind, {@code null} for the beginning
     * @param limit the most transfers to return, 0 or more
     * @return the transfers; the next page begins behind the last one's id. Order is PostgreSQL's, which takes ids for
     *     unsigned; {@link UUID#compareTo} does not
     */
    List<Transfer> listByReference(String reference, @Nullable UUID afterId, int limit);

    /**
     * Blanks the reference of a transfer, and of the hold of the same id, because it may hold personal data. Nothing
     * happens if there is none. It is the only thing about them that can ever be changed.
     *
     * <p>Then nobody can tell any more what the reference was, the ledger neither: <b>the original request, sent again,
     * conflicts on {@code reference}</b>, and moves nothing. Sent again without a reference it is a replay. So blank what
     * nobody will send again.
     *
     * @param transferId the transfer's id, or the hold's
     * @throws io.simplebank.domain.TransferNotFoundException if there is neither
     * @throws io.simplebank.domain.AccountBusyException if the hold is pending, and the account on which the money is
     *     reserved stayed locked for longer than the lock timeout; that account is locked, so that no capture under way
     *     brings the reference back
     * @throws io.simplebank.domain.BankUnavailableException if there was no connection, or it was lost; doing it again is
     *     safe
     */
    void blankReference(UUID transferId);
}
