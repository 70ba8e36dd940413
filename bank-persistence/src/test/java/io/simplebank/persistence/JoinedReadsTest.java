package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.FlushModeType;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;
import java.util.stream.IntStream;
import org.hibernate.Session;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What joined services answer with is what the rows say, and leaves nothing in the caller's persistence context. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class JoinedReadsTest {

    private final Bank bank;
    private final EntityManagerFactory factory;
    private final UUID world;
    private final UUID alice;
    private final TransferRequest posted;
    private final TransferRequest held;

    JoinedReadsTest(Bank bank, EntityManagerFactory factory) {
        this.bank = bank;
        this.factory = factory;
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        posted = payment().withReference("rent of " + alice);
        held = TransferRequest.of(alice, world, eur("0.01"));
        bank.transfers().transfer(posted);
        bank.transfers().hold(held, Duration.ofDays(1));
    }

    private TransferRequest payment() {
        return TransferRequest.of(world, alice, eur("1.00")).withId(UUID.randomUUID());
    }

    /** Each method of the services that looks something up, replays among them. */
    enum LookUp {
        REPLAY((test, services) -> services.transfers.transfer(test.posted)),
        REPLAY_ALL((test, services) -> services.transfers.transferAll(List.of(test.posted))),
        REPLAY_EACH((test, services) -> services.transfers.transferEach(List.of(test.posted))),
        REVERSE((test, services) -> services.transfers.reverse(test.posted.id(), eur("0.10"))),
        HOLD((test, services) -> services.transfers.hold(test.held, Duration.ofDays(1))),
        CAPTURE((test, services) -> {
            services.transfers.capture(test.held.id());
            services.transfers.capture(test.held.id());
        }),
        RELEASE((test, services) -> services.transfers.release(test.held.id())),
        EXPIRE((test, services) -> services.transfers.expireHolds(10)),
        FIND((test, services) ->
                assertThat(services.transfers.find(test.posted.id())).isPresent()),
        FIND_HOLD((test, services) ->
                assertThat(services.transfers.findHold(test.held.id())).isPresent()),
        PENDING((test, services) ->
                assertThat(services.transfers.pendingHolds(test.alice, 0, 10)).hasSize(1)),
        LIST((test, services) ->
                assertThat(services.transfers.list(test.alice, 0, 10)).hasSize(1)),
        BY_REFERENCE(
                (test, services) -> assertThat(services.transfers.listByReference("rent of " + test.alice, null, 10))
                        .hasSize(1)),
        OPEN((test, services) ->
                services.accounts.open(OpenAccount.of("alice", EUR).withId(test.alice))),
        GET((test, services) ->
                assertThat(services.accounts.get(test.alice).getPosition()).isEqualTo(1)),
        ACCOUNTS((test, services) -> assertThat(services.accounts.list(0, 10)).hasSizeGreaterThan(1)),
        OF_OWNER((test, services) ->
                assertThat(services.accounts.list("alice", 0, 10)).isNotEmpty()),
        ENTRY((test, services) -> services.accounts.entry(test.alice, 1)),
        ENTRIES((test, services) -> services.accounts.entries(test.alice, 0, 10)),
        STREAM((test, services) ->
                assertThat(services.accounts.stream(test.alice, 0)).hasSize(1)),
        STATEMENT((test, services) -> services.accounts.statement(test.alice, Instant.EPOCH, Instant.MAX)),
        BALANCE((test, services) -> services.accounts.balanceAt(test.alice, Instant.MAX)),
        ADJUST((test, services) -> services.accounts.adjustBalance(test.alice, eur("1.00"), test.world)),
        LIMIT((test, services) -> services.accounts.setMaximumBalance(test.alice, eur("9.00"))),
        FREEZE((test, services) -> services.accounts.freeze(test.alice));

        private final BiConsumer<JoinedReadsTest, Services> call;

        LookUp(BiConsumer<JoinedReadsTest, Services> call) {
            this.call = call;
        }
    }

    record Services(TransferService transfers, AccountService accounts) {}

    @ParameterizedTest
    @EnumSource
    void noLookUpLeavesAnEntityInTheCallersContext(LookUp lookUp) {
        factory.runInTransaction(entityManager -> {
            lookUp.call.accept(
                    this, new Services(TransferService.joining(entityManager), AccountService.joining(entityManager)));
            assertThat(entityManager.unwrap(Session.class).getStatistics().getEntityCount())
                    .isZero();
        });
    }

    @Test
    void aStreamOfReplaysRunsInBoundedMemory() {
        List<TransferRequest> requests =
                IntStream.range(0, 300).mapToObj(i -> payment()).toList();
        bank.transfers().transferEach(requests);

        factory.runInTransaction(entityManager -> {
            List<TransferOutcome> outcomes = new ArrayList<>();
            TransferService.joining(entityManager).transferEach(requests.stream(), outcomes::add);
            assertThat(outcomes)
                    .hasSize(300)
                    .allMatch(outcome -> outcome instanceof TransferOutcome.Posted replay
                            && replay.origin() == TransferOutcome.Origin.REPLAY);
            assertThat(entityManager.unwrap(Session.class).getStatistics().getEntityCount())
                    .isZero();
        });
    }

    /** As with one context for a whole web request. */
    @Test
    void whatTheCallerHasReadBeforeDoesNotAnswer() {
        try (EntityManager entityManager = factory.createEntityManager()) {
            AccountService accounts = AccountService.joining(entityManager);
            entityManager.find(Account.class, alice);
            entityManager.find(Transfer.class, posted.id());
            bank.transfers().transfer(payment()); // by somebody else, meanwhile
            bank.transfers().blankReference(posted.id());

            assertThat(accounts.get(alice).getBalance()).isEqualTo(eur("2.00"));
            assertThat(accounts.list("alice", 0, 100))
                    .filteredOn(account -> account.getId().equals(alice))
                    .singleElement()
                    .satisfies(account -> assertThat(account.getBalance()).isEqualTo(eur("2.00")));
            assertThat(TransferService.joining(entityManager)
                            .find(posted.id())
                            .orElseThrow()
                            .getReference())
                    .isNull();
            assertThat(TransferService.joining(entityManager)
                            .list(alice, 0, 1)
                            .get(0)
                            .getReference())
                    .isNull();
        }
    }

    /** The rest of what can be asked, in a transaction of the same context and in none. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void norDoesWhatItHasReadOfHoldsAndEntries(boolean inTransaction) {
        String reference = "rent of " + alice;
        try (EntityManager entityManager = factory.createEntityManager()) {
            AccountService accounts = AccountService.joining(entityManager);
            TransferService transfers = TransferService.joining(entityManager);
            entityManager.find(Account.class, alice);
            entityManager.find(Transfer.class, posted.id());
            entityManager.find(Entry.class, new Entry.Key(alice, 1));
            assertThat(accounts.entries(alice, 0, 10)).hasSize(1);
            assertThat(transfers.pendingHolds(alice, 0, 10)).hasSize(1);
            assertThat(transfers.listByReference(reference, null, 10)).hasSize(1);
            assertThat(accounts.balanceAt(alice, Instant.MAX)).isEqualTo(eur("1.00"));

            bank.transfers().transfer(payment()); // by somebody else, meanwhile
            bank.transfers().release(held.id());
            bank.transfers().blankReference(posted.id());
            if (inTransaction) {
                entityManager.getTransaction().begin();
            }

            assertThat(accounts.balanceAt(alice, Instant.MAX)).isEqualTo(eur("2.00"));
            assertThat(accounts.entry(alice, 2).getBalance()).isEqualTo(eur("2.00"));
            assertThat(accounts.entries(alice, 0, 10)).hasSize(2);
            assertThat(accounts.entries(alice, Instant.EPOCH, Instant.MAX, 0, 10))
                    .hasSize(2);
            assertThat(accounts.stream(alice, 0)).hasSize(2);
            assertThat(accounts.statement(alice, Instant.EPOCH, Instant.MAX).closingBalance())
                    .isEqualTo(eur("2.00"));
            assertThat(transfers.findHold(held.id()).orElseThrow().getStatus()).isEqualTo(HoldStatus.RELEASED);
            assertThat(transfers.pendingHolds(alice, 0, 10)).isEmpty();
            assertThat(transfers.listByReference(reference, null, 10)).isEmpty();
            assertThat(accounts.get(alice).getHeld()).isEqualTo(eur("0.00"));
            if (inTransaction) {
                assertThat(transfers.reverse(posted.id(), eur("0.10")).getAmount())
                        .isEqualTo(eur("0.10"));
                assertThat(entityManager.find(Account.class, alice).getBalance())
                        .as("managed, and refreshed by our own posting")
                        .isEqualTo(eur("1.90"));
                entityManager.getTransaction().rollback();
            }
        }
    }

    @Test
    void anAccountThatTheCallerPersistedAndDidNotFlushIsFound() {
        OpenAccount request = OpenAccount.of("late " + alice, EUR);
        factory.runInTransaction(entityManager -> {
            AccountService accounts = AccountService.joining(entityManager);
            entityManager.persist(Account.open(request, Instant.now()));
            assertThat(accounts.list("late " + alice, 0, 10)).hasSize(1);
            assertThat(accounts.find(request.id())).isPresent();
        });
    }

    @Test
    void aReadLeavesTheFlushToACallerWhoWantsItSo() {
        OpenAccount request = OpenAccount.of("late " + alice, EUR);
        factory.runInTransaction(entityManager -> {
            entityManager.setFlushMode(FlushModeType.COMMIT);
            entityManager.persist(Account.open(request, Instant.now()));
            assertThat(AccountService.joining(entityManager).find(request.id())).isEmpty();
        });
        assertThat(bank.accounts().find(request.id())).isPresent();
    }
}
