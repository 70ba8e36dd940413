package io.simplebank.persistence;

import java.sql.SQLException;
import java.util.List;
import java.util.UUID;

/** One thing that a session does to the ledger: by the library, by plain SQL, and on the model. */
interface Deed {

    /**
     * Through the library, in transactions of its own or the caller's.
     *
     * @return the same, with what the ledger has decided
     * @throws io.simplebank.domain.BankException where it is refused
     */
    Deed by(TransferService transfers, AccountService accounts);

    /** In the session's transaction. Throws where the database refuses it, or where it finds nothing to change. */
    void by(PlainSession session) throws SQLException;

    /** Throws a {@link io.simplebank.domain.BankException} where it must be refused. */
    void on(LedgerModel model);

    /** The transfers that plain SQL posts in one statement, in no certain order. */
    default List<UUID> transferIds() {
        return List.of();
    }

    static void change(PlainSession session, String sql) throws SQLException {
        if (session.execute(sql) == 0) {
            throw new SQLException("found nothing to change", "02000");
        }
    }

    static void lock(PlainSession session, UUID one, UUID other) throws SQLException {
        session.column("select id from bank.accounts where id in ('%s', '%s') order by id for no key update"
                .formatted(one, other));
    }
}
