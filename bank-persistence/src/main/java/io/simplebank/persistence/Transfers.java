package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;

/** The transfer service over either way to get a transaction. */
final class Transfers implements TransferService {

    private final Transacting transactions;
    private final Teller teller;

    Transfers(Transacting transactions, Teller teller) {
        this.transactions = transactions;
        this.teller = teller;
    }

    @Override
    public Transfer transfer(TransferRequest request) {
        return teller.serve(new LinkedTransfers(List.of(Arguments.notNull("request", request))))
                .get(0);
    }

    @Override
    public CompletionStage<Transfer> submit(TransferRequest request) {
        Arguments.notNull("request", request);
        if (teller instanceof GroupCommit groups) {
            return groups.submit(new LinkedTransfers(List.of(request))).thenApply(transfers -> transfers.get(0));
        }
        throw new IllegalStateException("a transfer in the caller's transaction cannot be answered later:"
                + " use transfer(request), or submit(request) of Bank.transfers()");
    }

    @Override
    public List<Transfer> transferAll(List<TransferRequest> requests) {
        Arguments.notNull("requests", requests).forEach(request -> Arguments.notNull("request", request));
        return teller.serve(new LinkedTransfers(List.copyOf(requests)));
    }

    @Override
    public Optional<Transfer> find(UUID transferId) {
        Arguments.notNull("transferId", transferId);
        return transactions.read(
                session -> session.createSelectionQuery("select t from Transfer t where t.id = :id", Transfer.class)
                        .setParameter("id", transferId)
                        .uniqueResultOptional());
    }

    @Override
    public List<Transfer> list(UUID accountId, long afterPosition, int limit) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNegative("afterPosition", afterPosition);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> session.createSelectionQuery("""
                        select t from Entry e join Transfer t on t.id = e.transferId
                        where e.accountId = :account and e.position > :after
                        order by e.position""", Transfer.class)
                .setParameter("account", accountId)
                .setParameter("after", afterPosition)
                .setMaxResults(limit)
                .getResultList());
    }
}
