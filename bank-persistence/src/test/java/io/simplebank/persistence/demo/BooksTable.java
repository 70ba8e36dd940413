package io.simplebank.persistence.demo;

import io.simplebank.domain.Account;
import java.math.BigDecimal;
import java.util.List;

/** The accounts as a table: the first few, the others in one line, and the total. */
final class BooksTable {

    private static final int SHOWN = 4;
    private static final String ROW = "%-24s %,9d %,16.2f";

    private BooksTable() {}

    static void print(Screen screen, List<Account> accounts) {
        List<Account> shown = accounts.subList(0, SHOWN);
        List<Account> others = accounts.subList(SHOWN, accounts.size());
        screen.line("%-24s %9s %16s", "account", "entries", "balance");
        shown.forEach(account -> printSum(screen, account.getOwner(), List.of(account)));
        printSum(screen, others.size() + " more", others);
        printSum(screen, "total", accounts);
    }

    private static void printSum(Screen screen, String name, List<Account> accounts) {
        long entries = accounts.stream().mapToLong(Account::getPosition).sum();
        BigDecimal balance = accounts.stream()
                .map(account -> account.getBalance().getAmount())
                .reduce(BigDecimal.ZERO, BigDecimal::add);
        screen.line(ROW, name, entries, balance);
    }
}
