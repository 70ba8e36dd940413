package io.simplebank.persistence.benchmark;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;

/** A transfer in two steps, each a call of its own: {@code hold}, then {@code capture}. */
final class HoldAndCapture implements Contender {

    private final UUID[] accounts;
    private final Bank bank;

    HoldAndCapture(String url) {
        accounts = LedgerSchema.accountIds(url);
        bank = Bank.at(url).open();
    }

    @Override
    public int call(Supplier<Move> moves) {
        TransferRequest request = Library.request(accounts, moves.get());
        bank.transfers().hold(request, Duration.ofDays(7));
        bank.transfers().capture(request.id());
        return 1;
    }

    @Override
    public void close() {
        bank.close();
    }
}
