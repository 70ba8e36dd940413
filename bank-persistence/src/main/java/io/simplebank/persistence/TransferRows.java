package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/**
 * Reads {@code bank.transfers}, and blanks references. By SQL of its own, so that answers are what the rows say, and replays
 * do not pile up in a caller's persistence context. Posting is the {@link Journal}'s alone.
 */
final class TransferRows {

    private static final String SELECT = """
            select t.id, t.from_account_id, t.to_account_id, t.currency, t.amount, t.reference, t.reverses_id, t.booked_at
            from bank.transfers t
            """;

    private static final String FIND = SELECT + "where t.id = ?";

    private static final String FIND_ALL = SELECT + "where t.id = any((select ?)::pg_catalog.uuid[])";

    private static final String OF_ACCOUNT = SELECT + """
            join bank.entries e on e.transfer_id = t.id
            where e.account_id = ? and e.position > ? order by e.position limit ?""";

    private static final String REVERSED = """
            select reverses_id, sum(amount)::bigint from bank.transfers
            where reverses_id = any((select ?)::pg_catalog.uuid[]) group by reverses_id""";

    /**
     * A range instead of an equality, so that only the index on (reference, id) has the wanted order. Else PostgreSQL walks
     * through all transfers in order of id where it believes that nearly each of them carries the reference. A string is
     * bound as varchar, to which no operator of the column's type fits exactly: see {@link Jdbc}.
     */
    private static final String BY_REFERENCE = SELECT + String.format(Locale.ROOT, """
            where %%s and t.reference operator(pg_catalog.<=) ? and %s
            order by t.reference, t.id limit ?""", Jdbc.PLANNED_FOR_EACH_CALL);

    private static final String FIRST_BY_REFERENCE =
            String.format(Locale.ROOT, BY_REFERENCE, "t.reference operator(pg_catalog.>=) ?");
    private static final String NEXT_BY_REFERENCE =
            String.format(Locale.ROOT, BY_REFERENCE, "(t.reference, t.id) operator(pg_catalog.>) (?, ?)");

    /** Changes no row a second time, and says whether there is one. */
    private static final String BLANK = """
            with transfer as (
              update bank.transfers set reference = null where id = ? and reference is not null
            ), hold as (
              update bank.holds set reference = null where id = ? and reference is not null
            )
            select exists (select from bank.transfers where id = ?) or exists (select from bank.holds where id = ?)""";

    private TransferRows() {}

    static Optional<Transfer> find(SharedSessionContract session, UUID id) {
        return list(session, FIND, statement -> statement.setObject(1, id)).stream()
                .findFirst();
    }

    /** Those of the transfers that exist. */
    static List<Transfer> find(SharedSessionContract session, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return list(session, FIND_ALL, statement -> Jdbc.setUuids(statement, 1, ids));
    }

    /** The transfers from or to an account, in order of the account's positions. */
    static List<Transfer> list(SharedSessionContract session, UUID accountId, long afterPosition, int limit) {
        return list(session, OF_ACCOUNT, statement -> {
            statement.setObject(1, accountId);
            statement.setLong(2, afterPosition);
            statement.setInt(3, limit);
        });
    }

    /** The transfers that carry a reference, in order of id. */
    static List<Transfer> list(SharedSessionContract session, String reference, @Nullable UUID afterId, int limit) {
        return list(session, afterId == null ? FIRST_BY_REFERENCE : NEXT_BY_REFERENCE, statement -> {
            int index = 0;
            statement.setString(++index, reference);
            if (afterId != null) {
                statement.setObject(++index, afterId);
            }
            statement.setString(++index, reference);
            statement.setBoolean(++index, true);
            statement.setInt(++index, limit);
        });
    }

    private static List<Transfer> list(SharedSessionContract session, String sql, Jdbc.Binding binding) {
        return Currencies.counted(
                session,
                Jdbc.list(session, sql, binding, TransferRows::transfer),
                Transfer::getCurrencyCode,
                TransferRows::counted);
    }

    /** The same transfer, which knows how the ledger counts its currency. */
    static Transfer counted(Transfer transfer, int decimalPlaces) {
        return Transfer.restore(
                transfer.getId(),
                transfer.getFromAccountId(),
                transfer.getToAccountId(),
                transfer.getCurrencyCode(),
                decimalPlaces,
                transfer.getAmountMinor(),
                transfer.getReference(),
                transfer.getReversesId(),
                transfer.getBookedAt());
    }

    private static Transfer transfer(ResultSet row) throws SQLException {
        return Transfer.restore(
                row.getObject(1, UUID.class),
                row.getObject(2, UUID.class),
                row.getObject(3, UUID.class),
                row.getString(4),
                row.getLong(5),
                row.getString(6),
                row.getObject(7, UUID.class),
                row.getObject(8, OffsetDateTime.class).toInstant());
    }

    /** Blanks the references of the transfer and of the hold of an id; false if there is neither. */
    static boolean blankReference(SharedSessionContract session, UUID id) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, BLANK)) {
                for (int i = 1; i <= 4; i++) {
                    statement.setObject(i, id);
                }
                try (ResultSet row = statement.executeQuery()) {
                    row.next();
                    return row.getBoolean(1);
                }
            }
        });
    }

    /** How much of each transfer has been reversed, in minor units; one that has not is not in the map. */
    static Map<UUID, Long> reversed(SharedSessionContract session, Collection<UUID> ids) {
        return session.doReturningWork(connection -> {
            try (PreparedStatement statement = Jdbc.prepare(session, connection, REVERSED)) {
                Jdbc.setUuids(statement, 1, ids);
                Map<UUID, Long> reversed = new HashMap<>();
                try (ResultSet rows = statement.executeQuery()) {
                    while (rows.next()) {
                        reversed.put(rows.getObject(1, UUID.class), rows.getLong(2));
                    }
                }
                return reversed;
            }
        });
    }
}
