package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.hibernate.query.SelectionQuery;
import org.jspecify.annotations.Nullable;

/** Reads {@code bank.transfers}, and blanks references. Posting is the {@link Journal}'s alone. */
final class TransferRows {

    private static final String FIND =
            "select t from Transfer t where cast(sql('(? = any(?))', t.id, :ids) as Boolean)";

    private static final String REVERSED = """
            select reverses_id, sum(amount)::bigint from bank.transfers
            where reverses_id = any((select ?)::uuid[]) group by reverses_id""";

    /**
     * A range instead of an equality, so that only the index on (reference, id) has the wanted order. Else PostgreSQL walks
     * through all transfers in order of id where it believes that nearly each of them carries the reference.
     */
    private static final String BY_REFERENCE = """
            select t from Transfer t
            where %%s and t.reference <= :reference and cast(sql('%s', :always) as Boolean)
            order by t.reference, t.id""".formatted(Jdbc.PLANNED_FOR_EACH_CALL);

    private static final String FIRST_BY_REFERENCE = BY_REFERENCE.formatted("t.reference >= :reference");
    private static final String NEXT_BY_REFERENCE =
            BY_REFERENCE.formatted("(t.reference, t.id) > (:reference, :after)");

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
        return session.createSelectionQuery("select t from Transfer t where t.id = :id", Transfer.class)
                .setParameter("id", id)
                .uniqueResultOptional();
    }

    /** Those of the transfers that exist. */
    static List<Transfer> find(SharedSessionContract session, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return List.of();
        }
        return session.createSelectionQuery(FIND, Transfer.class)
                .setParameter("ids", ids.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    /** The transfers from or to an account, in order of the account's positions. */
    static List<Transfer> list(SharedSessionContract session, UUID accountId, long afterPosition, int limit) {
        return session.createSelectionQuery("""
                        select t from Entry e join Transfer t on t.id = e.transferId
                        where e.accountId = :account and e.position > :after
                        order by e.position""", Transfer.class)
                .setParameter("account", accountId)
                .setParameter("after", afterPosition)
                .setMaxResults(limit)
                .getResultList();
    }

    /** The transfers that carry a reference, in order of id. */
    static List<Transfer> list(SharedSessionContract session, String reference, @Nullable UUID afterId, int limit) {
        SelectionQuery<Transfer> query = session.createSelectionQuery(
                        afterId == null ? FIRST_BY_REFERENCE : NEXT_BY_REFERENCE, Transfer.class)
                .setParameter("reference", reference)
                .setParameter("always", true)
                .setMaxResults(limit);
        if (afterId != null) {
            query.setParameter("after", afterId);
        }
        return query.getResultList();
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
