package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.domain.TransferRequest;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;

/** Deeds with holds. */
final class HoldDeeds {

    private HoldDeeds() {}

    /**
     * @param due whether its time is over at once
     */
    record Reserve(TransferRequest request, boolean due) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            transfers.hold(request, timeToLive());
            return this;
        }

        private Duration timeToLive() {
            return due ? Duration.ofNanos(1_000) : Duration.ofHours(1);
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            PlainHold hold = PlainHold.of(
                    request.fromAccountId(),
                    request.toAccountId(),
                    request.amount().getAmountMinorLong());
            hold.row.put("id", request.id());
            hold.row.put("placed_at", "2000-01-01T00:00:00Z");
            hold.row.put("expires_at", due ? "2000-01-02T00:00:00Z" : "2100-01-01T00:00:00Z");
            hold.row.put("reference", String.valueOf(request.reference()));
            Deed.change(session, hold.place().replace("'null'", "null"));
        }

        @Override
        public void on(LedgerModel model) {
            model.apply(new Placement(request, timeToLive()));
        }

        @Override
        public String toString() {
            return "hold " + request.id() + (due ? " for a moment," : "") + " of " + request.amount() + " from "
                    + request.fromAccountId() + " to " + request.toAccountId();
        }
    }

    private static Hold existing(LedgerModel model, UUID id) {
        Hold hold = model.hold(id);
        if (hold == null) {
            throw new TransferNotFoundException(id, id);
        }
        return hold;
    }

    /**
     * @param part {@code null} for all of it
     */
    record Take(Hold hold, @Nullable Money part) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            if (part == null) {
                transfers.capture(hold.getId());
            } else {
                transfers.capture(hold.getId(), part);
            }
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            Deed.lock(session, hold.getFromAccountId(), hold.getToAccountId());
            List<String> row = session.column("select coalesce(reference, '') from bank.holds where id = '"
                    + hold.getId() + "' and status = 'PENDING' and expires_at > clock_timestamp()");
            if (row.isEmpty()) {
                throw new SQLException("has ended", "02000");
            }
            Money amount = part == null ? hold.getAmount() : part;
            PlainPosting posting = MoneyDeeds.posting(
                    session,
                    List.of(TransferRequest.of(hold.getFromAccountId(), hold.getToAccountId(), amount)
                            .withId(hold.getId())));
            if (!row.get(0).isEmpty()) {
                posting.transfers.get(0).put("reference", row.get(0));
            }
            Deed.change(session, plain(hold).capture(amount.getAmountMinorLong(), posting));
        }

        @Override
        public void on(LedgerModel model) {
            Hold stored = existing(model, hold.getId());
            model.apply(new Capture(stored, part == null ? stored.getAmount() : part))
                    .captured();
        }

        @Override
        public String toString() {
            return "capture " + (part == null ? "all" : part) + " of " + hold;
        }
    }

    record LetGo(Hold hold) implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            transfers.release(hold.getId());
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            Deed.change(session, plain(hold).end(hold.isDue(Instant.now()) ? "EXPIRED" : "RELEASED"));
        }

        @Override
        public void on(LedgerModel model) {
            model.apply(new Release(existing(model, hold.getId())));
        }

        @Override
        public String toString() {
            return "release " + hold;
        }
    }

    private static PlainHold plain(Hold hold) {
        return PlainHold.of(
                hold.getId(),
                hold.getFromAccountId(),
                hold.getToAccountId(),
                hold.getAmount().getAmountMinorLong());
    }

    /** Of the holds whose time is over, those that nobody keeps locked: which ones, the tables tell. */
    record Sweep() implements Deed {

        @Override
        public Deed by(TransferService transfers, AccountService accounts) {
            transfers.expireHolds(1_000);
            return this;
        }

        @Override
        public void by(PlainSession session) throws SQLException {
            throw new SQLException("is the library's", "02000");
        }

        @Override
        public void on(LedgerModel model) {
            // nothing that could be refused
        }

        @Override
        public String toString() {
            return "expire holds";
        }
    }

    /** What a sweep ended, or a capture that came too late. */
    record Expired(List<UUID> ids) implements Deed {

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
            for (UUID id : ids) {
                Hold hold = existing(model, id);
                if (hold.getStatus() != HoldStatus.EXPIRED) {
                    if (!hold.isDue(Instant.now())) {
                        throw new HoldNotPendingException(id, hold.getStatus());
                    }
                    model.apply(new Release(hold));
                }
            }
        }
    }
}
