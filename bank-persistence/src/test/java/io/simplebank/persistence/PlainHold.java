package io.simplebank.persistence;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A hold in plain SQL. Its row, a map from column to value, is right at first, and free for a test to tamper with: what is
 * executed is what it says then.
 */
final class PlainHold {

    static final String ENDED_AT = "2026-11-22T12:30:00Z";

    final Map<String, Object> row = new LinkedHashMap<>();
    private final UUID id;
    private final UUID from;
    private final long amount;

    private PlainHold(UUID id, UUID from, UUID to, long amount) {
        this.id = id;
        this.from = from;
        this.amount = amount;
        row.put("id", id);
        row.put("from_account_id", from);
        row.put("to_account_id", to);
        row.put("amount", amount);
        row.put("captured", 0L);
        row.put("placed_at", "2026-11-22T12:00:00Z");
        row.put("expires_at", "2026-11-22T13:00:00Z");
        row.put("currency", "EUR");
        row.put("status", "PENDING");
        row.put("reference", "order 4711");
    }

    static PlainHold of(UUID from, UUID to, long amount) {
        return of(UUID.randomUUID(), from, to, amount);
    }

    static PlainHold of(UUID id, UUID from, UUID to, long amount) {
        return new PlainHold(id, from, to, amount);
    }

    UUID id() {
        return id;
    }

    /** Adds the hold and reserves its money, in one statement. */
    String place() {
        return "with h as (%s) %s".formatted(insert(), hold(amount));
    }

    String insert() {
        return "insert into bank.holds (%s) %s"
                .formatted(String.join(", ", row.keySet()), PlainPosting.values(List.of(row)));
    }

    /** Reserves money on the account, or sets it free. */
    String hold(long minorUnits) {
        return AroundTheLibrary.update(from, "held = held + " + minorUnits);
    }

    /** Ends the hold and sets its money free, in one statement. */
    String end(String status) {
        return "with h as (%s) %s".formatted(change(status, 0), hold(-amount));
    }

    /** Ends the hold, and nothing else. */
    String change(String status, long captured) {
        return update("status = '%s', captured = %d, ended_at = '%s'".formatted(status, captured, ENDED_AT));
    }

    String update(String change) {
        return "update bank.holds set %s where id = '%s'".formatted(change, id);
    }

    /** Makes a posting the hold's, without capturing it. */
    PlainPosting asTransfer(PlainPosting posting) {
        posting.transfers.get(0).put("id", id);
        posting.entries.forEach(entry -> entry.put("transfer_id", id));
        return posting;
    }

    /** Captures as much as is said, by a posting that may be of another amount, in one statement. */
    String capture(long captured, PlainPosting posting) {
        asTransfer(posting);
        return "with t as (%s), e as (%s), h as (%s) %s"
                .formatted(
                        posting.insertTransfers(),
                        posting.insertEntries(),
                        change("CAPTURED", captured),
                        posting.updateAccounts()
                                .replace(
                                        "version = a.version + 1",
                                        "version = a.version + 1, held = a.held - case when a.id = '%s' then %d else 0 end"
                                                .formatted(from, amount)));
    }
}
