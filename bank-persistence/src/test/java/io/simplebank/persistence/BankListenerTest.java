package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.BankListener.Answers;
import io.simplebank.persistence.BankListener.Group;
import io.simplebank.persistence.BankListener.Kind;
import io.simplebank.persistence.BankListener.Outcome;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a listener hears of calls and of groups. A caller that has its answer finds it counted, so nothing is waited for. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class BankListenerTest {

    private final TestDatabase database;
    private final ClockByHand clock = new ClockByHand(Instant.parse("2026-11-24T12:00:00Z"));
    private final Heard heard = new Heard();
    private final Bank bank;
    private final TransferService transfers;
    private final Scene scene;
    private UUID world;
    private UUID alice;

    BankListenerTest(TestDatabase database) {
        this.database = database;
        this.bank = Bank.at(database.url()).clock(clock).listener(heard).open();
        this.transfers = bank.transfers();
        this.scene = new Scene(transfers, bank.accounts(), database.dataSource());
    }

    @BeforeEach
    void openAccounts() {
        world = scene.world();
        alice = scene.with(eur("10.00"));
        heard.clear();
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private TransferRequest payment(String amount) {
        return TransferRequest.of(alice, world, eur(amount));
    }

    @Test
    void hearsOfATransferAndOfItsReplay() {
        TransferRequest payment = payment("1.00");

        transfers.transfer(payment);
        assertThat(heard.of(Answers.class)).containsExactly(new Answers(Kind.TRANSFER, Outcome.POSTED, null, 1, 1));

        heard.clear();
        transfers.transfer(payment);
        assertThat(heard.of(Answers.class)).containsExactly(new Answers(Kind.TRANSFER, Outcome.REPLAYED, null, 1, 1));
    }

    @Test
    void hearsOfARefusalByTheTypeOfItsError() {
        assertThatThrownBy(() -> transfers.transfer(payment("99.00"))).isInstanceOf(InsufficientFundsException.class);

        assertThat(heard.of(Answers.class))
                .containsExactly(new Answers(Kind.TRANSFER, Outcome.REFUSED, InsufficientFundsException.class, 1, 1));
    }

    @Test
    void hearsOfHoldsCapturesReleasesReversalsAndAdjustmentsAsWhatTheyAre() {
        Hold captured = transfers.hold(payment("2.00"), Duration.ofDays(1));
        Hold released = transfers.hold(payment("2.00"), Duration.ofDays(1));
        Transfer transfer = transfers.capture(captured.getId());
        transfers.release(released.getId());
        transfers.release(released.getId());
        transfers.reverse(transfer.getId());
        transfers.transferAll(List.of(payment("1.00"), payment("1.00")));
        bank.accounts().adjustBalance(alice, eur("5.00"), world);
        bank.accounts().adjustBalance(alice, eur("5.00"), world);

        assertThat(heard.of(Answers.class))
                .containsExactly(
                        new Answers(Kind.HOLD, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.HOLD, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.LOOKUP, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.CAPTURE, Outcome.POSTED, null, 1, 1),
                        new Answers(Kind.LOOKUP, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.RELEASE, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.LOOKUP, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.RELEASE, Outcome.REPLAYED, null, 1, 0),
                        new Answers(Kind.LOOKUP, Outcome.POSTED, null, 1, 0),
                        new Answers(Kind.REVERSAL, Outcome.POSTED, null, 1, 1),
                        new Answers(Kind.TRANSFER_ALL, Outcome.POSTED, null, 1, 2),
                        new Answers(Kind.ADJUSTMENT, Outcome.POSTED, null, 1, 1),
                        new Answers(Kind.ADJUSTMENT, Outcome.REPLAYED, null, 1, 1));
    }

    @Test
    void hearsOfTheCaptureOfAHoldWhoseTimeIsOverAsARefusal() {
        Hold hold = transfers.hold(payment("2.00"), Duration.ofDays(1));
        clock.advance(Duration.ofDays(2));

        assertThatThrownBy(() -> transfers.capture(hold.getId())).isInstanceOf(HoldNotPendingException.class);

        assertThat(heard.errors(Kind.CAPTURE, Outcome.REFUSED)).containsExactly(HoldNotPendingException.class);
    }

    @Test
    void hearsOfEachOutcomeAmongTheTransfersOfOneCall() {
        TransferRequest posted = payment("1.00");

        transfers.transferEach(List.of(posted, payment("99.00"), posted, payment("1.00")));

        assertThat(heard.calls(Kind.TRANSFER, Outcome.POSTED)).isEqualTo(2);
        assertThat(heard.calls(Kind.TRANSFER, Outcome.REPLAYED)).isEqualTo(1);
        assertThat(heard.calls(Kind.TRANSFER, Outcome.REFUSED)).isEqualTo(1);
    }

    @Test
    void hearsHowLargeAGroupWasAndWhatTookItsTime() {
        transfers.transferAll(List.of(payment("1.00"), payment("1.00")));

        assertThat(heard.of(Group.class)).singleElement().satisfies(group -> {
            assertThat(group.calls()).isEqualTo(1);
            assertThat(group.transfers()).isEqualTo(2);
            assertThat(group.accounts()).isEqualTo(2);
            assertThat(group.queueDepth()).isEqualTo(1);
            assertThat(group.transactions()).isEqualTo(1);
            assertThat(group.postponed()).isZero();
            assertThat(group.longestWait()).isPositive();
            assertThat(group.lockTime()).isPositive();
            assertThat(group.writeTime()).isPositive();
        });
    }

    @Test
    void hearsThatCallsWaitForAnAccountThatSomebodyElseHolds() throws Exception {
        try (ForeignSession foreign = new ForeignSession(database.dataSource())) {
            foreign.hold(alice);
            List<CompletableFuture<Transfer>> stages = new ArrayList<>();
            stages.add(transfers.submit(payment("1.00")).toCompletableFuture());
            Group waiting = heard.await(Group.class, group -> group.postponed() > 0);
            assertThat(waiting.postponed()).isEqualTo(1);
            assertThat(waiting.lockTime())
                    .isGreaterThanOrEqualTo(Duration.ofMillis(200)); // lock_timeout, by the server
            for (int i = 1; i < 4; i++) {
                stages.add(transfers.submit(payment("1.00")).toCompletableFuture()); // of which it is known
            }

            assertThat(bank.waitingCalls()).isEqualTo(4);
            foreign.release();
            stages.forEach(CompletableFuture::join);
            assertThat(heard.await(Group.class, group -> group.calls() == 4).postponed())
                    .isZero();
        }
        heard.await(Answers.class, answers -> answers.outcome() == Outcome.POSTED);
    }

    @Test
    void hearsThatAnAccountStayedBusy() throws Exception {
        try (Bank hasty = Bank.at(database.url())
                        .lockTimeout(Duration.ofMillis(100))
                        .listener(heard)
                        .open();
                ForeignSession foreign = new ForeignSession(database.dataSource())) {
            foreign.hold(alice);

            assertThatThrownBy(() -> hasty.transfers().transfer(payment("1.00")))
                    .isInstanceOf(AccountBusyException.class);
        }
        assertThat(heard.errors(Kind.TRANSFER, Outcome.REFUSED)).containsExactly(AccountBusyException.class);
    }

    @Test
    void hearsOfCallsThatNeverCameToWork() throws Exception {
        CountDownLatch atWork = new CountDownLatch(1);
        CountDownLatch goOn = new CountDownLatch(1);
        Bank held = Bank.at(database.url())
                .connectionTimeout(Duration.ofSeconds(3))
                .lockTimeout(Duration.ofMillis(1))
                .listener(heard)
                .listener(new BankListener() {
                    @Override
                    public void onGroup(Group group) {
                        atWork.countDown();
                        awaitUninterruptibly(goOn);
                    }
                })
                .open();
        try {
            TransferRequest first = payment("1.00");
            CompletableFuture<Transfer> posted = held.transfers().submit(first).toCompletableFuture();
            assertThat(atWork.await(1, TimeUnit.MINUTES)).isTrue();
            assertThatThrownBy(() -> held.transfers().transfer(payment("1.00")))
                    .isInstanceOf(BankUnavailableException.class);
            CompletableFuture<Transfer> waiting =
                    held.transfers().submit(payment("1.00")).toCompletableFuture();
            assertThat(held.waitingCalls()).isEqualTo(1);

            CompletableFuture<Void> closing = CompletableFuture.runAsync(held::close, Together.A_THREAD_EACH);
            assertThat(waiting)
                    .failsWithin(Duration.ofMinutes(1))
                    .withThrowableThat()
                    .withCauseInstanceOf(BankClosedException.class);
            goOn.countDown();
            assertThat(posted.join().getId()).isEqualTo(first.id());
            closing.join();
            assertThatThrownBy(() -> held.transfers().transfer(payment("1.00")))
                    .isInstanceOf(BankClosedException.class);
        } finally {
            goOn.countDown();
            held.close();
        }

        assertThat(heard.errors(Kind.TRANSFER, Outcome.UNAVAILABLE))
                .containsExactly(BankUnavailableException.class, BankClosedException.class, BankClosedException.class);
        assertThat(heard.calls(Kind.TRANSFER, Outcome.POSTED)).isEqualTo(1);
        assertThat(held.waitingCalls()).isZero();
    }

    private static void awaitUninterruptibly(CountDownLatch latch) {
        try {
            if (!latch.await(1, TimeUnit.MINUTES)) {
                throw new IllegalStateException("nobody lets the group go on");
            }
        } catch (InterruptedException interrupt) {
            Thread.currentThread().interrupt();
        }
    }

    @Test
    void hearsOfABankFromItsOpeningToItsEnd() {
        Heard ofTwo = new Heard();
        Heard first = new Heard();
        Bank other = Bank.at(database.url()).listener(first).listener(ofTwo).open();
        other.transfers().transfer(payment("1.00"));
        other.close();
        other.close();

        assertThat(ofTwo.all()).hasSize(4).startsWith("open").endsWith("close").isEqualTo(first.all());
    }
}
