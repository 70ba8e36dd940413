package io.simplebank.persistence;

import io.simplebank.domain.DatabaseSession;
import io.simplebank.domain.LedgerLock;
import io.simplebank.domain.LockReport;
import io.simplebank.domain.LockWait;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/** Reads from PostgreSQL's own views who blocks whom. Confined to one thread. */
final class LockObserver {

    /**
     * Sets up the transaction. Of the ledger's tables it only locks {@code bank.accounts}, to look for an id, and waits
     * for that a moment: whoever keeps the whole table locked is one of those that it is asked about.
     */
    static final String PREFACE = """
            set transaction isolation level read committed, read only;
            set local search_path = pg_catalog, pg_temp;
            set local lock_timeout = 100""";

    private static final Set<String> DO_WITHOUT_ACCOUNTS =
            Set.of(SqlState.LOCK_NOT_AVAILABLE, SqlState.INSUFFICIENT_PRIVILEGE);

    private static final String ACCOUNTS = "bank.accounts";

    private final SharedSessionContract session;
    private final Connection connection;

    private LockObserver(SharedSessionContract session, Connection connection) {
        this.session = session;
        this.connection = connection;
    }

    /**
     * Looks once, in the session's transaction, set up by {@link #PREFACE}.
     *
     * @param now what the clock says
     */
    static LockReport observe(SharedSessionContract session, Instant now) {
        return session.doReturningWork(connection -> new LockObserver(session, connection).observe(now));
    }

    private LockReport observe(Instant now) throws SQLException {
        Found<Waiting> waits = find(LockQueries.WAITS, Waiting::read);
        Found<Locking> locks = find(LockQueries.LOCKS, Locking::read);
        DatabaseSessions sessions = DatabaseSessions.of(
                session,
                connection,
                Stream.concat(
                                waits.rows.stream()
                                        .flatMap(wait -> Stream.concat(Stream.of(wait.pid), wait.blockedBy.stream())),
                                locks.rows.stream().map(Locking::pid))
                        .collect(Collectors.toSet()));
        Map<String, UUID> accounts = accounts(waits.rows);
        List<Waiting> blocked =
                waits.rows.stream().filter(wait -> !wait.blockedBy.isEmpty()).toList();
        return new LockReport(
                now,
                blocked.stream().map(wait -> wait.in(sessions, accounts)).toList(),
                waits.total - (waits.rows.size() - blocked.size()), // the wait of the others has just ended
                locks.rows.stream().map(lock -> lock.in(sessions)).toList(),
                locks.total);
    }

    private <T> Found<T> find(String query, RowReader<T> reader) throws SQLException {
        try (PreparedStatement statement = Jdbc.prepare(session, connection, query);
                ResultSet row = statement.executeQuery()) {
            List<T> rows = new ArrayList<>();
            long total = 0;
            while (row.next()) {
                rows.add(reader.read(row));
                total = row.getLong("total");
            }
            return new Found<>(rows, total);
        }
    }

    /**
     * The accounts that are waited for, by their place; none where somebody keeps the whole table locked, or the role may
     * not read it.
     */
    private Map<String, UUID> accounts(List<Waiting> waits) throws SQLException {
        Object[] places = waits.stream()
                .filter(wait -> ACCOUNTS.equals(wait.relation) && wait.place != null)
                .map(Waiting::place)
                .distinct()
                .toArray();
        Map<String, UUID> accounts = new HashMap<>();
        if (places.length == 0) {
            return accounts;
        }
        Savepoint before = connection.setSavepoint();
        try (PreparedStatement statement = Jdbc.prepare(session, connection, LockQueries.ACCOUNTS)) {
            statement.setArray(1, connection.createArrayOf("text", places));
            try (ResultSet row = statement.executeQuery()) {
                while (row.next()) {
                    accounts.put(row.getString("place"), row.getObject("id", UUID.class));
                }
            }
        } catch (SQLException failure) {
            if (!DO_WITHOUT_ACCOUNTS.contains(String.valueOf(failure.getSQLState()))) {
                throw failure;
            }
            connection.rollback(before);
        }
        return accounts;
    }

    /** What a row says. */
    private interface RowReader<T> {
        T read(ResultSet row) throws SQLException;
    }

    private record Found<T>(List<T> rows, long total) {}

    /** A lock that is waited for. */
    private record Waiting(
            int pid,
            List<Integer> blockedBy,
            String kind,
            String mode,
            @Nullable String relation,
            @Nullable String place,
            Duration waited) {

        static Waiting read(ResultSet row) throws SQLException {
            Duration waited = DatabaseSessions.age(row, "waited");
            return new Waiting(
                    row.getInt("pid"),
                    Stream.of((Integer[]) row.getArray("blocked_by").getArray())
                            .distinct() // an array with one element for each process of a parallel query
                            .toList(),
                    row.getString("locktype"),
                    row.getString("mode"),
                    row.getString("relation"),
                    row.getString("place"),
                    waited == null ? Duration.ZERO : waited); // PostgreSQL notes the time after it has begun
        }

        LockWait in(DatabaseSessions sessions, Map<String, UUID> accounts) {
            return new LockWait(
                    sessions.get(pid),
                    blockedBy.stream().map(sessions::get).toList(),
                    kind,
                    mode,
                    relation,
                    ACCOUNTS.equals(relation) && place != null ? accounts.get(place) : null,
                    waited);
        }
    }

    /** A lock in the schema. */
    private record Locking(
            int pid,
            String relation,
            String kind,
            String mode,
            boolean granted,
            @Nullable Duration waited) {

        static Locking read(ResultSet row) throws SQLException {
            return new Locking(
                    row.getInt("pid"),
                    row.getString("relation"),
                    row.getString("locktype"),
                    row.getString("mode"),
                    row.getBoolean("granted"),
                    DatabaseSessions.age(row, "waited"));
        }

        LedgerLock in(DatabaseSessions sessions) {
            DatabaseSession whose = sessions.get(pid);
            return new LedgerLock(whose, relation, kind, mode, granted, granted ? whose.transactionAge() : waited);
        }
    }
}
