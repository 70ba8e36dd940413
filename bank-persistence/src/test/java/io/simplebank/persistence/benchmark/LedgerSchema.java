package io.simplebank.persistence.benchmark;

import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BooksCheck;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** The library's own schema, with all its checks. The accounts' money comes from one more, the "world". */
final class LedgerSchema implements Schema {

    private static final String OPEN_ACCOUNTS = """
            insert into bank.accounts (id, owner, currency, balance, held, minimum_balance, status, position, version,
              opened_at)
            select gen_random_uuid(), case number when 0 then 'world' else 'customer-' || number end, 'EUR', 0, 0,
              case number when 0 then null else 0 end, 'OPEN', 0, 0, now()
            from generate_series(0, %d) as number""".formatted(ACCOUNTS);

    /** The world comes last, behind the accounts that the workloads know. */
    private static final String ACCOUNT_IDS = "select id from bank.accounts order by owner = 'world', id";

    @Override
    public void create(String url) throws SQLException {
        Bank.at(url).migrate().open().close();
        Sql.execute(url, OPEN_ACCOUNTS);
        try (BulkSql bulk = new BulkSql(url, 1)) {
            int[] next = {0};
            while (next[0] < ACCOUNTS) {
                bulk.call(() -> new Move(ACCOUNTS, next[0]++, OPENING_BALANCE));
            }
        }
    }

    /** The accounts' ids by their indexes. */
    static UUID[] accountIds(String url) {
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement();
                var rows = statement.executeQuery(ACCOUNT_IDS)) {
            List<UUID> ids = new ArrayList<>();
            while (rows.next()) {
                ids.add(rows.getObject(1, UUID.class));
            }
            return ids.toArray(UUID[]::new);
        } catch (SQLException failure) {
            throw new IllegalStateException("the accounts cannot be read", failure);
        }
    }

    @Override
    public long transfers(String url) throws SQLException {
        return Sql.number(url, "select count(*) from bank.transfers");
    }

    @Override
    public List<String> brokenRules(String url) throws SQLException {
        return broken(url, BooksCheck.values());
    }

    /** The rules among them that need not look at every transfer, for a ledger that holds millions. */
    List<String> brokenSums(String url) throws SQLException {
        return broken(url, BooksCheck.BALANCES_SUM_TO_ZERO, BooksCheck.ACCOUNTS_AGREE_WITH_THEIR_ENTRIES);
    }

    private static List<String> broken(String url, BooksCheck... checks) throws SQLException {
        List<String> broken = new ArrayList<>();
        try (Connection connection = DriverManager.getConnection(url);
                var statement = connection.createStatement()) {
            statement.execute("set work_mem = '256MB'");
            for (BooksCheck check : checks) {
                if (check.violations(connection) != 0) {
                    broken.add(check.rule());
                }
            }
        }
        return broken;
    }
}
