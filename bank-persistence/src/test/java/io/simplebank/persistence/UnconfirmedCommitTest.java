package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.EmbeddedServer;
import java.sql.SQLWarning;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.EnumSource.Mode;
import org.postgresql.ds.PGSimpleDataSource;
import org.postgresql.util.PSQLWarning;

/** A COMMIT that this server alone has done, because its wait for the standby was cancelled, is no acknowledgement. */
@Tag("alone")
class UnconfirmedCommitTest {

    private static EmbeddedServer server;

    private DataSource dataSource;
    private AbsentStandby standby;
    private Bank bank;
    private Scene scene;
    private UUID from;
    private UUID to;

    @BeforeAll
    static void start() {
        server = EmbeddedServer.start(Map.of("synchronous_commit", "on"));
        try (Bank first = Bank.at(url("")).migrate().open()) {
            assertThat(first.audit().isClean()).isTrue();
        }
    }

    @AfterAll
    static void stop() {
        server.close();
    }

    private static String url(String settings) {
        return server.url("postgres", server.username(), server.password()) + settings;
    }

    @BeforeEach
    void open() throws Exception {
        PGSimpleDataSource source = new PGSimpleDataSource();
        source.setUrl(url(""));
        dataSource = source;
        standby = new AbsentStandby(source);
        bank = Bank.at(url("")).open();
        scene = new Scene(bank.transfers(), bank.accounts(), source);
        from = scene.world();
        to = scene.empty();
    }

    @AfterEach
    void close() throws Exception {
        standby.close();
        bank.close();
        scene.execute("drop function if exists public.warn cascade");
        scene.execute("alter database postgres reset client_min_messages");
        TheBooks.areRight(dataSource);
    }

    /** But for two: a deleted account is not to be deleted again, nor does a hold expire again. */
    @ParameterizedTest
    @EnumSource(
            mode = Mode.EXCLUDE,
            names = {"DELETE", "EXPIRE_HOLDS"})
    void isUnknownUntilACommitHasWaitedForTheStandby(Write write) throws Throwable {
        ThrowingCallable call = call(write);
        standby.goAway();

        assertIsUnknown(cancelled(call));
        assertIsUnknown(cancelled(call)); // which finds the rows of the first call, and must not believe them

        standby.isNotWanted();
        call.call();
    }

    @Test
    void isUnknownWhereAnAccountWasDeleted() throws Throwable {
        UUID account = scene.empty();
        standby.goAway();

        assertIsUnknown(cancelled(() -> bank.accounts().delete(account)));
    }

    @Test
    void isUnknownWhereHoldsHaveExpired() throws Throwable {
        ClockByHand clock = new ClockByHand(Instant.now());
        try (Bank timed = Bank.at(url("")).clock(clock).open()) {
            timed.transfers().hold(TransferRequest.of(from, to, eur("1.00")), Duration.ofSeconds(1));
            clock.advance(Duration.ofSeconds(2));
            standby.goAway();

            assertIsUnknown(cancelled(() -> timed.transfers().expireHolds(10)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void isUnknownHoweverTheBankWasOpened(Opening opening) throws Throwable {
        scene.execute("alter database postgres set client_min_messages = error");
        try (Opened opened = opening.on(url(""), builder -> builder)) {
            isUnknownBothWays(opened.bank());
        }
    }

    @Test
    void isUnknownOnAPoolWithoutAutoCommit() throws Throwable {
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setDataSource(dataSource);
            pool.setAutoCommit(false);
            try (Bank on = Bank.on(pool).open()) {
                isUnknownBothWays(on);
            }
        }
    }

    @Test
    void isUnknownWhereTheUrlHidesWarnings() throws Throwable {
        try (Bank hidden =
                Bank.at(url("&options=-c%20client_min_messages=error")).open()) {
            isUnknownBothWays(hidden);
        }
    }

    /** COMMIT rides on the write of a transfer; an account is opened with a COMMIT by itself. */
    private void isUnknownBothWays(Bank itself) throws Throwable {
        TransferRequest payment = TransferRequest.of(from, to, eur("1.00"));
        OpenAccount opening = OpenAccount.of("somebody", EUR);
        standby.goAway();

        assertIsUnknown(cancelled(() -> itself.transfers().transfer(payment)));
        assertIsUnknown(cancelled(() -> itself.accounts().open(opening)));

        standby.isNotWanted();
        assertThat(itself.transfers().transfer(payment).getId()).isEqualTo(payment.id());
        assertThat(itself.accounts().open(opening).getId()).isEqualTo(opening.id());
    }

    @Test
    void isUnknownForEachCallOfAGroup() throws Throwable {
        List<CompletableFuture<Transfer>> calls = new ArrayList<>();
        try (ForeignSession foreign = new ForeignSession(dataSource)) {
            foreign.hold(to);
            standby.goAway();
            for (int i = 0; i < 20; i++) {
                calls.add(bank.transfers()
                        .submit(TransferRequest.of(from, to, eur("1.00")))
                        .toCompletableFuture());
            }
        }
        standby.cancelUntil(CompletableFuture.allOf(calls.toArray(CompletableFuture[]::new)));

        assertThat(calls)
                .allSatisfy(call -> assertIsUnknown(catchThrowable(call::join).getCause()));
        standby.isNotWanted();
        assertThat(bank.transfers().list(to, 0, 100)).hasSize(20);
    }

    /** The connection is lost then, and the next attempt answers when its own COMMIT has waited for the standby. */
    @ParameterizedTest
    @EnumSource(mode = Mode.EXCLUDE, names = "EXPIRE_HOLDS")
    void isSettledAfterTheSessionWasTerminated(Write write) throws Throwable {
        ThrowingCallable call = call(write);
        standby.goAway();
        CompletableFuture<Throwable> answer =
                CompletableFuture.supplyAsync(() -> catchThrowable(call), Together.A_THREAD_EACH);

        standby.terminateOne();
        standby.cancelOne(); // the next attempt's, which has found what the first one did

        assertIsUnknown(answer.join());
        standby.isNotWanted();
        if (write != Write.DELETE) {
            call.call();
        }
    }

    private ThrowingCallable call(Write write) {
        Write.Case asked = write.in(scene);
        return () -> asked.call().by(scene);
    }

    @Test
    void aWarningOfTheApplicationsOwnIsNone() throws Exception {
        scene.execute("""
                create function public.warn() returns trigger language plpgsql as $$
                begin raise warning 'canceling wait for synchronous replication due to user request'; return null; end $$;
                create trigger warn after insert on bank.transfers for each row execute function public.warn();
                create constraint trigger warn_late after insert on bank.transfers deferrable initially deferred
                  for each row execute function public.warn();
                create trigger warn after insert on bank.accounts for each row execute function public.warn();
                create constraint trigger warn_late after insert on bank.accounts deferrable initially deferred
                  for each row execute function public.warn()""");

        Transfer transfer = bank.transfers().transfer(TransferRequest.of(from, to, eur("1.00")));

        assertThat(bank.transfers().list(to, 0, 10)).containsExactly(transfer);
        assertThat(scene.empty()).isNotNull();
    }

    /** COMMIT is the caller's, who sees the warning, or asks the bank for the same id. */
    @Test
    void aJoinedCallerIsToldByItsOwnCommitAndByTheBank() throws Throwable {
        TransferRequest payment = TransferRequest.of(from, to, eur("1.00"));
        try (SessionFactory factory = PersistenceUnit.over(dataSource, false);
                Session session = factory.openSession()) {
            session.beginTransaction();
            TransferService.joining(session).transfer(payment);
            standby.goAway();
            AtomicReference<SQLWarning> warning = new AtomicReference<>();

            Throwable failure = cancelled(() -> session.doWork(connection -> {
                connection.commit();
                warning.set(connection.getWarnings());
            }));

            assertThat(failure).isNull();
            assertThat((Object) warning.get())
                    .isInstanceOfSatisfying(
                            PSQLWarning.class,
                            told -> assertThat(told.getServerErrorMessage().getRoutine())
                                    .isEqualTo("SyncRepWaitForLSN"));
        }
        assertIsUnknown(cancelled(() -> bank.transfers().transfer(payment)));
        standby.isNotWanted();
        assertThat(bank.transfers().transfer(payment).getId()).isEqualTo(payment.id());
    }

    private Throwable cancelled(ThrowingCallable call) throws Exception {
        CompletableFuture<Throwable> answer =
                CompletableFuture.supplyAsync(() -> catchThrowable(call), Together.A_THREAD_EACH);
        standby.cancelOne();
        return answer.join();
    }

    private static void assertIsUnknown(Throwable answer) {
        assertThat(answer).isInstanceOfSatisfying(BankUnavailableException.class, unavailable -> {
            assertThat(unavailable.getOutcome()).isEqualTo(Outcome.UNKNOWN);
            assertThat(unavailable).hasMessageContaining("on this server only");
        });
    }
}
