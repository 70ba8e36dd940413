package io.simplebank.persistence;

import io.simplebank.domain.BankException;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Answer.Refused;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import java.util.concurrent.CompletionStage;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** The transfer service over either way to get a transaction. */
final class Transfers implements TransferService {

    private final Transacting transactions;
    private final Teller teller;
    private final Ledger ledger;

    Transfers(Transacting transactions, Teller teller, Ledger ledger) {
        this.transactions = transactions;
        this.teller = teller;
        this.ledger = ledger;
    }

    @Override
    public Transfer transfer(TransferRequest request) {
        return teller.serve(new SingleTransfer(Arguments.notNull("request", request)))
                .transfer();
    }

    @Override
    public CompletionStage<Transfer> submit(TransferRequest request) {
        Arguments.notNull("request", request);
        if (teller instanceof GroupCommit groups) {
            return groups.submit(new SingleTransfer(request)).thenApply(Posted::transfer);
        }
        throw new IllegalStateException("a transfer in the caller's transaction cannot be answered later:"
                + " use transfer(request), or submit(request) of Bank.transfers()");
    }

    @Override
    public List<Transfer> transferAll(List<TransferRequest> requests) {
        return teller.serve(new LinkedTransfers(allOf(requests)));
    }

    @Override
    public List<TransferOutcome> transferEach(List<TransferRequest> requests) {
        List<TransferOutcome> outcomes = new ArrayList<>();
        transferEach(allOf(requests).stream(), outcomes::add);
        return outcomes;
    }

    /** A copy, walked through once: what the list says of its size, or a second time, is not relied on. */
    private static List<TransferRequest> allOf(List<TransferRequest> requests) {
        List<TransferRequest> all = new ArrayList<>();
        for (TransferRequest request : Arguments.notNull("requests", requests)) {
            all.add(Arguments.notNull("request " + all.size(), request));
        }
        return all;
    }

    @Override
    public void transferEach(Stream<TransferRequest> requests, Consumer<? super TransferOutcome> progress) {
        Arguments.notNull("requests", requests);
        Arguments.notNull("progress", progress);
        teller.serveEach(
                requests.map(request -> new SingleTransfer(Arguments.notNull("request", request)))
                        .iterator(),
                (transfer, answer) -> progress.accept(outcome(transfer.request(), answer)));
    }

    private static TransferOutcome outcome(TransferRequest request, Answer<Posted> answer) {
        if (answer instanceof Refused<Posted> refused && refused.refusal() instanceof BankException reason) {
            return new TransferOutcome.Refused(request, reason);
        }
        return answer.get();
    }

    @Override
    public Transfer reverse(UUID transferId) {
        Transfer original = original(transferId);
        return teller.serve(Reversal.of(original, original.getAmount()));
    }

    @Override
    public Transfer reverse(UUID transferId, Money part) {
        Arguments.notNull("transferId", transferId);
        Arguments.positive("part", part);
        return teller.serve(Reversal.of(original(transferId), part));
    }

    @Override
    public Transfer reverse(UUID transferId, Money part, UUID reversalId) {
        Arguments.notNull("transferId", transferId);
        Arguments.positive("part", part);
        if (TransferRequest.isReserved(Arguments.notNull("reversalId", reversalId))) {
            throw new IllegalArgumentException(
                    "reversalId " + reversalId + " is of the form that the ledger keeps for reversals of its own");
        }
        return teller.serve(Reversal.of(original(transferId), part, reversalId));
    }

    /** Looked up ahead of the locks, because it names the accounts; what it says never changes. */
    private Transfer original(UUID transferId) {
        Arguments.notNull("transferId", transferId);
        return teller.serve(Find.transfer(transferId))
                .orElseThrow(() -> new TransferNotFoundException(null, transferId));
    }

    @Override
    public Hold hold(TransferRequest request, Duration timeToLive) {
        Arguments.notNull("request", request);
        return teller.serve(new Placement(request, Hold.requireTimeToLive(timeToLive)));
    }

    @Override
    public Transfer capture(UUID holdId) {
        Hold hold = existing(holdId);
        return capture(hold, hold.getAmount());
    }

    @Override
    public Transfer capture(UUID holdId, Money amount) {
        Arguments.notNull("holdId", holdId);
        Arguments.positive("amount", amount);
        return capture(existing(holdId), amount);
    }

    private Transfer capture(Hold hold, Money amount) {
        return teller.serve(new Capture(hold, amount)).captured();
    }

    @Override
    public Hold release(UUID holdId) {
        return teller.serve(new Release(existing(holdId)));
    }

    /** Looked up ahead of the locks, because it names the accounts; its status is looked up again under them. */
    private Hold existing(UUID holdId) {
        Arguments.notNull("holdId", holdId);
        return teller.serve(Find.hold(holdId)).orElseThrow(() -> new TransferNotFoundException(holdId, holdId));
    }

    @Override
    public int expireHolds(int limit) {
        Arguments.positive("limit", limit);
        Sweep sweep = new Sweep(ledger, limit);
        return transactions instanceof OwnTransactions own ? sweep.on(own) : sweep.joining(transactions);
    }

    @Override
    public Optional<Hold> findHold(UUID holdId) {
        Arguments.notNull("holdId", holdId);
        return transactions.read(session -> HoldRows.find(session, holdId));
    }

    @Override
    public List<Hold> pendingHolds(UUID accountId, int offset, int limit) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNegative("offset", offset);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> HoldRows.pending(session, accountId, offset, limit));
    }

    @Override
    public List<Hold> pendingHolds(UUID accountId, @Nullable UUID afterId, int limit) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> HoldRows.pending(session, accountId, afterId, limit));
    }

    @Override
    public Optional<Transfer> find(UUID transferId) {
        Arguments.notNull("transferId", transferId);
        return transactions.read(session -> TransferRows.find(session, transferId));
    }

    @Override
    public List<Transfer> list(UUID accountId, long afterPosition, int limit) {
        Arguments.notNull("accountId", accountId);
        Arguments.notNegative("afterPosition", afterPosition);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> TransferRows.list(session, accountId, afterPosition, limit));
    }

    @Override
    public List<Transfer> listByReference(String reference, @Nullable UUID afterId, int limit) {
        Arguments.text("reference", reference);
        Arguments.notNegative("limit", limit);
        return transactions.read(session -> TransferRows.list(session, reference, afterId, limit));
    }

    @Override
    public void blankReference(UUID transferId) {
        Arguments.notNull("transferId", transferId);
        transactions.write(null, session -> {
            // A capture that has read the reference would write it once more: it has this lock, or will read again.
            HoldRows.find(session.hibernate(), transferId)
                    .filter(hold -> hold.getStatus() == HoldStatus.PENDING)
                    .ifPresent(hold -> session.lock(hold.getFromAccountId()));
            if (!TransferRows.blankReference(session.hibernate(), transferId)) {
                throw new TransferNotFoundException(null, transferId);
            }
            session.blanked(transferId);
            session.awaitStandby(); // it may have been blank already
            return transferId;
        });
    }
}
