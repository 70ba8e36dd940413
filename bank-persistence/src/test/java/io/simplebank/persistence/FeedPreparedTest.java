package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.LockReport;
import io.simplebank.domain.TransferEvent;
import io.simplebank.persistence.testing.EmbeddedServer;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.postgresql.ds.PGSimpleDataSource;

/** Transactions in two phases hold the feed up between the phases too, whatever they are called then. */
@Tag("server")
class FeedPreparedTest {

    private static EmbeddedServer server;
    private static Bank bank;
    private static DataSource dataSource;

    private PlainSession late;
    private PlainSession early;
    private long before;

    @BeforeAll
    static void start() {
        server = EmbeddedServer.start(Map.of("max_prepared_transactions", "2"));
        PGSimpleDataSource database = new PGSimpleDataSource();
        database.setUrl(server.url("postgres", server.username(), server.password()));
        dataSource = database;
        bank = Bank.on(dataSource).migrate().open();
    }

    @AfterAll
    static void stop() {
        bank.close();
        server.close();
    }

    @BeforeEach
    void connect() throws Exception {
        late = new PlainSession(dataSource);
        early = new PlainSession(dataSource);
        List<TransferEvent> events = bank.feed().read(0, Integer.MAX_VALUE);
        before = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
    }

    @AfterEach
    void disconnect() throws Exception {
        late.close();
        early.close();
    }

    /** A posting in the session's transaction, if it is in one. */
    private static UUID post(PlainSession session) throws Exception {
        PlainPosting posting = PlainPosting.of(session, session.open("EUR"), session.open("EUR"), 1);
        session.execute(posting.sql());
        return (UUID) posting.transfers.get(0).get("id");
    }

    private static List<UUID> feed(long after) {
        return bank.feed().read(after, 100).stream()
                .map(event -> event.transfer().getId())
                .toList();
    }

    @Test
    void aPreparedTransactionHoldsItUpUntilItIsCommitted() throws Exception {
        late.execute("begin");
        UUID first = post(late);
        late.execute("prepare transaction 'late'");
        UUID second = post(early);
        assertThat(feed(before)).isEmpty();
        assertThat(feed(before)).isEmpty();
        LockReport report = bank.locks();
        assertThat(report.locks())
                .anyMatch(lock -> lock.relation().equals("bank.transfers")
                        && lock.mode().equals("RowExclusiveLock")
                        && lock.session().pid() == 0);

        early.execute("commit prepared 'late'");
        assertThat(feed(before)).containsExactly(first, second);
    }

    @Test
    void oneThatIsPreparedBetweenTwoLooksIsKnownAgain() throws Exception {
        late.execute("begin");
        UUID first = post(late);
        UUID second = post(early);
        assertThat(feed(before)).isEmpty();
        late.execute("prepare transaction 'late'");
        assertThat(feed(before)).isEmpty();

        early.execute("commit prepared 'late'");
        assertThat(feed(before)).containsExactly(first, second);
    }

    @Test
    void oneThatIsRolledBackHoldsNothingUp() throws Exception {
        late.execute("begin");
        post(late);
        late.execute("prepare transaction 'late'");
        UUID second = post(early);
        assertThat(feed(before)).isEmpty();

        early.execute("rollback prepared 'late'");
        assertThat(feed(before)).containsExactly(second);
    }

    /** It holds the lock that an insert takes, and nothing tells that it has not drawn a number. */
    @Test
    void oneThatHadNoTransactionIdWhenItWasSeenIsNotTakenForEndedOnceItIsPrepared() throws Exception {
        late.execute("begin; lock table bank.transfers in row exclusive mode");
        UUID first = post(early);
        assertThat(feed(before)).isEmpty();
        post(late);
        late.execute("prepare transaction 'late'");
        assertThat(feed(before)).isEmpty();
        assertThat(feed(before)).doesNotContain(first);

        early.execute("rollback prepared 'late'");
        assertThat(feed(before)).containsExactly(first);
    }

    /** With savepoints a transaction has several ids. */
    @Test
    void whatASavepointHasPostedHoldsItUp() throws Exception {
        late.execute("begin; savepoint one");
        UUID first = post(late);
        late.execute("release savepoint one; savepoint two");
        post(late);
        UUID third = post(early);
        assertThat(feed(before)).isEmpty();
        late.execute("rollback to savepoint two");
        assertThat(feed(before)).isEmpty();

        late.execute("prepare transaction 'late'");
        assertThat(feed(before)).isEmpty();
        early.execute("commit prepared 'late'");
        assertThat(feed(before)).containsExactly(first, third);
    }
}
