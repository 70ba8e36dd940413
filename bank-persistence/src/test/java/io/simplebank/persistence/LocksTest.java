package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.DatabaseSession;
import io.simplebank.domain.LedgerLock;
import io.simplebank.domain.LockReport;
import io.simplebank.domain.LockWait;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.SessionState;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.EmbeddedServer;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/** The report names who blocks whom, and for which account. */
@Tag("server")
@ExtendWith(BankExtension.class)
class LocksTest {

    private final TestDatabase database;
    private final DataSource dataSource;
    private final String superuser;
    private final Bank bank;
    private final Scene scene;
    private final UUID alice;
    private final UUID bob;

    /** As a superuser, from whom nothing is hidden. */
    LocksTest(TestDatabase database) throws SQLException {
        this.database = database;
        dataSource = database.superuser();
        superuser = PlainSql.query(dataSource, "select current_user");
        bank = Bank.on(dataSource).open();
        scene = new Scene(bank.transfers(), bank.accounts(), dataSource);
        alice = scene.with(eur("10.00"));
        bob = scene.with(eur("10.00"));
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private static String lock(UUID accountId) {
        return "select id from bank.accounts where id = '" + accountId + "' for no key update";
    }

    private static String update(UUID accountId) {
        return "update bank.accounts set owner = owner where id = '" + accountId + "'";
    }

    private Program program(String name) throws SQLException {
        return new Program(dataSource, name);
    }

    private static LockWait waitOf(LockReport report, Program program) {
        return report.waits().stream()
                .filter(wait -> wait.session().pid() == program.pid())
                .findFirst()
                .orElseThrow();
    }

    private static List<Integer> pids(List<DatabaseSession> sessions) {
        return sessions.stream().map(DatabaseSession::pid).toList();
    }

    private static List<Integer> pidsOf(List<LockWait> waits) {
        return waits.stream().map(wait -> wait.session().pid()).toList();
    }

    @Test
    void isEmptyWhereNobodyWaits() {
        LockReport report = bank.locks();

        assertThat(report.waits()).isEmpty();
        assertThat(report.totalWaits()).isZero();
        assertThat(report.locks()).isEmpty();
        assertThat(report.roots()).isEmpty();
        assertThat(report.deadlocks()).isEmpty();
        assertThat(report.describe().lines())
                .containsExactly("Nobody waits for a lock in this database.", "0 locks in the schema bank.");
    }

    @Test
    void namesTheRootOfAChainOfThreeWaitersAndTheAccount() throws Exception {
        try (Program root = program("payroll").execute(update(alice)).execute("select 4711");
                Program first = program("first").waitIn(lock(alice));
                Program second = program("second").waitIn(update(alice));
                Program third = program("third").waitIn(lock(alice))) {
            LockReport report = bank.locks();

            assertThat(pids(report.roots())).containsExactly(root.pid());
            DatabaseSession rootSession = report.roots().get(0);
            assertThat(rootSession.user()).isEqualTo(superuser);
            assertThat(rootSession.applicationName()).isEqualTo("payroll");
            assertThat(rootSession.state()).isEqualTo(SessionState.IDLE_IN_TRANSACTION);
            assertThat(rootSession.statement()).isEqualTo("select 4711");
            assertThat(rootSession.stateAge()).isLessThanOrEqualTo(rootSession.transactionAge());

            assertThat(report.totalWaits()).isEqualTo(3);
            assertThat(report.waits()).extracting(LockWait::accountId).containsOnly(alice);
            assertThat(report.waits()).extracting(LockWait::relation).containsOnly("bank.accounts");
            assertThat(report.waits()).extracting(LockWait::kind).containsExactly("transactionid", "tuple", "tuple");
            assertThat(report.waits()).extracting(LockWait::waited).isSortedAccordingTo((a, b) -> b.compareTo(a));
            assertThat(pidsOf(report.waits())).containsExactly(first.pid(), second.pid(), third.pid());
            assertThat(pidsOf(report.waitsFor(rootSession))).containsExactly(first.pid());
            assertThat(pids(waitOf(report, second).blockedBy())).containsExactly(first.pid());
            assertThat(pids(waitOf(report, third).blockedBy())).containsExactlyInAnyOrder(first.pid(), second.pid());
            assertThat(waitOf(report, second).session().state()).isEqualTo(SessionState.ACTIVE);
            assertThat(waitOf(report, second).session().statement()).isEqualTo(update(alice));
            assertThat(report.deadlocks()).isEmpty();
            assertThat(report.hiddenSessions()).isEmpty();

            assertThat(report.describe().lines().limit(5).map(line -> line.replaceAll("[0-9]+\\.[0-9] s", "1.0 s")))
                    .containsExactly(
                            "3 waiting sessions, the longest for 1.0 s. At the root: " + root.pid() + '.',
                            root.pid()
                                    + " \"payroll\", user %s, idle in transaction for 1.0 s: select 4711"
                                            .formatted(superuser),
                            "└─ " + words(first, "first") + lock(alice),
                            "   ├─ " + words(second, "second") + update(alice),
                            "   └─ " + words(third, "third").replace(": ", ", behind " + second.pid() + " too: ")
                                    + lock(alice));
        }
    }

    private String words(Program program, String name) {
        return "%d \"%s\", user %s, waits 1.0 s for account %s: ".formatted(program.pid(), name, superuser, alice);
    }

    @Test
    void tellsWhatIsLockedInTheSchema() throws Exception {
        try (Program holder = program("holder").execute(lock(alice));
                Program waiter = program("waiter").waitIn(lock(alice));
                Program elsewhere = program("elsewhere").execute("create temporary table t (id int)")) {
            LockReport report = bank.locks();

            assertThat(report.locks())
                    .extracting(lock -> lock.session().pid())
                    .contains(holder.pid(), waiter.pid())
                    .doesNotContain(elsewhere.pid());
            assertThat(report.totalLocks()).isEqualTo(report.locks().size());
            assertThat(report.locks())
                    .filteredOn(lock -> lock.session().pid() == holder.pid()
                            && lock.relation().equals("bank.accounts"))
                    .singleElement()
                    .returns("relation", LedgerLock::kind)
                    .returns("RowShareLock", LedgerLock::mode)
                    .returns(true, LedgerLock::granted)
                    .returns(report.roots().get(0).transactionAge(), LedgerLock::age);
            assertThat(report.describe())
                    .contains("RowShareLock on bank.accounts, ")
                    .contains("ExclusiveLock on a tuple of bank.accounts");
        }
    }

    @Test
    void showsADeadlockAsACircleWithoutARoot() throws Exception {
        try (Program one = program("one").execute(lock(alice));
                Program two = program("two").execute(lock(bob))) {
            one.waitIn(lock(bob));
            two.waitIn(lock(alice));
            try (Program behind = program("behind").waitIn(lock(alice))) {
                LockReport report = bank.locks();

                assertThat(report.roots()).isEmpty();
                assertThat(report.deadlocks())
                        .singleElement()
                        .satisfies(circle -> assertThat(pids(circle)).containsExactly(one.pid(), two.pid()));
                assertThat(waitOf(report, one).accountId()).isEqualTo(bob);
                assertThat(waitOf(report, two).accountId()).isEqualTo(alice);
                assertThat(pids(waitOf(report, behind).blockedBy())).contains(two.pid());
                assertThat(report.describe())
                        .contains("There is no root.")
                        .contains("Deadlock: %1$d waits for %2$d waits for %1$d.".formatted(one.pid(), two.pid()));

                two.end(); // as PostgreSQL would, after deadlock_timeout
                assertThat(bank.locks().deadlocks()).isEmpty();
            }
        }
    }

    @Test
    void showsACallOfTheBanksThatWaits() throws Exception {
        CompletableFuture<Void> freezing;
        try (Bank patient =
                Bank.at(database.url()).lockTimeout(Duration.ofMinutes(2)).open()) {
            try (Program payroll = program("payroll").execute(lock(alice));
                    ForeignSession observer = new ForeignSession(dataSource)) {
                freezing = CompletableFuture.runAsync(() -> patient.accounts().freeze(alice), Together.A_THREAD_EACH);
                observer.awaitAWaiter();

                assertThat(bank.locks().waits()).singleElement().satisfies(wait -> {
                    assertThat(wait.accountId()).isEqualTo(alice);
                    assertThat(wait.session().applicationName()).isEqualTo("simple-bank");
                    assertThat(pids(wait.blockedBy())).containsExactly(payroll.pid());
                });
            }
            freezing.get(1, TimeUnit.MINUTES);
        }
    }

    @ParameterizedTest
    @EnumSource
    void answersOnEachOpening(Opening opening) throws Exception {
        try (Opened opened = opening.on(database.url(), builder -> builder.isolation(IsolationLevel.SERIALIZABLE));
                Program holder = program("holder").execute(lock(alice));
                Program waiter = program("waiter").waitIn(lock(alice))) {
            LockReport report = opened.bank().locks();

            assertThat(pids(report.roots())).containsExactly(holder.pid());
            assertThat(waitOf(report, waiter).accountId()).isEqualTo(alice);
        }
    }

    @Test
    void answersWhileTheWholeTableOfAccountsIsLocked() throws Exception {
        try (Bank onAPool = Bank.on(dataSource).open(); // without a lock_timeout of its own
                Program holder = program("holder").execute(lock(alice));
                Program waiter = program("waiter").waitIn(lock(alice));
                Program migration = program("migration").waitIn("lock table bank.accounts in access exclusive mode");
                Program reader = program("reader").waitIn("select balance from bank.accounts")) {
            LockReport report = onAPool.locks();

            assertThat(pids(report.roots())).containsExactly(holder.pid());
            assertThat(waitOf(report, waiter))
                    .returns(null, LockWait::accountId)
                    .returns("bank.accounts", LockWait::relation);
            assertThat(waitOf(report, migration))
                    .returns("relation", LockWait::kind)
                    .returns("AccessExclusiveLock", LockWait::mode)
                    .returns("bank.accounts", LockWait::relation)
                    .returns(null, LockWait::accountId);
            assertThat(pids(waitOf(report, reader).blockedBy())).containsExactly(migration.pid());
            assertThat(report.describe())
                    .contains(" for a row of bank.accounts: ")
                    .contains(" for AccessExclusiveLock on bank.accounts");
            assertThat(report.locks())
                    .filteredOn(lock -> lock.session().pid() == migration.pid())
                    .singleElement()
                    .returns(false, LedgerLock::granted)
                    .returns(waitOf(report, migration).kind(), LedgerLock::kind);
        }
    }

    @Test
    void namesNoAccountWhereNoneIsWaitedFor() throws Exception {
        String open = """
                insert into bank.accounts (id, owner, currency, balance, held, status, position, version, opened_at)
                values ('%s', 'carol', 'EUR', 0, 0, 'OPEN', 0, 0, now())""".formatted(UUID.randomUUID());
        try (Program first = program("first").execute(open).execute("select pg_advisory_xact_lock(7)");
                Program second = program("second").waitIn(open);
                Program third = program("third").waitIn("select pg_advisory_xact_lock(7)")) {
            LockReport report = bank.locks();

            assertThat(report.waits()).extracting(LockWait::accountId).containsOnlyNulls();
            assertThat(pids(report.roots())).containsExactly(first.pid());
            assertThat(waitOf(report, second)).returns("transactionid", LockWait::kind);
            assertThat(waitOf(report, third)).returns("advisory", LockWait::kind);
            assertThat(report.describe())
                    .contains(" for the end of a transaction: insert into bank.accounts (id, owner")
                    .contains(" for ExclusiveLock on advisory: select");
        }
    }

    @Test
    void leavesOutOtherDatabases() throws Exception {
        try (TestDatabase other = TestDatabase.create();
                Program holder = new Program(other.superuser(), "holder").execute("lock table bank.accounts");
                Program waiter = new Program(other.superuser(), "waiter").waitIn("lock table bank.accounts")) {
            assertThat(bank.locks().waits()).isEmpty();
            assertThat(bank.locks().locks()).isEmpty();
            try (Bank there = Bank.at(other.url()).open()) {
                LockReport report = there.locks();
                assertThat(pids(report.roots())).containsExactly(holder.pid());
                assertThat(pidsOf(report.waits())).containsExactly(waiter.pid());
            }
        }
    }

    @Test
    void saysWhatItsRoleIsNotShown() throws Exception {
        String role = "clerk_" + UUID.randomUUID().toString().replace('-', '_');
        PlainSql.execute(dataSource, """
                create role %1$s login password 'secret';
                grant select on public.simplebank_changelog to %1$s;
                grant usage on schema bank to %1$s""".formatted(role));
        try (Bank clerks = Bank.at(database.url())
                        .username(role)
                        .password("secret")
                        .open();
                Program holder = program("holder").execute(lock(alice));
                Program waiter = program("waiter").waitIn(lock(alice))) {
            LockReport hidden = clerks.locks();

            assertThat(hidden.roots()).containsExactly(hiddenSession(holder, "holder"));
            assertThat(hidden.hiddenSessions())
                    .containsExactly(hiddenSession(holder, "holder"), hiddenSession(waiter, "waiter"));
            assertThat(waitOf(hidden, waiter)).returns(null, LockWait::accountId);
            assertThat(hidden.describe())
                    .contains("PostgreSQL hides state and statement of 2 sessions")
                    .doesNotContain("for no key update");

            PlainSql.execute(dataSource, "grant select on bank.accounts to " + role);
            assertThat(waitOf(clerks.locks(), waiter)).returns(alice, LockWait::accountId);
            assertThat(clerks.locks().hiddenSessions()).hasSize(2);

            PlainSql.execute(dataSource, "grant pg_read_all_stats to " + role);
            LockReport shown = clerks.locks();
            assertThat(shown.hiddenSessions()).isEmpty();
            assertThat(shown.describe()).contains("for no key update").doesNotContain("hides");
        } finally {
            PlainSql.execute(dataSource, "drop owned by " + role);
            PlainSql.execute(dataSource, "drop role " + role);
        }
    }

    private DatabaseSession hiddenSession(Program program, String name) {
        return new DatabaseSession(program.pid(), superuser, name, SessionState.HIDDEN, null, null, null);
    }

    private static DataSource superuserOf(EmbeddedServer server) {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(server.url("postgres"));
        return source;
    }

    @Test
    void showsAPreparedTransactionThatNobodyEnds() throws Exception {
        try (EmbeddedServer server = EmbeddedServer.start(Map.of("max_prepared_transactions", "1"));
                Bank there = Bank.on(superuserOf(server)).migrate().open()) {
            UUID id = there.accounts().open(OpenAccount.of("alice", EUR)).getId();
            new Program(superuserOf(server), "coordinator")
                    .execute(update(id))
                    .execute("prepare transaction 'forgotten'")
                    .end();
            try (Program waiter = new Program(superuserOf(server), "waiter").waitIn(lock(id))) {
                LockReport report = there.locks();

                assertThat(report.roots())
                        .containsExactly(new DatabaseSession(0, null, null, SessionState.PREPARED, null, null, null));
                assertThat(waitOf(report, waiter).accountId()).isEqualTo(id);
                assertThat(report.locks())
                        .filteredOn(lock -> lock.session().pid() == 0)
                        .extracting(LedgerLock::mode)
                        .contains("RowExclusiveLock");
                assertThat(report.describe()).contains("a prepared transaction, see pg_prepared_xacts");
            }
        }
    }

    @Test
    void refusesToLookOnceTheBankIsClosed() {
        Bank closed = Bank.at(database.url()).open();
        closed.close();

        assertThatExceptionOfType(BankClosedException.class).isThrownBy(closed::locks);
    }
}
