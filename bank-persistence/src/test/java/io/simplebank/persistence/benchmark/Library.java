package io.simplebank.persistence.benchmark;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.util.UUID;
import java.util.function.Supplier;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** {@code bank.transfers()} of a bank that is opened with every default. */
final class Library implements Contender {

    private final UUID[] accounts;
    private final Bank bank;

    Library(String url) {
        accounts = LedgerSchema.accountIds(url);
        bank = Bank.at(url).open();
    }

    @Override
    public int call(Supplier<Move> moves) {
        bank.transfers().transfer(request(accounts, moves.get()));
        return 1;
    }

    static TransferRequest request(UUID[] accounts, Move move) {
        return TransferRequest.of(
                accounts[move.from()], accounts[move.to()], Money.ofMinor(CurrencyUnit.EUR, move.amount()));
    }

    @Override
    public void close() {
        bank.close();
    }
}
