package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** While many transfers are under way: how many, what stops them, and what they say to the database. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class TransferEachUnderWayTest {

    private final TestDatabase database;
    private final Scene scene;
    private final TransferService transfers;
    private final UUID from;
    private final UUID to;

    TransferEachUnderWayTest(TestDatabase database, Bank bank) {
        this.database = database;
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        transfers = bank.transfers();
        from = scene.with(eur("100.00"));
        to = scene.empty();
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
    }

    private List<TransferRequest> requests(int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> TransferRequest.of(from, to, cents(1)))
                .toList();
    }

    /** Sending the list again completes what an earlier call has begun. */
    private void assertSendingAgainCompletes(List<TransferRequest> requests) {
        assertThat(transfers.transferEach(requests)).allMatch(Posted.class::isInstance);
        assertThat(scene.balance(to)).isEqualTo(cents(requests.size()));
    }

    @Test
    void drawsNoMoreThanTwoThousandRequestsAheadOfTheProgress() {
        AtomicInteger drawn = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Stream<TransferRequest> requests = Stream.generate(() -> TransferRequest.of(from, to, cents(1)))
                .limit(9_000)
                .peek(request -> most.accumulateAndGet(drawn.incrementAndGet() - told.get(), Math::max));

        transfers.transferEach(requests, outcome -> told.incrementAndGet());

        assertThat(told).hasValue(9_000);
        assertThat(most).hasValueBetween(2_000, 2_000);
    }

    @Test
    void anInterruptEndsTheCallAsUnknownAndKeepsTheInterrupt() {
        List<TransferRequest> requests = requests(5_000);
        List<TransferOutcome> told = new ArrayList<>();

        Throwable thrown = catchThrowable(() -> transfers.transferEach(requests.stream(), outcome -> {
            told.add(outcome);
            if (told.size() == 100) {
                Thread.currentThread().interrupt();
            }
        }));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isExactlyInstanceOf(BankInterruptedException.class);
        assertThat(((BankInterruptedException) thrown).getOutcome()).isEqualTo(Outcome.UNKNOWN);
        assertThat(((BankInterruptedException) thrown).getRequestId())
                .isEqualTo(requests.get(told.size()).id());
        assertThat(told.size()).isLessThan(5_000);
        assertSendingAgainCompletes(requests);
    }

    @Test
    void anInterruptBeforeAnythingIsAtWorkLeavesNothingDone() throws Exception {
        List<TransferRequest> requests = requests(10);
        Contents before = Contents.of(scene.dataSource());
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(() -> transfers.transferEach(requests));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isExactlyInstanceOf(BankInterruptedException.class);
        assertThat(((BankInterruptedException) thrown).getOutcome()).isEqualTo(Outcome.NOT_DONE);
        assertThat(((BankInterruptedException) thrown).getRequestId())
                .isEqualTo(requests.get(0).id());
        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    @Test
    void aBankThatIsClosedInTheMiddleEndsTheCallAndAnotherBankCompletesIt() {
        List<TransferRequest> requests = requests(5_000);
        List<TransferOutcome> told = new ArrayList<>();
        Bank closing = Bank.at(database.url()).open();

        Throwable thrown = catchThrowable(() -> closing.transfers().transferEach(requests.stream(), outcome -> {
            told.add(outcome);
            if (told.size() == 100) {
                closing.close();
            }
        }));
        closing.close();

        assertThat(thrown).isExactlyInstanceOf(BankClosedException.class);
        assertThat(told).hasSizeBetween(100, 4_999).allMatch(Posted.class::isInstance);
        assertThat(told)
                .allSatisfy(outcome ->
                        assertThat(transfers.find(outcome.request().id())).isPresent());
        assertSendingAgainCompletes(requests);
    }

    @Test
    void aBusyAccountRefusesItsTransfersOnly() throws Exception {
        UUID busy = scene.with(eur("1.00"));
        List<TransferRequest> requests = new ArrayList<>(requests(20));
        requests.add(7, TransferRequest.of(busy, to, cents(1)));
        // to is in every one of them: what comes behind the busy one waits behind it, and is then made
        try (Bank impatient = Bank.at(database.url())
                        .lockTimeout(Duration.ofMillis(300))
                        .open();
                ForeignSession foreign = new ForeignSession(scene.dataSource()).hold(busy)) {
            List<TransferOutcome> outcomes = impatient.transfers().transferEach(requests);
            assertThat(outcomes.get(7)).isInstanceOf(TransferOutcome.Refused.class);
            assertThat(outcomes.subList(0, 7)).allMatch(Posted.class::isInstance);
            foreign.release();
        }
        assertThat(transfers.transferEach(requests)).allMatch(Posted.class::isInstance);
    }

    @Test
    void manyCallsAtOnceMakeEachTransferOnce() throws Exception {
        List<TransferRequest> requests = requests(1_500);

        List<List<TransferOutcome>> outcomes = Together.run(4, thread -> () -> transfers.transferEach(requests));

        assertThat(outcomes.stream()
                        .flatMap(List::stream)
                        .filter(outcome -> ((Posted) outcome).origin() == TransferOutcome.Origin.NEW))
                .hasSize(1_500);
        assertThat(scene.balance(to)).isEqualTo(eur("15.00"));
    }

    @Test
    void aThousandInTheCallersTransactionAreTwoStatements() {
        assertThat(statementsOfAJoined(requests(1_000))).isEqualTo(statementsOfAJoined(requests(1)));
        assertThat(statementsOfAJoined(requests(1_000))).isEqualTo(2);
    }

    private int statementsOfAJoined(List<TransferRequest> requests) {
        List<String> statements = new CopyOnWriteArrayList<>();
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("emitted-sql")
                .managedClasses(PersistenceUnit.ENTITIES)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .property("hibernate.session_factory.statement_inspector", (StatementInspector) sql -> {
                    statements.add(sql);
                    return sql;
                })
                .createEntityManagerFactory()) {
            factory.runInTransaction(entityManager -> {
                statements.clear();
                assertThat(TransferService.joining(entityManager).transferEach(requests))
                        .allMatch(Posted.class::isInstance);
            });
        }
        return statements.size();
    }

    @Test
    void theCallersTransactionMayStillBeRolledBack(EntityManagerFactory factory) {
        Contents before = Contents.of(scene.dataSource());

        factory.runInTransaction(entityManager -> {
            TransferService.joining(entityManager).transferEach(requests(50));
            entityManager.getTransaction().setRollbackOnly();
        });

        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }
}
