package io.simplebank.persistence;

import static java.util.stream.Collectors.joining;

import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * A posting as one plain SQL statement. Its rows, maps from column to value, are right at first, and free for a test to
 * tamper with: what is executed is what they say then.
 */
final class PlainPosting {

    static final String BOOKED_AT = "2026-11-22T12:00:01Z";

    final List<Map<String, Object>> transfers = new ArrayList<>();
    /** A debit and a credit for each transfer. */
    final List<Map<String, Object>> entries = new ArrayList<>();
    /** What the accounts' rows become, in the order in which they are first named. */
    final List<Map<String, Object>> accounts = new ArrayList<>();

    /** What is to be moved. */
    record Move(UUID from, UUID to, long amount) {}

    static PlainPosting of(PlainSession session, UUID from, UUID to, long amount) throws SQLException {
        return of(session, List.of(new Move(from, to, amount)));
    }

    static PlainPosting of(PlainSession session, List<Move> moves) throws SQLException {
        PlainPosting posting = new PlainPosting();
        Map<UUID, Map<String, Object>> accounts = new LinkedHashMap<>();
        for (Move move : moves) {
            UUID id = UUID.randomUUID();
            Map<String, Object> debit = entry(session, accounts, id, move.from(), -move.amount());
            Map<String, Object> credit = entry(session, accounts, id, move.to(), move.amount());
            posting.entries.addAll(List.of(debit, credit));
            Map<String, Object> transfer = new LinkedHashMap<>();
            transfer.put("id", id);
            transfer.put("from_account_id", move.from());
            transfer.put("to_account_id", move.to());
            transfer.put("from_position", debit.get("position"));
            transfer.put("to_position", credit.get("position"));
            transfer.put("amount", move.amount());
            transfer.put("booked_at", BOOKED_AT);
            transfer.put("currency", debit.get("currency"));
            posting.transfers.add(transfer);
        }
        accounts.values().forEach(account -> account.remove("currency"));
        posting.accounts.addAll(accounts.values());
        return posting;
    }

    private static Map<String, Object> entry(
            PlainSession session, Map<UUID, Map<String, Object>> accounts, UUID transfer, UUID accountId, long amount)
            throws SQLException {
        Map<String, Object> account = accounts.get(accountId);
        if (account == null) {
            account = account(session, accountId);
            accounts.put(accountId, account);
        }
        account.merge("position", 1L, (old, one) -> (long) old + (long) one);
        account.merge("balance", amount, (old, more) -> (long) old + (long) more);
        Map<String, Object> entry = new LinkedHashMap<>();
        entry.put("account_id", accountId);
        entry.put("position", account.get("position"));
        entry.put("transfer_id", transfer);
        entry.put("amount", amount);
        entry.put("balance", account.get("balance"));
        entry.put("booked_at", BOOKED_AT);
        entry.put("currency", account.get("currency"));
        return entry;
    }

    private static Map<String, Object> account(PlainSession session, UUID id) throws SQLException {
        String[] row = session.column(
                        "select concat_ws(',', position, balance, currency) from bank.accounts where id = '" + id + "'")
                .get(0)
                .split(",");
        Map<String, Object> account = new LinkedHashMap<>();
        account.put("id", id);
        account.put("position", Long.valueOf(row[0]));
        account.put("balance", Long.valueOf(row[1]));
        account.put("last_booked_at", BOOKED_AT);
        account.put("currency", row[2]);
        return account;
    }

    /** Everything in one statement, as the library writes it. */
    String sql() {
        return "with t as (%s), e as (%s) %s".formatted(insertTransfers(), insertEntries(), updateAccounts());
    }

    String insertTransfers() {
        return transfers.isEmpty() ? "select" : insert("bank.transfers", transfers);
    }

    String insertEntries() {
        return entries.isEmpty() ? "select" : insert("bank.entries", entries);
    }

    /** One of them only. */
    String insertEntries(int index) {
        return insert("bank.entries", List.of(entries.get(index)));
    }

    String updateAccounts() {
        return accounts.isEmpty()
                ? "select"
                : """
                update bank.accounts a set position = n.position, balance = n.balance,
                  last_booked_at = n.last_booked_at::timestamptz, version = a.version + 1
                from (%s) as n (%s) where a.id operator(pg_catalog.=) n.id::uuid""".formatted(
                        values(accounts), String.join(", ", accounts.get(0).keySet()));
    }

    private static String insert(String table, List<Map<String, Object>> rows) {
        return "insert into %s (%s) %s"
                .formatted(table, String.join(", ", rows.get(0).keySet()), values(rows));
    }

    /** The rows as a VALUES list. */
    static String values(List<Map<String, Object>> rows) {
        return rows.stream()
                .map(row -> row.values().stream().map(PlainPosting::literal).collect(joining(", ", "(", ")")))
                .collect(joining(", ", "values ", ""));
    }

    private static String literal(Object value) {
        return value instanceof Long ? value.toString() : "'" + value + "'";
    }
}
