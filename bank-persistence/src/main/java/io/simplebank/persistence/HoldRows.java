package io.simplebank.persistence;

import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code bank.holds}. By SQL of its own, so that a host's persistence unit need not know the entity, and so that a
 * stale one in a caller's context does no harm.
 */
final class HoldRows {

    private static final String SELECT = """
            select h.id, h.from_account_id, h.to_account_id, h.amount, h.captured, h.currency, h.reference, h.status,
              h.placed_at, h.expires_at, h.ended_at
            from bank.holds h
            """;

    private static final String FIND = SELECT + "where h.id = any((select ?)::pg_catalog.uuid[])";

    private static final String PENDING =
            SELECT + "where h.from_account_id = ? and h.status = 'PENDING' order by h.id offset ? limit ?";

    private static final String FIRST_PENDING =
            SELECT + "where h.from_account_id = ? and h.status = 'PENDING' order by h.id limit ?";
    private static final String NEXT_PENDING =
            SELECT + "where h.from_account_id = ? and h.status = 'PENDING' and h.id > ? order by h.id limit ?";

    /**
     * Takes the locks of the holds and of their accounts on the way, and passes over what another transaction has locked:
     * that does not count towards the limit. Nothing waits, and so the order of the locks is of no account.
     */
    private static final String LOCK_DUE = SELECT + String.format(Locale.ROOT, """
            join bank.accounts a on a.id = h.from_account_id
            where h.status = 'PENDING' and h.expires_at <= ? and %%s and %s
            order by h.expires_at limit ? for no key update of a, h skip locked""", Jdbc.PLANNED_FOR_EACH_CALL);

    private static final String LOCK_ANY_DUE =
            String.format(Locale.ROOT, LOCK_DUE, "h.from_account_id <> all(?) and h.id <> all(?)");
    private static final String LOCK_SOME_DUE = String.format(Locale.ROOT, LOCK_DUE, "h.id = any(?)");

    private static final String EXISTS = "select exists (select from bank.holds h where %s)";
    private static final String PENDING_TO =
            String.format(Locale.ROOT, EXISTS, "h.to_account_id = ? and h.status = 'PENDING'");
    private static final String NAMED = String.format(Locale.ROOT, EXISTS, "? in (h.from_account_id, h.to_account_id)");

    private HoldRows() {}

    static Optional<Hold> find(SharedSessionContract session, UUID id) {
        return find(session, List.of(id)).stream().findFirst();
    }

    /** Those of the holds that exist. */
    static List<Hold> find(SharedSessionContract session, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return list(session, FIND, statement -> Jdbc.setUuids(statement, 1, ids));
    }

    /** The pending holds on an account, in order of id. */
    static List<Hold> pending(SharedSessionContract session, UUID accountId, int offset, int limit) {
        return list(session, PENDING, statement -> {
            statement.setObject(1, accountId);
            statement.setInt(2, offset);
            statement.setInt(3, limit);
        });
    }

    static List<Hold> pending(SharedSessionContract session, UUID accountId, @Nullable UUID afterId, int limit) {
        return list(session, afterId == null ? FIRST_PENDING : NEXT_PENDING, statement -> {
            int index = 0;
            statement.setObject(++index, accountId);
            if (afterId != null) {
                statement.setObject(++index, afterId);
            }
            statement.setInt(++index, limit);
        });
    }

    /**
     * Locks pending holds whose time is over, and their accounts: the longest due first, those that others have locked left
     * out.
     *
     * @param exceptAccountIds accounts whose holds are left out
     * @param exceptIds holds that are left out
     */
    static List<Hold> lockDue(
            SharedSessionContract session,
            Instant now,
            Collection<UUID> exceptAccountIds,
            Collection<UUID> exceptIds,
            int limit) {
        return list(session, LOCK_ANY_DUE, statement -> {
            statement.setObject(1, EntryRows.bound(now));
            Jdbc.setUuids(statement, 2, exceptAccountIds);
            Jdbc.setUuids(statement, 3, exceptIds);
            statement.setBoolean(4, true);
            statement.setInt(5, limit);
        });
    }

    /** The same of some holds only. */
    static List<Hold> lockDue(SharedSessionContract session, Instant now, List<Hold> some) {
        return list(session, LOCK_SOME_DUE, statement -> {
            statement.setObject(1, EntryRows.bound(now));
            Jdbc.setUuids(statement, 2, some.stream().map(Hold::getId).toList());
            statement.setBoolean(3, true);
            statement.setInt(4, some.size());
        });
    }

    /** Whether a pending hold is in favour of an account. */
    static boolean isPendingTo(SharedSessionContract session, UUID accountId) {
        return exists(session, PENDING_TO, accountId);
    }

    /** Whether any hold names an account. Reads them all: there is no index for so rare a question. */
    static boolean isNamed(SharedSessionContract session, UUID accountId) {
        return exists(session, NAMED, accountId);
    }

    private static boolean exists(SharedSessionContract session, String sql, UUID accountId) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, sql)) {
                statement.setObject(1, accountId);
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }

    private static List<Hold> list(SharedSessionContract session, String sql, Jdbc.Binding binding) {
        return Currencies.counted(
                session,
                Jdbc.list(session, sql, binding, HoldRows::hold),
                Hold::getCurrencyCode,
                (hold, decimalPlaces) -> Hold.restore(
                        hold.getId(),
                        hold.getFromAccountId(),
                        hold.getToAccountId(),
                        hold.getAmountMinor(),
                        hold.getCapturedAmountMinor(),
                        hold.getCurrencyCode(),
                        decimalPlaces,
                        hold.getReference(),
                        hold.getStatus(),
                        hold.getPlacedAt(),
                        hold.getExpiresAt(),
                        hold.getEndedAt()));
    }

    private static Hold hold(ResultSet row) throws SQLException {
        return Hold.restore(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getLong(4),
                row.getLong(5),
                row.getString(6),
                row.getString(7),
                HoldStatus.valueOf(row.getString(8)),
                row.getObject(9, OffsetDateTime.class).toInstant(),
                row.getObject(10, OffsetDateTime.class).toInstant(),
                instant(row.getObject(11, OffsetDateTime.class)));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
