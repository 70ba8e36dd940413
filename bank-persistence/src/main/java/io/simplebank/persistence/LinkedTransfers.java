package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/** Transfers that happen in order, all of them or none. */
record LinkedTransfers(List<TransferRequest> requests) implements Command<List<Transfer>> {

    /** One transaction, in which all their accounts are locked: half a second of work for a small server. */
    static final int MOST = 10_000;

    LinkedTransfers {
        if (requests.isEmpty()) {
            throw new IllegalArgumentException("requests must not be empty");
        }
        if (requests.size() > MOST) {
            throw new IllegalArgumentException(
                    "requests must be at most " + MOST + ", because all or none of them is one"
                            + " transaction, but are " + requests.size()
                            + ": use transferEach, which makes each on its own, or several calls");
        }
    }

    @Override
    public BankListener.Kind kind() {
        return BankListener.Kind.TRANSFER_ALL;
    }

    @Override
    public UUID requestId() {
        return requests.get(0).id();
    }

    @Override
    public Set<UUID> accountIds() {
        Set<UUID> ids = new LinkedHashSet<>();
        requests.forEach(request -> ids.addAll(SingleTransfer.accountIds(request)));
        return ids;
    }

    @Override
    public Set<UUID> transferIds() {
        Set<UUID> ids = new LinkedHashSet<>();
        requests.forEach(request -> ids.add(request.id()));
        return ids;
    }

    @Override
    public List<Transfer> applyTo(Books books) {
        List<Transfer> transfers = new ArrayList<>(requests.size());
        for (TransferRequest request : requests) {
            try {
                transfers.add(books.post(request));
            } catch (BankException refusal) {
                refusal.nameRequest(transfers.size());
                throw refusal;
            }
        }
        return transfers;
    }
}
