package io.simplebank.persistence.testing;

import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.Objects.requireNonNull;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/**
 * Opens accounts with money on them, for a test to begin with. The money comes by ordinary transfers from one account for
 * each currency that has no minimum balance, the <i>world</i>: so the books balance, and an audit finds them clean.
 * Thread-safe.
 */
public final class TestAccounts {

    private static final String WORLD = "world";

    private final Bank bank;

    private TestAccounts(Bank bank) {
        this.bank = bank;
    }

    /**
     * Accounts of a bank that was not injected.
     *
     * @param bank any
     * @return what opens accounts there; the same world as of any other on the same database
     */
    public static TestAccounts of(Bank bank) {
        return new TestAccounts(requireNonNull(bank, "bank"));
    }

    /**
     * Opens an account with a minimum balance of zero.
     *
     * @param owner whom it belongs to, 1 to 255 characters; several accounts may have one owner
     * @param balance what stands on it then, zero or more: {@code "EUR 100.00"}
     * @return the account, with the money on it
     * @throws IllegalArgumentException if the balance is no amount or negative, or the owner is blank
     */
    public Account open(String owner, String balance) {
        return open(owner, Money.parse(balance));
    }

    /**
     * Opens an account with a minimum balance of zero.
     *
     * @param owner whom it belongs to, 1 to 255 characters; several accounts may have one owner
     * @param balance what stands on it then, zero or more
     * @return the account, with the money on it
     * @throws IllegalArgumentException if the balance is negative, or the owner is blank
     */
    public Account open(String owner, Money balance) {
        return open(OpenAccount.of(owner, balance.getCurrencyUnit()), balance);
    }

    /**
     * Opens an account as a request describes it, with limits or an id of the test's choice.
     *
     * @param request what is asked for
     * @param balance what stands on it then, zero or more
     * @return the account, with the money on it
     * @throws IllegalArgumentException if the balance is negative
     * @throws io.simplebank.domain.BankException if the account cannot be opened so, or not have so much
     */
    public Account open(OpenAccount request, Money balance) {
        if (balance.isNegative()) {
            throw new IllegalArgumentException("a new account's balance must not be negative, but is " + balance);
        }
        Account opened = bank.accounts().open(request);
        return balance.isZero() ? opened : deposit(opened.getId(), balance);
    }

    /**
     * Lets money enter an account from the world.
     *
     * @param account which one
     * @param amount how much, above zero: {@code "EUR 100.00"}
     * @return the account, with the money on it
     * @throws IllegalArgumentException if the amount is none or not above zero
     * @throws io.simplebank.domain.BankException if the account cannot take it
     */
    public Account deposit(UUID account, String amount) {
        return deposit(account, Money.parse(amount));
    }

    private Account deposit(UUID account, Money amount) {
        UUID world = world(amount.getCurrencyUnit()).getId();
        bank.transfers().transfer(TransferRequest.of(world, account, amount));
        return bank.accounts().get(account);
    }

    /**
     * The account through which money of a currency enters and leaves.
     *
     * @param currency the currency
     * @return the account, opened if this is the first look at it; its balance is what all others have, below zero
     */
    public Account world(CurrencyUnit currency) {
        // Opening it again, from wherever, is a replay: the id follows from the currency.
        UUID id = UUID.nameUUIDFromBytes((WORLD + ' ' + currency.getCode()).getBytes(UTF_8));
        return bank.accounts()
                .open(OpenAccount.of(WORLD, currency).withoutMinimumBalance().withId(id));
    }
}
