package io.simplebank.persistence;

import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * An account with as many entries as wanted, written within seconds around the library and the database's checks: an
 * entry each second, a euro in and a euro out by turns. The accounts on the other side, and the transfers, are not there.
 */
record LongHistory(UUID accountId, int length) {

    static final Instant FIRST = Instant.parse("2020-01-01T00:00:00Z");

    private static final String WRITE = """
            set session_replication_role = replica;
            insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at, last_booked_at)
            values ('%1$s', 'somebody', 'EUR', %2$d %% 2 * 100, 0, 'OPEN', %2$d, %2$d, '%3$s', '%4$s');
            insert into bank.entries (account_id, position, transfer_id, amount, balance, booked_at, currency)
            select '%1$s', i, gen_random_uuid(), case i %% 2 when 0 then -100 else 100 end, i %% 2 * 100,
              '%3$s'::timestamptz + (i - 1) * interval '1 second', 'EUR'
            from generate_series(1, %2$d) i;
            reset session_replication_role""";

    static LongHistory write(TestDatabase database, int length) throws SQLException {
        LongHistory history = new LongHistory(UUID.randomUUID(), length);
        try (Connection connection = database.superuser().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute(WRITE.formatted(history.accountId, length, FIRST, history.bookedAt(length)));
        }
        return history;
    }

    /** When the entry at a position was booked. */
    Instant bookedAt(int position) {
        return FIRST.plus(Duration.ofSeconds(position - 1L));
    }
}
