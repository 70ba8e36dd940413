package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class LockReportTest {

    private static final Instant NOON = Instant.parse("2026-03-01T12:00:00Z");
    private static final UUID ID = UUID.fromString("00000000-0000-7000-8000-000000000001");

    private static DatabaseSession session(int pid) {
        return new DatabaseSession(
                pid,
                "root",
                "app",
                SessionState.IDLE_IN_TRANSACTION,
                Duration.ofMillis(14_240),
                Duration.ofSeconds(185),
                "select " + pid);
    }

    private static LockWait waiting(int pid, int... blockedBy) {
        return new LockWait(
                session(pid),
                IntStream.of(blockedBy).mapToObj(LockReportTest::session).toList(),
                "tuple",
                "ExclusiveLock",
                "bank.accounts",
                ID,
                Duration.ofMillis(12_400));
    }

    private static LockReport report(LockWait... waits) {
        return new LockReport(NOON, List.of(waits), waits.length, List.of(), 0);
    }

    private static List<Integer> pids(List<DatabaseSession> sessions) {
        return sessions.stream().map(DatabaseSession::pid).toList();
    }

    private static List<List<Integer>> deadlocks(LockReport report) {
        return report.deadlocks().stream().map(LockReportTest::pids).toList();
    }

    private static List<String> shape(LockReport report) {
        return report.describe()
                .lines()
                .map(line -> line.replaceAll(" \"app\".*?(, behind.*)?: select \\d+", "$1"))
                .toList();
    }

    @Test
    void drawsATreeWhereEachStandsAsNearToTheRootAsThereIs() {
        LockReport report = report(
                waiting(2, 1),
                waiting(3, 2),
                waiting(4, 2, 3),
                waiting(5, 4, 3, 2, 1, 9),
                waiting(6, 5),
                waiting(8, 7));

        assertThat(pids(report.roots())).containsExactly(1, 9, 7);
        assertThat(shape(report))
                .containsExactly(
                        "6 waiting sessions, the longest for 12.4 s. At the root: 1, 9, 7.",
                        "1",
                        "├─ 2",
                        "│  ├─ 3",
                        "│  └─ 4, behind 3 too",
                        "└─ 5, behind 4 others too",
                        "   └─ 6",
                        "9",
                        "7",
                        "└─ 8",
                        "0 locks in the schema bank.");
    }

    @Test
    void saysWhoItIsAndWhatItDoes() {
        assertThat(report(waiting(2, 1)).describe().lines().skip(1).limit(2))
                .containsExactly(
                        "1 \"app\", user root, idle in transaction for 14.2 s: select 1",
                        "└─ 2 \"app\", user root, waits 12.4 s for account " + ID + ": select 2");
    }

    @Test
    void findsEachCircleAndDrawsWhoWaitsForIt() {
        LockReport report = report(
                waiting(4, 2),
                waiting(1, 2),
                waiting(2, 3),
                waiting(3, 1),
                waiting(5, 6),
                waiting(6, 5),
                waiting(8, 7));

        assertThat(deadlocks(report)).containsExactly(List.of(2, 3, 1), List.of(5, 6));
        assertThat(shape(report))
                .containsExactly(
                        "7 waiting sessions, the longest for 12.4 s. At the root: 7.",
                        "7",
                        "└─ 8",
                        "Deadlock: 2 waits for 3 waits for 1 waits for 2.",
                        "2, behind 3",
                        "├─ 4",
                        "└─ 1",
                        "   └─ 3",
                        "Deadlock: 5 waits for 6 waits for 5.",
                        "5, behind 6",
                        "└─ 6",
                        "0 locks in the schema bank.");
    }

    @Test
    void findsACircleBelowARoot() {
        LockReport report = report(waiting(2, 1, 3), waiting(3, 2));

        assertThat(pids(report.roots())).containsExactly(1);
        assertThat(deadlocks(report)).containsExactly(List.of(2, 3));
        assertThat(shape(report))
                .contains("1", "└─ 2, behind 3 too", "   └─ 3", "Deadlock: 2 waits for 3 waits for 2.");
    }

    @Test
    void seesNoCircleWhereThereIsNone() {
        assertThat(deadlocks(report(waiting(2, 1), waiting(3, 1, 2), waiting(4, 3, 2, 1))))
                .isEmpty();
    }

    @Test
    void describesALongQueueQuickly() {
        int[] ahead = IntStream.rangeClosed(1, LockReport.MOST + 1).toArray();
        LockWait[] queue = IntStream.rangeClosed(2, LockReport.MOST + 1)
                .mapToObj(pid -> waiting(pid, Arrays.copyOf(ahead, pid - 1)))
                .toArray(LockWait[]::new);

        assertThat(report(queue).describe().lines()).hasSize(1 + 100 + 1 + 1).contains("and 901 more");
    }

    @Test
    void listsTheLocksOfEachSessionByMode() {
        LedgerLock relation =
                new LedgerLock(session(1), "bank.accounts", "relation", "RowShareLock", true, Duration.ofSeconds(1));
        LedgerLock index = new LedgerLock(
                session(1), "bank.accounts_pkey", "relation", "RowShareLock", true, Duration.ofSeconds(1));
        LedgerLock row = new LedgerLock(session(2), "bank.accounts", "tuple", "ExclusiveLock", false, Duration.ZERO);

        assertThat(new LockReport(NOON, List.of(), 0, List.of(relation, index, row), 3)
                        .describe()
                        .lines())
                .containsExactly(
                        "Nobody waits for a lock in this database.",
                        "3 locks in the schema bank:",
                        "1 \"app\", user root, in a transaction for 3 min 5 s:"
                                + " RowShareLock on bank.accounts, bank.accounts_pkey",
                        "2 \"app\", user root, in a transaction for 3 min 5 s:"
                                + " waits for ExclusiveLock on a tuple of bank.accounts");
    }

    @Test
    void cutsStatementsToOneLine() {
        DatabaseSession session = new DatabaseSession(
                1, null, null, SessionState.IDLE, Duration.ofHours(26), null, "select\n\t" + "é".repeat(200));
        LockWait wait = new LockWait(
                session(2), List.of(session), "virtualxid", "ShareLock", null, null, Duration.ofMinutes(61));

        assertThat(report(wait).describe().lines().limit(3))
                .containsExactly(
                        "1 waiting session, the longest for 1 h 1 min. At the root: 1.",
                        "1, idle for 26 h 0 min: select " + "é".repeat(112) + '…',
                        "└─ 2 \"app\", user root, waits 1 h 1 min for ShareLock on virtualxid: select 2");
    }

    @Test
    void countsWhatItDoesNotKeep() {
        LockReport report = new LockReport(NOON, List.of(waiting(2, 1)), 5, List.of(), 7);

        assertThat(report)
                .hasToString(report.describe())
                .asString()
                .contains("5 waiting sessions", "of which 1 are shown", "7 locks in the schema bank:");
    }

    @Test
    void refusesToCountLessThanItKeeps() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> new LockReport(NOON, List.of(waiting(2, 1)), 0, List.of(), 0))
                .withMessage("1 waits and 0 locks are kept, but only 0 and 0 are counted");
    }

    @Test
    void refusesAWaitForNobody() {
        assertThatIllegalArgumentException().isThrownBy(() -> waiting(2)).withMessage("session 2 waits for nobody");
    }
}
