package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import javax.sql.DataSource;

/** What must be true of holds at any time, asked of the tables themselves. */
final class HeldMoney {

    /** Accounts that say something else than their pending holds. */
    private static final String WRONG_ACCOUNTS = """
            select a.id || ' holds ' || a.held || ' instead of ' || coalesce(sum(h.amount), 0)
            from bank.accounts a
            left join bank.holds h on h.from_account_id = a.id and h.status = 'PENDING'
            group by a.id, a.held
            having a.held <> coalesce(sum(h.amount), 0)""";

    /** Holds that say something else than the transfers of their ids. */
    private static final String WRONG_HOLDS = """
            select h.id || ' is ' || h.status
            from bank.holds h
            left join bank.transfers t on t.id = h.id
            where (h.status = 'CAPTURED') <> (t.id is not null)
               or (h.from_account_id, h.to_account_id, h.captured, h.currency, t.reverses_id is null)
                  <> (t.from_account_id, t.to_account_id, t.amount, t.currency, true)""";

    private HeldMoney() {}

    /** Asserts that each account holds the sum of its pending holds, and that each capture is the transfer of its id. */
    static void isRight(DataSource dataSource) throws SQLException {
        assertThat(Onlooker.look(dataSource, HeldMoney::wrong)).isEmpty();
    }

    static void isRight(Connection connection) throws SQLException {
        assertThat(wrong(connection)).isEmpty();
    }

    private static List<String> wrong(Connection connection) throws SQLException {
        List<String> wrong = Catalog.column(connection, WRONG_ACCOUNTS);
        wrong.addAll(Catalog.column(connection, WRONG_HOLDS));
        return wrong;
    }
}
