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

/** Reads {@code bank.transfers}. */
final class TransferRows {

    private static final String FIND =
            "select t from Transfer t where cast(sql('(? = any(?))', t.id, :ids) as Boolean)";

    private static final String REVERSED = """
            select reverses_id, sum(amount)::bigint from bank.transfers
            where reverses_id = any((select ?)::uuid[]) group by reverses_id""";

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
