package io.simplebank.persistence.benchmark;

import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.util.List;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Stream;

/** {@code bank.transfers().transferEach(requests)}, as an import or a payroll does: 5,000 transfers a call. */
final class Each implements Contender {

    private static final int TRANSFERS = 5_000;

    private final UUID[] accounts;
    private final Bank bank;

    Each(String url) {
        accounts = LedgerSchema.accountIds(url);
        bank = Bank.at(url).open();
    }

    @Override
    public int call(Supplier<Move> moves) {
        List<TransferRequest> requests = Stream.generate(moves)
                .limit(TRANSFERS)
                .map(move -> Library.request(accounts, move))
                .toList();
        return (int) bank.transfers().transferEach(requests).stream()
                .filter(Posted.class::isInstance)
                .count();
    }

    @Override
    public void close() {
        bank.close();
    }
}
