package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Calls that share a transaction behave as they would one after the other. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class GroupCommitTest {

    private static final Money AMOUNT = Money.parse("EUR 1.00");

    private final TestDatabase database;
    private final Bank bank;
    private final ForeignSession foreign;
    private final UUID world;
    private final UUID alice;
    private final UUID bob;

    GroupCommitTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.bank = Bank.at(database.url()).lockTimeout(Duration.ofMinutes(1)).open();
        this.foreign = new ForeignSession(database.dataSource());
        this.world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        this.alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        this.bob = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
    }

    @AfterEach
    void close() throws SQLException {
        foreign.close();
        bank.close();
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void callsThatWaitAtAMomentShareATransaction() throws SQLException {
        List<TransferRequest> requests = IntStream.range(0, 50)
                .mapToObj(i -> TransferRequest.of(world, alice, AMOUNT))
                .toList();

        List<Transfer> transfers = join(submitWhileHeld(world, requests));

        assertThat(transfers).hasSize(50);
        assertThat(transactionsOf(alice)).isLessThan(10);
    }

    @Test
    void callsThatShareAnAccountKeepTheirOrder() throws SQLException {
        List<TransferRequest> requests = IntStream.range(0, 200)
                .mapToObj(i -> TransferRequest.of(world, i % 2 == 0 ? alice : bob, AMOUNT))
                .toList();

        List<CompletableFuture<Transfer>> stages = requests.stream()
                .map(request -> bank.transfers().submit(request).toCompletableFuture())
                .toList();
        join(stages);

        assertThat(bank.accounts().entries(world, 0, 1_000))
                .extracting(Entry::getTransferId)
                .containsExactlyElementsOf(
                        requests.stream().map(TransferRequest::id).toList());
    }

    @Test
    void theSameIdTwiceInAGroupIsAReplayOrAConflict() throws SQLException {
        TransferRequest request = TransferRequest.of(world, alice, AMOUNT);
        TransferRequest other = TransferRequest.of(world, bob, AMOUNT).withId(request.id());

        List<CompletableFuture<Transfer>> stages = submitWhileHeld(world, List.of(request, request, other));

        assertThat(stages.get(1).join()).isEqualTo(stages.get(0).join());
        assertRefused(stages.get(2), TransferConflictException.class);
        assertThat(bank.accounts().get(alice).getPosition()).isEqualTo(1);
        assertThat(bank.accounts().get(bob).getPosition()).isZero();
    }

    @Test
    void aRefusalChangesNothingForItsNeighbours() throws SQLException {
        TransferRequest overdraws = TransferRequest.of(alice, bob, Money.parse("EUR 3.00"));

        List<CompletableFuture<Transfer>> stages = submitWhileHeld(
                world,
                List.of(
                        TransferRequest.of(world, alice, AMOUNT),
                        overdraws,
                        TransferRequest.of(world, alice, Money.parse("EUR 2.00")),
                        overdraws));

        assertRefused(stages.get(1), InsufficientFundsException.class);
        assertThat(stages.get(3).join().getId()).isEqualTo(overdraws.id()); // by then, the money was there
        assertThat(bank.accounts().get(bob).getBalance()).isEqualTo(Money.parse("EUR 3.00"));
    }

    @Test
    void onlyTheMemberThatTheDatabaseRefusesFails() throws SQLException {
        execute("alter table bank.accounts add constraint host_limit check (id <> '" + bob + "' or balance < 500)");
        List<TransferRequest> requests = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            requests.add(TransferRequest.of(world, alice, AMOUNT));
        }
        requests.set(7, TransferRequest.of(world, bob, Money.parse("EUR 5.00")));

        List<CompletableFuture<Transfer>> stages = submitWhileHeld(world, requests);

        assertThat(assertRefused(stages.get(7), PostingRefusedException.class).getConstraint())
                .isEqualTo("host_limit");
        stages.remove(7);
        assertThat(join(stages)).hasSize(19);
        assertThat(bank.accounts().get(alice).getPosition()).isEqualTo(19);
        assertThat(bank.accounts().get(bob).getPosition()).isZero();
        execute("alter table bank.accounts drop constraint host_limit");
    }

    @Test
    void linkedTransfersAreOneIndivisibleMember() throws Exception {
        List<TransferRequest> linked = List.of(
                TransferRequest.of(world, alice, AMOUNT),
                TransferRequest.of(alice, bob, AMOUNT),
                TransferRequest.of(alice, bob, AMOUNT)); // for which alice has nothing left
        foreign.hold(world);
        CompletableFuture<Transfer> before =
                bank.transfers().submit(TransferRequest.of(world, bob, AMOUNT)).toCompletableFuture();
        CompletableFuture<List<Transfer>> refused =
                CompletableFuture.supplyAsync(() -> bank.transfers().transferAll(linked));
        CompletableFuture<List<Transfer>> posted =
                CompletableFuture.supplyAsync(() -> bank.transfers().transferAll(linked.subList(0, 2)));
        foreign.awaitAWaiter();
        foreign.release();

        before.join();
        assertThat(posted.join())
                .extracting(Transfer::getId)
                .containsExactly(linked.get(0).id(), linked.get(1).id());
        assertRefused(refused, InsufficientFundsException.class);
        assertThat(bank.transfers().find(linked.get(2).id())).isEmpty();
        assertThat(bank.accounts().get(bob).getBalance()).isEqualTo(Money.parse("EUR 2.00"));
    }

    @Test
    void callsOnOtherAccountsGoOnWhileOneIsHeld() throws SQLException {
        UUID otherWorld = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        foreign.hold(alice);
        List<CompletableFuture<Transfer>> held = IntStream.range(0, 10)
                .mapToObj(i -> bank.transfers()
                        .submit(TransferRequest.of(world, alice, AMOUNT))
                        .toCompletableFuture())
                .toList();
        foreign.awaitAWaiter();

        for (int i = 0; i < 10; i++) {
            bank.transfers().transfer(TransferRequest.of(otherWorld, bob, AMOUNT));
        }

        assertThat(held).noneMatch(CompletableFuture::isDone);
        foreign.release();
        assertThat(join(held)).hasSize(10);
    }

    @Test
    void anAccountThatStaysHeldIsBusyAtTheDeadline() throws Exception {
        TransferRequest request = TransferRequest.of(world, alice, AMOUNT);
        foreign.hold(alice);
        try (Bank hasty =
                Bank.at(database.url()).lockTimeout(Duration.ofMillis(300)).open()) {
            assertThatThrownBy(() -> hasty.transfers().transfer(request))
                    .isInstanceOfSatisfying(AccountBusyException.class, busy -> {
                        assertThat(busy.getRequestId()).isEqualTo(request.id());
                        assertThat(busy.getOutcome()).isEqualTo(BankException.Outcome.NOT_DONE);
                    });

            foreign.release();
            assertThat(hasty.transfers().transfer(request).getId()).isEqualTo(request.id());
        }
    }

    @Test
    void aCallersStageDoesNotHoldUpTheLedger() throws Exception {
        CountDownLatch release = new CountDownLatch(1);
        foreign.hold(alice); // what depends on a stage that is complete already would run here
        List<CompletableFuture<Void>> dawdlers = IntStream.range(0, 10)
                .mapToObj(i -> bank.transfers()
                        .submit(TransferRequest.of(world, alice, AMOUNT))
                        .thenAccept(transfer -> await(release))
                        .toCompletableFuture())
                .toList();
        foreign.release();

        Transfer transfer = bank.transfers().transfer(TransferRequest.of(world, alice, AMOUNT));

        assertThat(transfer.getToAccountId()).isEqualTo(alice);
        release.countDown();
        dawdlers.forEach(CompletableFuture::join);
    }

    private static void await(CountDownLatch latch) {
        try {
            assertThat(latch.await(1, TimeUnit.MINUTES)).isTrue();
        } catch (InterruptedException interrupt) {
            throw new IllegalStateException(interrupt);
        }
    }

    /** Submits in order while another session holds an account that all need, so that they come to wait together. */
    private List<CompletableFuture<Transfer>> submitWhileHeld(UUID held, List<TransferRequest> requests)
            throws SQLException {
        foreign.hold(held);
        List<CompletableFuture<Transfer>> stages = new ArrayList<>();
        requests.forEach(request -> stages.add(bank.transfers().submit(request).toCompletableFuture()));
        foreign.awaitAWaiter();
        foreign.release();
        return stages;
    }

    private static List<Transfer> join(List<CompletableFuture<Transfer>> stages) {
        return stages.stream().map(CompletableFuture::join).toList();
    }

    private static <E extends BankException> E assertRefused(CompletableFuture<?> stage, Class<E> type) {
        try {
            stage.join();
        } catch (CompletionException refused) {
            assertThat(refused.getCause()).isInstanceOf(type);
            return type.cast(refused.getCause());
        }
        throw new AssertionError("was not refused");
    }

    private long transactionsOf(UUID account) throws SQLException {
        try (Connection connection = database.dataSource().getConnection();
                Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(
                        "select count(distinct xmin::text) from bank.entries where account_id = '" + account + "'")) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private void execute(String sql) throws SQLException {
        PlainSql.execute(database.superuser(), sql);
    }
}
