package io.simplebank.persistence;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import jakarta.persistence.EntityManager;
import java.time.Clock;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the accounts, in one of the same two ways as {@link TransferService}: {@link Bank#accounts()} with transactions
 * of its own, thread-safe, or {@link #joining} the caller's.
 *
 * <p>Errors are {@link io.simplebank.domain.BankException}s; an argument that can never be right is an
 * {@link IllegalArgumentException}. Every method that names an account which does not exist throws
 * {@link io.simplebank.domain.AccountNotFoundException}, unless it says otherwise.
 */
public interface AccountService {

    /**
     * A service that takes part in the transaction which the entity manager is in at each call, under the rules of
     * {@link TransferService#joining}.
     *
     * @param entityManager Hibernate's, injected or plain
     * @return the service, as thread-safe as the entity manager
     * @throws IllegalArgumentException if the persistence unit is not Hibernate's, or does not know the entities
     */
    static AccountService joining(EntityManager entityManager) {
        CallersTransactions transactions = CallersTransactions.of(Arguments.notNull("entityManager", entityManager));
        Clock clock = Clock.systemUTC();
        return new Accounts(transactions, new JoiningTeller(transactions, new Ledger(clock)), clock);
    }

    /**
     * Opens an account. Its id is the idempotency key: the same request again returns the account as it is now.
     *
     * @param request whose account, and in which currency
     * @return the account, empty and open if it is new
     * @throws io.simplebank.domain.AccountConflictException if the id is that of an account with another owner or
     *     currency; the minimum balance is not compared, because it may have changed since
     * @throws io.simplebank.domain.CurrencyMismatchException if the ledger counts the currency with another number of decimal
     *     places than Joda-Money
     */
    Account open(OpenAccount request);

    /**
     * An account that is known to exist.
     *
     * @param id the account
     * @return the account
     */
    Account get(UUID id);

    /**
     * An account that may exist.
     *
     * @param id the account
     * @return the account, if there is one
     */
    Optional<Account> find(UUID id);

    /**
     * All accounts, in order of id: as they were opened, where ids are of version 7.
     *
     * @param offset how many to pass over, 0 or more; they are read all the same. Where accounts are added or removed
     *     between two pages, the second misses some or repeats some: {@link #list(UUID, int)} does neither
     * @param limit the most accounts to return, 0 or more
     * @return the accounts
     */
    List<Account> list(int offset, int limit);

    /**
     * All accounts, in order of id, page by page. Each account that is there throughout is on one page, whatever is added
     * or removed between two of them; and a late page costs no more than the first.
     *
     * @param afterId the id to begin behind, of an account that is there or not; {@code null} for the beginning
     * @param limit the most accounts to return, 0 or more
     * @return the accounts; the next page begins behind the last one's id. Order is PostgreSQL's, which takes ids for
     *     unsigned; {@link UUID#compareTo} does not
     */
    List<Account> list(@Nullable UUID afterId, int limit);

    /**
     * An owner's accounts, in order of id.
     *
     * @param owner the owner, to the letter
     * @param offset how many to pass over, 0 or more; see {@link #list(int, int)}
     * @param limit the most accounts to return, 0 or more
     * @return the accounts
     */
    List<Account> list(String owner, int offset, int limit);

    /**
     * An owner's accounts, in order of id, page by page, as {@link #list(UUID, int)} lists all.
     *
     * @param owner the owner, to the letter
     * @param afterId the id to begin behind, {@code null} for the beginning
     * @param limit the most accounts to return, 0 or more
     * @return the accounts; the next page begins behind the last one's id
     */
    List<Account> list(String owner, @Nullable UUID afterId, int limit);

    /**
     * Locks accounts until the caller's transaction ends, in the ledger's order, ahead of what follows: several
     * transfers, or a look at a balance that must not change before it is acted on. Managed accounts are refreshed.
     *
     * @param ids the accounts, in any order
     * @throws IllegalStateException if this service does not join a transaction: a lock of its own would end at once
     * @throws io.simplebank.domain.LockOrderException if the transaction holds accounts behind one that is busy
     * @throws io.simplebank.domain.AccountBusyException if an account stayed locked for longer than the caller's
     *     {@code lock_timeout}
     */
    void lock(UUID... ids);

    /**
     * Sets what must remain available after every debit.
     *
     * @param id the account
     * @param minimum in the account's currency, {@code null} for no limit
     * @throws io.simplebank.domain.AccountNotOpenException if the account is closed
     * @throws io.simplebank.domain.WrongCurrencyException if the minimum is in another currency
     * @throws io.simplebank.domain.InsufficientFundsException if less than the minimum is available
     */
    void setMinimumBalance(UUID id, @Nullable Money minimum);

    /**
     * Sets what the balance may reach.
     *
     * @param id the account
     * @param maximum in the account's currency, {@code null} for no limit
     * @throws io.simplebank.domain.AccountNotOpenException if the account is closed
     * @throws io.simplebank.domain.WrongCurrencyException if the maximum is in another currency
     * @throws io.simplebank.domain.MaximumBalanceException if the balance is above the maximum
     */
    void setMaximumBalance(UUID id, @Nullable Money maximum);

    /**
     * Stops all movement on an account, whatever was frozen before. Money that is held stays so, and can be released.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountNotOpenException if it is closed
     */
    void freeze(UUID id);

    /**
     * Lets money enter an account, but not leave it, whatever was frozen before.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountNotOpenException if it is closed
     */
    void freezeDebits(UUID id);

    /**
     * Lets money leave an account, but not enter it, whatever was frozen before.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountNotOpenException if it is closed
     */
    void freezeCredits(UUID id);

    /**
     * Lets money move again in both directions; nothing happens if the account is open already.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountNotOpenException if it is closed
     */
    void unfreeze(UUID id);

    /**
     * Closes an account; its history stays. Nothing happens if it is closed already.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountInUseException if its balance is not zero, or a hold on it or in its favour is
     *     pending
     * @throws io.simplebank.domain.AccountNotOpenException if it is frozen
     */
    void close(UUID id);

    /**
     * Opens a closed account again; nothing happens if it is open.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountNotOpenException if it is frozen
     */
    void reopen(UUID id);

    /**
     * Removes an account that never had an entry or a hold.
     *
     * @param id the account
     * @throws io.simplebank.domain.AccountInUseException if it has a history, or a hold names it: close it instead
     */
    void delete(UUID id);

    /**
     * Brings an account to a balance by posting the difference against another account.
     *
     * @param id the account to adjust
     * @param newBalance what the balance is to be, in the account's currency
     * @param counterAccountId where the difference comes from or goes to
     * @return the transfer, empty if the balance was right already
     * @throws io.simplebank.domain.BankException as {@link TransferService#transfer} does
     */
    Optional<Transfer> adjustBalance(UUID id, Money newBalance, UUID counterAccountId);

    /**
     * One line of an account's history.
     *
     * @param accountId the account
     * @param position the line's number, from 1 to {@link Account#getPosition()}
     * @return the entry
     * @throws IllegalArgumentException if the account has no entry at that position
     */
    Entry entry(UUID accountId, long position);

    /**
     * An account's history in order of position.
     *
     * @param accountId the account; nothing is found for one that does not exist
     * @param afterPosition the position to begin behind, 0 for the beginning
     * @param limit the most entries to return, 0 or more
     * @return the entries; the next page begins behind the last one's position
     */
    List<Entry> entries(UUID accountId, long afterPosition, int limit);

    /**
     * An account's lines of a period, page by page, in order of position.
     *
     * @param accountId the account
     * @param from the beginning of the period: what was booked then belongs to it
     * @param to the end of the period: what was booked then belongs to the next one; what an instant means that is younger
     *     than the oldest transaction under way, {@link #statement} says
     * @param afterPosition the position to begin behind, 0 for the first in the period
     * @param limit the most entries to return, 0 or more
     * @return the entries; the next page begins behind the last one's position
     * @throws IllegalArgumentException if {@code from} is after {@code to}
     */
    List<Entry> entries(UUID accountId, Instant from, Instant to, long afterPosition, int limit);

    /**
     * An account's history, read as it is consumed: 1,000 lines at a time, whatever its length. It ends with the last line
     * that there is when this method is called, though others go on posting.
     *
     * <p>There is nothing to close: each page is a read of its own, and history never changes. {@link Bank#accounts()}
     * reads each in a transaction of its own, in which it holds a connection; the stream may be left unconsumed, or
     * passed to another thread. {@link #joining} reads through the caller's entity manager: consume the stream on its
     * thread, in the same transaction. The entries are not managed. What a call can throw, consuming can throw too.
     *
     * @param accountId the account
     * @param afterPosition the position to begin behind, 0 for the beginning
     * @return the entries in order of position, sequential
     */
    Stream<Entry> stream(UUID accountId, long afterPosition);

    /**
     * An account's lines of a period, read as they are consumed, as {@link #stream(UUID, long)} does. They are those that
     * there are when this method is called.
     *
     * @param accountId the account
     * @param from the beginning of the period: what was booked then belongs to it
     * @param to the end of the period: what was booked then belongs to the next one
     * @return the entries in order of position, sequential
     * @throws IllegalArgumentException if {@code from} is after {@code to}
     */
    Stream<Entry> stream(UUID accountId, Instant from, Instant to);

    /**
     * What stood on an account at a moment: the balance after the last entry that was booked then or before. The answer is
     * final once the account has an entry that was booked later; {@link #statement} says why.
     *
     * @param accountId the account
     * @param when the moment
     * @return the balance, zero before the first entry
     * @throws io.simplebank.domain.UnknownCurrencyException if Joda-Money does not know the account's currency
     * @throws io.simplebank.domain.CurrencyMismatchException if the ledger counts it with another number of decimal places
     */
    Money balanceAt(UUID accountId, Instant when);

    /**
     * What happened on an account in a period: the balance before it, every line, the balance after it, and the sums of
     * debits and credits. Statements of periods that adjoin meet without a gap or an overlap.
     *
     * <p>It is right however many others post meanwhile: the first and the last line are found in one look at the account,
     * and lines never change. It costs about twenty lookups for each end of the period, and then only what the period
     * holds; the account's history is not read. All its lines are in memory, some 120 bytes each by their fields: for a
     * period with millions, take the balances from {@link #balanceAt} and the lines from
     * {@link #stream(UUID, Instant, Instant)}.
     *
     * <p><b>A period that is not over yet.</b> A posting takes its time from its node's clock once it has the locks, never
     * before the account's last, and becomes visible when its transaction commits. So a line may still join a period that
     * has just ended: of a transaction that is under way, or from a node whose clock is behind. <i>As soon as the account
     * has a line that was booked at {@code to} or later, the statement is final</i>, whatever any clock says: times never
     * go back on an account, and its lines become visible in order.
     *
     * @param accountId the account
     * @param from the beginning of the period: what was booked then belongs to it
     * @param to the end of the period: what was booked then belongs to the next one
     * @return the statement
     * @throws IllegalArgumentException if {@code from} is after {@code to}
     * @throws io.simplebank.domain.CurrencyMismatchException if the ledger counts the account's currency with another number of
     *     decimal places than Joda-Money
     */
    Statement statement(UUID accountId, Instant from, Instant to);
}
