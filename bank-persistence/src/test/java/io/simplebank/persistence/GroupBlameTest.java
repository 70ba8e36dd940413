package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** In a group only the call that is to blame is refused, or waits; and each error goes to one caller. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class GroupBlameTest {

    private static final int MANY = 20;

    private final TestDatabase database;
    private final EntityManagerFactory factory;
    private final Plugged plugged = new Plugged();
    private final AtomicInteger clockFailures = new AtomicInteger();
    private final Bank bank;
    private final Scene scene;
    private final ForeignSession foreign;
    private final UUID held;
    private final List<TransferRequest> innocent = new ArrayList<>();

    GroupBlameTest(TestDatabase database, EntityManagerFactory factory) throws SQLException {
        this.database = database;
        this.factory = factory;
        this.bank = Bank.at(database.url())
                .lockTimeout(Duration.ofMinutes(1))
                .listener(plugged)
                .clock(new FailingClock())
                .open();
        this.scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        this.foreign = new ForeignSession(database.superuser());
        this.held = scene.empty();
        UUID world = scene.world();
        for (int i = 0; i < MANY; i++) {
            innocent.add(TransferRequest.of(world, scene.empty(), eur("1.00")));
        }
    }

    private final class FailingClock extends Clock {

        @Override
        public Instant instant() {
            if (clockFailures.getAndUpdate(left -> Math.max(0, left - 1)) > 0) {
                throw new StackOverflowError("for a test");
            }
            return Instant.now();
        }

        @Override
        public ZoneId getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }

    @AfterEach
    void close() throws SQLException {
        foreign.close();
        bank.close();
        TheBooks.areRight(database.dataSource());
    }

    /** Submits calls that become one group. */
    private List<CompletableFuture<Transfer>> asOneGroup(List<TransferRequest> requests) throws Exception {
        return asOneGroup(requests, 0);
    }

    /** The same, while the clock fails so many times. */
    private List<CompletableFuture<Transfer>> asOneGroup(List<TransferRequest> requests, int failures)
            throws Exception {
        plugged.stop(bank, payment(), payment());
        List<CompletableFuture<Transfer>> stages = submit(requests);
        clockFailures.set(failures);
        plugged.goOn();
        return stages;
    }

    private List<CompletableFuture<Transfer>> submit(List<TransferRequest> requests) {
        List<CompletableFuture<Transfer>> stages = new ArrayList<>();
        requests.forEach(request -> stages.add(bank.transfers().submit(request).toCompletableFuture()));
        return stages;
    }

    private TransferRequest payment() {
        return TransferRequest.of(scene.world(), scene.empty(), eur("1.00"));
    }

    private static List<TransferRequest> with(TransferRequest first, List<TransferRequest> rest, TransferRequest last) {
        List<TransferRequest> all = new ArrayList<>(rest);
        all.add(0, first);
        all.add(last);
        return all;
    }

    private static void await(List<CompletableFuture<Transfer>> stages) throws Exception {
        CompletableFuture.allOf(stages.toArray(CompletableFuture[]::new)).get(1, TimeUnit.MINUTES);
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
    void aRefusalByTheDatabaseIsOneCallsOwnBesideAHeldAccountToo() throws Exception {
        PlainSql.execute(
                database.superuser(),
                "alter table bank.transfers add constraint host_says_no check (reference <> 'BAD')");
        TransferRequest waits = TransferRequest.of(scene.world(), held, eur("1.00"));
        TransferRequest bad = payment().withReference("BAD");
        foreign.hold(held);

        List<CompletableFuture<Transfer>> stages = asOneGroup(with(waits, innocent, bad));

        await(stages.subList(1, MANY + 1));
        assertThat(error(stages.get(MANY + 1))).isInstanceOfSatisfying(PostingRefusedException.class, refusal -> {
            assertThat(refusal.getConstraint()).isEqualTo("host_says_no");
            assertThat(refusal.getRequestId()).isEqualTo(bad.id());
        });
        assertThat(stages.get(0)).isNotDone();
        foreign.release();
        stages.get(0).get(1, TimeUnit.MINUTES);
        PlainSql.execute(database.superuser(), "alter table bank.transfers drop constraint host_says_no");
    }

    @ParameterizedTest
    @ValueSource(strings = {"TEAM1", "22P05", "42501", "42P01", "40001", "53100", "XX000"})
    void whateverATriggerRaisesIsToldTheCallsThatAreToBlame(String state) throws Exception {
        PlainSql.execute(database.superuser(), """
                create function public.raise_it() returns trigger language plpgsql as $$
                begin
                  raise exception 'the host says no' using errcode = new.reference;
                end $$;
                create trigger raise_it before insert on bank.transfers for each row
                when (new.reference ~ '^[0-9A-Z]{5}$') execute function public.raise_it()""");
        List<TransferRequest> guilty =
                List.of(payment().withReference(state), payment().withReference(state));

        List<CompletableFuture<Transfer>> stages = asOneGroup(with(guilty.get(0), innocent, guilty.get(1)));

        await(stages.subList(1, MANY + 1));
        for (int i = 0; i < guilty.size(); i++) {
            UUID id = guilty.get(i).id();
            assertThat(error(stages.get(i * (MANY + 1)))).isInstanceOfSatisfying(BankException.class, refusal -> {
                assertThat(refusal.getRequestId()).isEqualTo(id);
                assertThat(refusal.getOutcome()).isEqualTo(Outcome.NOT_DONE);
                assertThat(SqlState.of(refusal)).isEqualTo(state);
            });
        }
        PlainSql.execute(database.superuser(), "drop function public.raise_it cascade");
    }

    @Test
    void anErrorInOneTransactionIsNotTheGroupsEnd() throws Exception {
        await(asOneGroup(innocent, 1));
    }

    @Test
    void anErrorThatStaysIsToldEachCallerAndTheBankGoesOn() throws Exception {
        TransferRequest atHeld = TransferRequest.of(scene.world(), held, eur("1.00"));
        TransferRequest other = payment();
        foreign.hold(held);

        List<CompletableFuture<Transfer>> stages = asOneGroup(innocent.subList(0, 5), Integer.MAX_VALUE);
        stages.forEach(stage -> assertThat(error(stage)).isInstanceOf(StackOverflowError.class));
        clockFailures.set(0);
        await(submit(innocent)); // their accounts are free
        CompletableFuture<Transfer> waits = bank.transfers().submit(atHeld).toCompletableFuture();
        await(submit(List.of(other)));
        clockFailures.set(2); // now the calls that wait

        foreign.release();
        CompletableFuture.allOf(waits).exceptionally(failure -> null).get(1, TimeUnit.MINUTES);
        clockFailures.set(0);
        scene.transfers().transfer(atHeld);
    }

    @ParameterizedTest
    @CsvSource({
        "bank.transfers, share",
        "bank.entries, share",
        "bank.accounts, share row exclusive",
        "bank.accounts, exclusive",
        "bank.accounts, access exclusive",
        "bank.holds, access exclusive",
    })
    void aLockedTableIsWaitedFor(String table, String mode) throws Exception {
        List<TransferRequest> calls = with(payment(), innocent, payment());
        TransferRequest later = payment();
        foreign.lockTable(table, mode);

        List<CompletableFuture<Transfer>> stages = submit(calls);
        foreign.awaitAWaiter();
        ForeignSession.awaitWaitingCalls(bank, calls.size());
        stages.addAll(submit(List.of(later)));
        assertThat(stages).noneMatch(CompletableFuture::isDone);
        foreign.release();

        await(stages);
    }

    @ParameterizedTest
    @ValueSource(strings = {"bank.transfers", "bank.accounts"})
    void aTableThatStaysLockedIsToldEachCallerInWordsOfItsOwn(String table) throws Exception {
        try (Bank hasty =
                Bank.at(database.url()).lockTimeout(Duration.ofMillis(300)).open()) {
            foreign.lockTable(table, "share");
            List<CompletableFuture<Transfer>> stages = innocent.stream()
                    .map(request -> hasty.transfers().submit(request).toCompletableFuture())
                    .toList();

            List<Throwable> errors = stages.stream().map(GroupBlameTest::error).toList();

            assertThat(errors)
                    .hasOnlyElementsOfType(AccountBusyException.class)
                    .doesNotHaveDuplicates()
                    .allSatisfy(error -> assertThat(error).hasMessageContaining("held a lock on a table"));
            foreign.release();
            assertThat(hasty.transfers().transferEach(innocent)).hasSize(MANY);
        }
    }

    @Test
    void aLockOnTheTableOfHoldsStopsHoldsOnly() throws Exception {
        TransferRequest reserved = payment();
        foreign.lockTable("bank.holds", "share");
        CompletableFuture<?> hold = CompletableFuture.supplyAsync(
                () -> bank.transfers().hold(reserved, Duration.ofDays(1)), Together.A_THREAD_EACH);
        foreign.awaitAWaiter();

        await(submit(innocent));

        assertThat(hold).isNotDone();
        foreign.release();
        hold.get(1, TimeUnit.MINUTES);
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void anIdThatAnotherSessionHasNotCommittedStopsItsOwnCallOnly(boolean commits) throws Exception {
        TransferRequest theirs = payment();
        TransferRequest ours = payment().withId(theirs.id());
        try (EntityManager rival = factory.createEntityManager()) {
            rival.getTransaction().begin();
            TransferService.joining(rival).transfer(theirs);

            List<CompletableFuture<Transfer>> stages = asOneGroup(with(ours, innocent, payment()));
            await(stages.subList(1, MANY + 2));
            await(submit(List.of(payment(), payment())));

            assertThat(stages.get(0)).isNotDone();
            if (commits) {
                rival.getTransaction().commit();
                assertThat(error(stages.get(0))).isInstanceOf(io.simplebank.domain.TransferConflictException.class);
            } else {
                rival.getTransaction().rollback();
                assertThat(stages.get(0).get(1, TimeUnit.MINUTES).getId()).isEqualTo(ours.id());
            }
        }
    }
}
