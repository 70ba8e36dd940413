package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An account that another session holds stops the calls that name it, and no others. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class HeldAccountsTest {

    private static final int MANY = 20;

    private final TestDatabase database;
    private final Bank bank;
    private final Scene scene;
    private final ForeignSession foreign;
    private final UUID low;
    private final UUID hot;
    private final UUID high;
    private final List<UUID> others;

    HeldAccountsTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.bank = Bank.at(database.url()).lockTimeout(Duration.ofMinutes(1)).open();
        this.scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        this.foreign = new ForeignSession(database.dataSource());
        this.low = scene.empty(); // ids ascend as accounts are opened
        this.hot = scene.world();
        this.high = scene.empty();
        this.others = IntStream.range(0, MANY).mapToObj(i -> scene.empty()).toList();
    }

    @AfterEach
    void close() throws SQLException {
        foreign.close();
        bank.close();
        TheBooks.areRight(database.dataSource());
    }

    private CompletableFuture<Transfer> submit(UUID from, UUID to) {
        return bank.transfers()
                .submit(TransferRequest.of(from, to, eur("0.01")))
                .toCompletableFuture();
    }

    /** Moves from the hot account to each of the others, one call after the other. */
    private void moveToAllOthers() {
        others.forEach(other -> scene.move(hot, other, eur("0.01")));
    }

    private static void await(List<? extends CompletableFuture<?>> stages) throws Exception {
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void callsThatShareAFreeAccountPassTheOneThatWaits(boolean coldIsFirst) throws Exception {
        UUID cold = coldIsFirst ? low : high;
        foreign.hold(cold);
        CompletableFuture<Transfer> waits = submit(hot, cold);

        moveToAllOthers();
        await(others.stream().map(other -> submit(hot, other)).toList());
        moveToAllOthers();

        assertThat(waits).isNotDone();
        assertThat(bank.waitingCalls()).isEqualTo(1);
        foreign.release();
        assertThat(waits.get(1, TimeUnit.MINUTES).getToAccountId()).isEqualTo(cold);
        assertThat(bank.waitingCalls()).isZero();
    }

    @Test
    void manyHeldAccountsStopTheirOwnCallersOnly() throws Exception {
        List<UUID> cold = others.subList(0, 10);
        List<UUID> free = others.subList(10, MANY);
        List<CompletableFuture<Transfer>> waiting = new ArrayList<>();
        for (UUID account : cold) {
            foreign.hold(account);
            waiting.add(submit(hot, account));
            for (UUID other : free) {
                scene.move(hot, other, eur("0.01"));
            }
        }

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        foreign.release();
        await(waiting);
    }

    @Test
    void aCallThatWaitsForTwoAccountsStopsNobodyAtTheOneThatIsFreeAgain() throws Exception {
        try (ForeignSession other = new ForeignSession(database.dataSource())) {
            foreign.hold(low);
            other.hold(high);
            CompletableFuture<List<Transfer>> both = CompletableFuture.supplyAsync(
                    () -> bank.transfers()
                            .transferAll(List.of(
                                    TransferRequest.of(hot, low, eur("1.00")),
                                    TransferRequest.of(low, high, eur("1.00")))),
                    Together.A_THREAD_EACH);
            CompletableFuture<Transfer> atLow = submit(hot, low);
            CompletableFuture<Transfer> atHigh = submit(hot, high);
            moveToAllOthers();

            foreign.release();
            atLow.get(1, TimeUnit.MINUTES);
            scene.move(hot, low, eur("1.00"));
            moveToAllOthers();
            assertThat(both).isNotDone();
            assertThat(atHigh).isNotDone();

            other.release();
            assertThat(both.get(1, TimeUnit.MINUTES)).hasSize(2);
            atHigh.get(1, TimeUnit.MINUTES);
        }
    }

    @Test
    void callsThatWaitForOneAccountKeepTheirOrder() throws Exception {
        foreign.hold(low);
        List<CompletableFuture<Transfer>> waiting = new ArrayList<>();
        for (UUID other : others) {
            waiting.add(submit(hot, low));
            scene.move(hot, other, eur("0.01"));
            waiting.add(submit(hot, low));
        }

        foreign.release();
        await(waiting);

        assertThat(bank.accounts().entries(low, 0, 100))
                .extracting(Entry::getTransferId)
                .containsExactlyElementsOf(
                        waiting.stream().map(stage -> stage.join().getId()).toList());
    }

    @Test
    void holdsAndTheirEndsWaitForTheirOwnAccountsOnly() throws Exception {
        scene.move(hot, low, eur("10.00"));
        Hold placed = bank.transfers().hold(TransferRequest.of(low, hot, eur("1.00")), Duration.ofDays(1));
        Hold free = bank.transfers().hold(TransferRequest.of(hot, high, eur("1.00")), Duration.ofDays(1));
        foreign.hold(low);
        List<CompletableFuture<?>> waiting = List.of(
                CompletableFuture.supplyAsync(
                        () -> bank.transfers().hold(TransferRequest.of(low, hot, eur("1.00")), Duration.ofDays(1)),
                        Together.A_THREAD_EACH),
                CompletableFuture.supplyAsync(() -> bank.transfers().capture(placed.getId()), Together.A_THREAD_EACH));

        bank.transfers().hold(TransferRequest.of(hot, others.get(0), eur("1.00")), Duration.ofDays(1));
        bank.transfers().capture(free.getId());
        moveToAllOthers();

        assertThat(waiting).noneMatch(CompletableFuture::isDone);
        foreign.release();
        await(waiting);
    }

    @Test
    void transfersEachOnItsOwnAreMadeThoughOneOfThemWaits() throws Exception {
        foreign.hold(low);
        List<TransferRequest> requests = new ArrayList<>();
        requests.add(TransferRequest.of(hot, low, eur("0.01")));
        others.forEach(other -> requests.add(TransferRequest.of(hot, other, eur("0.01"))));
        CompletableFuture<List<TransferOutcome>> each =
                CompletableFuture.supplyAsync(() -> bank.transfers().transferEach(requests), Together.A_THREAD_EACH);

        foreign.await("select 1 from bank.entries where account_id = '" + hot + "' having count(*) = " + MANY);

        assertThat(each).isNotDone();
        foreign.release();
        assertThat(each.get(1, TimeUnit.MINUTES)).allMatch(TransferOutcome.Posted.class::isInstance);
    }

    @Test
    void aSessionThatTakesTheAccountAgainAndAgainIsNotAlwaysFirst() throws Exception {
        foreign.hold(low);
        CompletableFuture<Transfer> waits = submit(hot, low);
        for (int round = 0; !waits.isDone() && round < 1_000; round++) {
            moveToAllOthers();
            foreign.release();
            foreign.holdNext(low);
        }

        assertThat(waits).isDone();
        assertThat(waits.join().getToAccountId()).isEqualTo(low);
    }

    @Test
    void onlyTheCallThatNamesTheHeldAccountIsRefusedAsBusy() throws Exception {
        foreign.hold(low);
        try (Bank hasty =
                Bank.at(database.url()).lockTimeout(Duration.ofMillis(300)).open()) {
            for (int round = 0; round < 3; round++) {
                CompletableFuture<Transfer> busy = hasty.transfers()
                        .submit(TransferRequest.of(hot, low, eur("0.01")))
                        .toCompletableFuture();
                for (int i = 0; !busy.isDone() || i < MANY; i++) {
                    hasty.transfers().transfer(TransferRequest.of(hot, others.get(i % MANY), eur("0.01")));
                }
                assertThatThrownBy(busy::join)
                        .cause()
                        .isInstanceOfSatisfying(
                                AccountBusyException.class,
                                refusal -> assertThat(refusal)
                                        .hasMessageContaining("held an account for longer than the lock timeout"));
            }
            foreign.release();
            hasty.transfers().transfer(TransferRequest.of(hot, low, eur("0.01")));
        }
    }

    @Test
    void closingAnswersWhoWaitsForAHeldAccountEachWithAnErrorOfItsOwn() throws Exception {
        foreign.hold(low);
        List<CompletableFuture<Transfer>> waiting =
                IntStream.range(0, 5).mapToObj(i -> submit(hot, low)).toList();
        moveToAllOthers();

        bank.close();

        List<Throwable> errors = waiting.stream().map(HeldAccountsTest::error).toList();
        assertThat(errors).hasOnlyElementsOfType(BankClosedException.class).doesNotHaveDuplicates();
    }

    private static Throwable error(CompletableFuture<?> stage) {
        try {
            stage.join();
        } catch (CompletionException refused) {
            return refused.getCause();
        }
        throw new AssertionError("was not refused");
    }

    @Test
    void anInterruptWithdrawsACallThatWaitsForAHeldAccount() throws Exception {
        foreign.hold(low);
        CompletableFuture<Transfer> first = submit(hot, low);
        moveToAllOthers(); // so that it is known to be held
        TransferRequest request = TransferRequest.of(hot, low, eur("0.01"));
        AtomicReference<BankException> answer = new AtomicReference<>();
        Thread caller = new Thread(() -> {
            try {
                bank.transfers().transfer(request);
            } catch (BankException refusal) {
                answer.set(refusal);
            }
        });
        caller.start();
        ForeignSession.awaitWaitingCalls(bank, 2);

        caller.interrupt();
        caller.join(TimeUnit.MINUTES.toMillis(1));

        assertThat(answer.get()).isInstanceOf(BankInterruptedException.class);
        assertThat(answer.get().getOutcome()).isEqualTo(Outcome.NOT_DONE);
        foreign.release();
        first.get(1, TimeUnit.MINUTES);
        assertThat(bank.transfers().find(request.id())).isEmpty();
    }
}
