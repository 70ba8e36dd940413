package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.PlainPosting.Move;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The checks look each fact up once, by primary key, whatever a session posted first and however full the tables are. */
@ExtendWith(BankExtension.class)
class LookupsTest {

    private final TestDatabase database;
    private final PlainSession session;
    private List<UUID> accounts;

    LookupsTest(TestDatabase database) throws SQLException {
        this.database = database;
        session = new PlainSession(database.dataSource());
    }

    @BeforeEach
    void openAccounts() throws SQLException {
        accounts = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            accounts.add(session.open("EUR"));
        }
    }

    @AfterEach
    void theBooksAreRight() throws SQLException {
        session.assertThatTheBooksAreRight();
        session.close();
    }

    @ParameterizedTest
    @CsvSource({"1, 300", "300, 1", "300, 300"})
    void costOneForEachTransferAndTwoForEachAccount(int first, int second) throws SQLException {
        post(first); // with the plans that this made
        PlainSql.execute(database.superuser(), "analyze bank.accounts, bank.transfers, bank.entries, bank.holds");
        post(second);

        session.execute("begin");
        List<Move> moves = moves(second);
        PlainPosting posting = PlainPosting.of(session, moves);
        session.execute("set local enable_seqscan = off"); // for the statement itself: the checks have their own
        Map<String, Long> before = scans();
        session.execute(posting.sql());
        Map<String, Long> after = scans();
        session.execute("rollback");

        after.replaceAll((scans, count) -> count - before.get(scans));
        assertThat(after)
                .isEqualTo(Map.of(
                        "entries seq_scan",
                        0L,
                        "entries idx_scan",
                        (long) moves.size() + posting.accounts.size(),
                        "holds seq_scan",
                        0L,
                        "holds idx_scan", // whether a transfer takes the id of a hold
                        (long) moves.size(),
                        "transfers seq_scan",
                        0L,
                        "transfers idx_scan",
                        (long) moves.size()));
    }

    private void post(int transfers) throws SQLException {
        session.execute(PlainPosting.of(session, moves(transfers)).sql());
    }

    /** A hot account and others. */
    private List<Move> moves(int count) {
        List<Move> moves = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            moves.add(new Move(accounts.get(0), accounts.get(1 + i % (accounts.size() - 1)), 1 + i));
        }
        return moves;
    }

    /** What this session has counted and not yet reported: it reports between transactions only. */
    private Map<String, Long> scans() throws SQLException {
        Map<String, Long> scans = new HashMap<>();
        for (String count : session.column("""
                select unnest(array[relname || ' seq_scan=' || seq_scan, relname || ' idx_scan=' || idx_scan])
                from pg_stat_xact_user_tables where schemaname = 'bank' and relname in ('transfers', 'entries', 'holds')""")) {
            scans.put(count.replaceFirst("=.*", ""), Long.valueOf(count.replaceFirst(".*=", "")));
        }
        return scans;
    }
}
