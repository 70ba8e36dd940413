package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Whatever befalls the bank, everybody is answered, and the books and the answers agree. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class GroupCommitFaultsTest {

    private static final Money AMOUNT = Money.parse("EUR 0.01");
    private static final int CALLERS = 16;

    private final TestDatabase database;
    private final Bank bank;
    private final UUID world;
    private final List<UUID> accounts;

    GroupCommitFaultsTest(TestDatabase database) {
        this.database = database;
        this.bank = Bank.at(database.url()).lockTimeout(Duration.ofMinutes(1)).open();
        this.world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        this.accounts = IntStream.range(0, 10)
                .mapToObj(
                        i -> bank.accounts().open(OpenAccount.of("owner", EUR)).getId())
                .toList();
    }

    @AfterEach
    void close() throws SQLException {
        bank.close();
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void closingUnderFullLoadAnswersEverybody() throws Exception {
        Map<UUID, Object> answers = new ConcurrentHashMap<>();
        CountDownLatch underway = new CountDownLatch(CALLERS * 10);

        Together.run(CALLERS + 1, thread -> () -> {
            if (thread == CALLERS) {
                assertThat(underway.await(1, TimeUnit.MINUTES)).isTrue();
                bank.close();
                return null;
            }
            for (Object answer = null; !(answer instanceof BankException); underway.countDown()) {
                TransferRequest request = TransferRequest.of(world, accounts.get(thread % 10), AMOUNT);
                answer = answerTo(request);
                answers.put(request.id(), answer);
            }
            return null;
        });

        assertThat(answers.values().stream().filter(BankException.class::isInstance))
                .hasSize(CALLERS)
                .allMatch(BankClosedException.class::isInstance);
        assertAgreement(answers);
    }

    @Test
    void killedConnectionsLoseAndDoubleNothing() throws Exception {
        Map<UUID, Object> answers = new ConcurrentHashMap<>();
        AtomicBoolean done = new AtomicBoolean();

        Together.run(CALLERS + 1, thread -> () -> {
            if (thread == CALLERS) {
                for (int kill = 0; kill < 20; kill++) {
                    int enough = answers.size() + 20; // or a killer that was late would leave no attempt in between
                    while (answers.size() < enough) {
                        Thread.onSpinWait();
                    }
                    killTheBanksConnections();
                }
                done.set(true);
                return null;
            }
            while (!done.get()) {
                TransferRequest request = TransferRequest.of(world, accounts.get(thread % 10), AMOUNT);
                answers.put(request.id(), answerTo(request));
            }
            return null;
        });

        assertThat(answers.values()).allMatch(Transfer.class::isInstance);
        assertAgreement(answers);
    }

    @Test
    void aCallerThatIsInterruptedWhileItsCallWaitsHasItWithdrawn() throws Exception {
        try (ForeignSession foreign = new ForeignSession(database.dataSource())) {
            foreign.hold(world);
            CompletableFuture<Transfer> first = bank.transfers()
                    .submit(TransferRequest.of(world, accounts.get(0), AMOUNT))
                    .toCompletableFuture();
            foreign.awaitAWaiter();
            TransferRequest request = TransferRequest.of(world, accounts.get(1), AMOUNT);

            for (boolean virtual : new boolean[] {false, true}) {
                BankInterruptedException interrupted = interruptWhileWaiting(request, virtual);

                assertThat(interrupted.getRequestId()).isEqualTo(request.id());
                if (interrupted.getOutcome() == Outcome.NOT_DONE) {
                    assertThat(bank.transfers().find(request.id())).isEmpty();
                }
            }

            foreign.release();
            first.join();
            assertThat(bank.transfers().transfer(request).getId()).isEqualTo(request.id());
            assertThat(bank.transfers().list(accounts.get(1), 0, 10)).hasSize(1);
        }
    }

    @Test
    void aFullQueueFailsTheStage() throws Exception {
        try (ForeignSession foreign = new ForeignSession(database.dataSource())) {
            foreign.hold(world);
            List<CompletableFuture<Transfer>> stages = new ArrayList<>();
            int most = GroupCommit.QUEUE_CAPACITY + 2 * GroupCommit.GROUP_SIZE;
            for (int i = 0;
                    i < most && stages.stream().skip(i - 1L > 0 ? i - 1L : 0).noneMatch(failed());
                    i++) {
                stages.add(bank.transfers()
                        .submit(TransferRequest.of(world, accounts.get(i % 10), AMOUNT))
                        .toCompletableFuture());
            }

            CompletableFuture<Transfer> last = stages.remove(stages.size() - 1);
            assertThat(last)
                    .isCompletedExceptionally()
                    .failsWithin(Duration.ZERO)
                    .withThrowableThat()
                    .withCauseInstanceOf(BankUnavailableException.class)
                    .withMessageContaining("full");
            foreign.release();
            stages.forEach(CompletableFuture::join);
            assertThat(bank.accounts().get(world).getPosition()).isEqualTo(stages.size());
        }
    }

    private static java.util.function.Predicate<CompletableFuture<Transfer>> failed() {
        return CompletableFuture::isCompletedExceptionally;
    }

    /** Interrupts a thread, of the platform's or virtual where there are such, whose call cannot be answered. */
    private BankInterruptedException interruptWhileWaiting(TransferRequest request, boolean virtual) throws Exception {
        AtomicReference<Object> answer = new AtomicReference<>();
        AtomicBoolean stillInterrupted = new AtomicBoolean();
        Runnable call = () -> {
            answer.set(answerTo(request));
            stillInterrupted.set(Thread.currentThread().isInterrupted());
        };
        Thread caller = virtual ? VirtualThreads.orPlatform(call) : new Thread(call);
        caller.start();
        caller.interrupt();
        caller.join(TimeUnit.MINUTES.toMillis(1));

        assertThat(stillInterrupted).isTrue();
        assertThat(answer.get()).isInstanceOf(BankInterruptedException.class);
        return (BankInterruptedException) answer.get();
    }

    private Object answerTo(TransferRequest request) {
        try {
            return bank.transfers().transfer(request);
        } catch (BankException refusal) {
            return refusal;
        }
    }

    private void assertAgreement(Map<UUID, Object> answers) throws SQLException {
        try (Bank auditor = Bank.at(database.url()).open()) {
            answers.forEach(
                    (id, answer) -> assertThat(auditor.transfers().find(id).isPresent())
                            .as("%s was answered %s", id, answer)
                            .isEqualTo(answer instanceof Transfer));
            long acknowledged =
                    answers.values().stream().filter(Transfer.class::isInstance).count();
            assertThat(auditor.accounts().get(world).getPosition()).isEqualTo(acknowledged);
        }
    }

    private void killTheBanksConnections() throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("select pg_terminate_backend(pid) from pg_stat_activity"
                    + " where application_name = 'simple-bank' and datname = current_database()");
        }
    }
}
