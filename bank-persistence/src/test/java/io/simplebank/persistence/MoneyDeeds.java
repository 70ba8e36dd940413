package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.domain.TransferRequest;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Random;
import java.util.UUID;
import java.util.stream.Collectors;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Deeds that post. */
final class MoneyDeeds {

    /** Later than the clock, so that nobody's postings are before it. */
    private static final String LATE = "2100-01-01T00:00:00Z";

    private MoneyDeeds() {}

    /** Some transfers, all of them or none. By plain SQL they are one statement, in which the rows stand in any order. */
    record Moves(List<TransferRequest> requests, long order) implements Deed {

        static Moves of(Transfer transfer) {
            TransferRequest request = new TransferRequest(
                    transfer.getId(),
                    transfer.getFromAccountId(),
                    transfer.getToAccountId(),
                    transfer.getAmount(),
                    transfer.getReference());
            return new Moves(List.of(request), 0);
        }

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            if (requests.size() == 1) {
                transfers.transfer(requests.get(0));
            } else {
                transfers.transferAll(requests);
            }
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            Random random = new Random(order);
            if (random.nextInt(3) > 0) {
                session.column("select id from bank.accounts where id in ("
                        + requests.stream()
                                .flatMap(request -> SingleTransfer.accountIds(request).stream())
                                .map(id -> "'" + id + "'")
                                .collect(Collectors.joining(", "))
                        + ") order by id for no key update");
            }
            PlainPosting posting = posting(session, requests);
            for (int i = 0; i < requests.size(); i++) {
                posting.transfers
                        .get(i)
                        .put("reference", String.valueOf(requests.get(i).reference()));
            }
            if (random.nextInt(4) == 0) {
                Collections.shuffle(posting.transfers, random);
            }
            Deed.change(session, posting.sql().replace("'null'", "null"));
        }

        @Override
        public List<UUID> transferIds() {
            return requests.stream().map(TransferRequest::id).toList();
        }

        @Override
        public void on(LedgerModel model) {
            model.apply(new LinkedTransfers(requests));
        }

        @Override
        public String toString() {
            return requests.stream()
                    .map(request -> "transfer " + request.id() + " of " + request.amount() + " from "
                            + request.fromAccountId() + " to " + request.toAccountId())
                    .collect(Collectors.joining(" and "));
        }
    }

    static PlainPosting posting(PlainSession session, List<TransferRequest> requests) throws SQLException {
        List<PlainPosting.Move> moves = new ArrayList<>();
        for (TransferRequest request : requests) {
            moves.add(new PlainPosting.Move(
                    request.fromAccountId(),
                    request.toAccountId(),
                    request.amount().getAmountMinorLong()));
        }
        PlainPosting posting;
        try {
            posting = PlainPosting.of(session, moves);
        } catch (IndexOutOfBoundsException missing) {
            throw new SQLException("no such account", "02000", missing);
        }
        for (int i = 0; i < requests.size(); i++) {
            posting.transfers.get(i).put("id", requests.get(i).id());
            posting.entries.get(2 * i).put("transfer_id", requests.get(i).id());
            posting.entries.get(2 * i + 1).put("transfer_id", requests.get(i).id());
        }
        posting.transfers.forEach(transfer -> transfer.put("booked_at", LATE));
        posting.entries.forEach(entry -> entry.put("booked_at", LATE));
        posting.accounts.forEach(account -> account.put("last_booked_at", LATE));
        return posting;
    }

    /**
     * @param part what goes back, {@code null} for all of it
     * @param id of the caller's, or {@code null} for one that the ledger derives
     */
    record Reverse(
            Transfer original,
            @Nullable Money part,
            @Nullable UUID id) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            UUID originalId = original.getId();
            if (id != null) {
                transfers.reverse(originalId, amount(), id);
            } else if (part != null) {
                transfers.reverse(originalId, part);
            } else {
                transfers.reverse(originalId);
            }
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            Deed.lock(session, original.getFromAccountId(), original.getToAccountId());
            TransferRequest request = new TransferRequest(
                    id == null ? Reversal.idOf(original.getId(), amount()) : id,
                    original.getToAccountId(),
                    original.getFromAccountId(),
                    amount(),
                    null);
            PlainPosting posting = posting(session, List.of(request));
            Map<String, Object> transfer = posting.transfers.get(0);
            transfer.put("reverses_id", original.getId());
            Deed.change(session, posting.sql());
        }

        private Money amount() {
            return part == null ? original.getAmount() : part;
        }

        @Override
        public void on(LedgerModel model) {
            if (model.transfer(original.getId()) == null) {
                throw new TransferNotFoundException(null, original.getId());
            }
            model.apply(id == null ? Reversal.of(original, amount()) : Reversal.of(original, amount(), id));
        }

        @Override
        public String toString() {
            return "reverse " + (part == null ? "all" : part) + " of " + original + (id == null ? "" : " as " + id);
        }
    }

    record Adjust(UUID account, Money balance, UUID counter) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            Optional<Transfer> difference = accounts.adjustBalance(account, balance, counter);
            return new Adjusted(this, difference);
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            throw new SQLException("is a posting", "02000");
        }

        @Override
        public void on(LedgerModel model) {
            model.apply(Adjustment.of(account, balance, counter));
        }
    }

    /** With the transfer that came of it. */
    record Adjusted(Adjust adjust, Optional<Transfer> difference) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void by(PlainSession session) {
            throw new UnsupportedOperationException();
        }

        @Override
        public void on(LedgerModel model) {
            difference.ifPresent(transfer -> Moves.of(transfer).on(model));
            if (!model.account(adjust.account()).getBalance().equals(adjust.balance())) {
                throw new IllegalStateException("adjusted to something else: " + this);
            }
        }
    }
}
