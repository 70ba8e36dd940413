package io.simplebank.persistence;

import io.simplebank.domain.AuditFinding;
import io.simplebank.domain.AuditReport;
import io.simplebank.domain.AuditRule;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SharedSessionContract;

/**
 * Reads the whole ledger in one transaction, on one snapshot, and names whatever is wrong. It takes no locks. What the
 * database sorts goes to its disk beyond 64 MB, what it hashes beyond 128; what is found is read in portions. Confined
 * to one thread.
 */
final class Auditor {

    /**
     * Sets up the transaction. No timeout of the connection's ends it, since it takes as long as the ledger is large; it
     * leaves the other cores to the postings; it reads whole tables, unlike all others; texts are the same whatever the
     * session's settings; and the operators are PostgreSQL's own. {@code transaction_timeout} is younger than the oldest
     * PostgreSQL that the library runs on. A query in the place of the block would begin the snapshot ahead of the isolation
     * level where the driver describes statements before it runs any.
     */
    static final String PREFACE = """
            set transaction isolation level repeatable read, read only;
            set local search_path = pg_catalog, pg_temp;
            set local enable_seqscan = on;
            set local work_mem = '64MB';
            set local max_parallel_workers_per_gather = 0;
            set local timezone = 'UTC';
            do $$ begin
              perform set_config(name, '0', true) from pg_settings
              where name in
                ('statement_timeout', 'lock_timeout', 'idle_in_transaction_session_timeout', 'transaction_timeout');
            end $$""";

    private static final int ROWS_AT_A_TIME = 1_000;

    private final SharedSessionContract session;
    private final Connection connection;
    private final List<AuditFinding> findings = new ArrayList<>();
    private final Map<AuditRule, Long> findingsByRule = new EnumMap<>(AuditRule.class);

    private Auditor(SharedSessionContract session, Connection connection) {
        this.session = session;
        this.connection = connection;
    }

    /**
     * Audits the books as the session's transaction, set up by {@link #PREFACE}, sees them.
     *
     * @param now what the clock says
     */
    static AuditReport audit(SharedSessionContract session, Instant now) {
        return session.doReturningWork(
                connection -> LongWork.on(connection, () -> new Auditor(session, connection).audit(now)));
    }

    private AuditReport audit(Instant now) throws SQLException {
        look(AuditQueries.ACCOUNTS);
        long doubts = look(AuditQueries.CHAIN) + look(AuditQueries.ENTRIES) + look(AuditQueries.TRANSFERS);
        try (PreparedStatement statement = Jdbc.prepare(session, connection, AuditQueries.COUNTS);
                ResultSet counts = statement.executeQuery()) {
            counts.next();
            long transfers = counts.getLong("transfers");
            long entries = counts.getLong("entries");
            if (doubts > 0 || entries != 2 * transfers) {
                look(AuditQueries.MISSING_ENTRIES);
            }
            look(AuditQueries.NUMBERS);
            look(AuditQueries.REVERSALS);
            look(AuditQueries.HOLDS);
            lookAtCurrencies();
            findings.sort(Comparator.comparing(AuditFinding::rule));
            return new AuditReport(
                    now,
                    counts.getLong("accounts"),
                    transfers,
                    entries,
                    counts.getLong("holds"),
                    counts.getLong("currencies"),
                    findings,
                    findingsByRule);
        }
    }

    /** Takes down what a query finds; how much that was. */
    private long look(String query) throws SQLException {
        long found = 0;
        try (PreparedStatement statement = Jdbc.prepare(session, connection, query)) {
            statement.setFetchSize(ROWS_AT_A_TIME);
            try (ResultSet rows = statement.executeQuery()) {
                while (rows.next()) {
                    found++;
                    AuditRule rule = AuditRule.valueOf(rows.getString("rule"));
                    findingsByRule.merge(rule, 1L, Long::sum);
                    if (findings.size() < AuditReport.MOST_FINDINGS) {
                        findings.add(finding(rule, rows));
                    }
                }
            }
        }
        return found;
    }

    /** The database does not know how many decimal places a currency has. One that Joda-Money does not know is no finding. */
    private void lookAtCurrencies() throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(session, connection, AuditQueries.CURRENCIES);
                ResultSet rows = statement.executeQuery()) {
            while (rows.next()) {
                String code = rows.getString(1);
                Integer ours = Currencies.places(code);
                if (ours != null && !ours.equals(Currencies.places(rows, 2))) {
                    AuditRule rule = AuditRule.CURRENCIES_COUNT_AS_JODA_MONEY_DOES;
                    findingsByRule.merge(rule, 1L, Long::sum);
                    if (findings.size() < AuditReport.MOST_FINDINGS) {
                        findings.add(new AuditFinding(
                                rule,
                                code,
                                null,
                                null,
                                null,
                                null,
                                ours + " decimal places",
                                rows.getString(2) + " decimal places"));
                    }
                }
            }
        }
    }

    private static AuditFinding finding(AuditRule rule, ResultSet row) throws SQLException {
        return new AuditFinding(
                rule,
                row.getString("currency"),
                row.getObject("account_id", UUID.class),
                row.getObject("position", Long.class),
                row.getObject("transfer_id", UUID.class),
                row.getObject("hold_id", UUID.class),
                String.valueOf(row.getString("expected")),
                String.valueOf(row.getString("found")));
    }
}
