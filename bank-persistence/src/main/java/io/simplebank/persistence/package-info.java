/**
 * Moves money: {@link io.simplebank.persistence.Bank} opens the ledger,
 * {@link io.simplebank.persistence.TransferService} posts to it, {@link io.simplebank.persistence.AccountService} keeps
 * its accounts.
 *
 * <p>A call takes the same path whether the library owns the transaction or joins the caller's. A {@code Command} says
 * which accounts and transfers it touches and how it posts; a {@code Teller} brings it to the ledger, alone in the
 * caller's transaction or gathered with others ({@code GroupCommit}); {@code Ledger} locks the accounts (by a
 * {@code LedgerSession}, in ascending order of id, once), looks up which transfers exist already, applies the commands
 * in memory ({@code Books}) and writes everything in one statement ({@code Journal}). {@code OwnTransactions} begins,
 * commits and retries; {@code CallersTransactions} never does.
 */
@NullMarked
package io.simplebank.persistence;

import org.jspecify.annotations.NullMarked;
