package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Origin;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Many transfers, each on its own. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class TransferEachTest {

    private final Scene scene;
    private final TransferService transfers;

    TransferEachTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
    }

    /** Cents from an account to another. */
    private static List<TransferRequest> requests(UUID from, UUID to, int number) {
        return IntStream.range(0, number)
                .mapToObj(i -> TransferRequest.of(from, to, cents(1)))
                .toList();
    }

    private static Origin origin(TransferOutcome outcome) {
        return ((Posted) outcome).origin();
    }

    @Test
    void makesThoseThatItCanAndRefusesTheOthersInTheOrderOfTheRequests() {
        UUID rich = scene.with(eur("20.00"));
        UUID poor = scene.empty();
        UUID to = scene.empty();
        UUID nobody = UUID.randomUUID();
        List<TransferRequest> requests = IntStream.range(0, 3_000)
                .mapToObj(i -> TransferRequest.of(i % 3 == 0 ? rich : i % 3 == 1 ? poor : nobody, to, cents(1)))
                .toList();

        List<TransferOutcome> outcomes = transfers.transferEach(requests);

        assertThat(outcomes).extracting(TransferOutcome::request).isEqualTo(requests);
        for (int i = 0; i < requests.size(); i++) {
            if (outcomes.get(i) instanceof Refused refused) {
                Class<?> kind = i % 3 == 1 ? InsufficientFundsException.class : AccountNotFoundException.class;
                assertThat(refused.reason()).isExactlyInstanceOf(kind);
                assertThat(refused.reason().getRequestId())
                        .isEqualTo(requests.get(i).id());
                assertThat(refused.reason().getRequestIndex()).isEmpty();
            } else {
                assertThat(i % 3).isZero();
                assertThat(origin(outcomes.get(i))).isEqualTo(Origin.NEW);
                assertThat(((Posted) outcomes.get(i)).transfer().differenceTo(requests.get(i)))
                        .isNull();
            }
        }
        assertThat(scene.balance(to)).isEqualTo(eur("10.00"));
        assertThat(transfers.list(to, 0, 3_000))
                .extracting(Transfer::getId)
                .isEqualTo(IntStream.range(0, 1_000)
                        .mapToObj(i -> requests.get(3 * i).id())
                        .toList());
    }

    @Test
    void movesNothingWhenItIsSentAgain() {
        UUID from = scene.with(eur("1.00"));
        UUID to = scene.empty();
        List<TransferRequest> requests = requests(from, to, 150);
        List<TransferOutcome> first = transfers.transferEach(requests);
        assertThat(first.subList(0, 100)).allMatch(Posted.class::isInstance);
        assertThat(first.subList(100, 150)).allMatch(Refused.class::isInstance);
        Contents contents = Contents.of(scene.dataSource());

        List<TransferOutcome> second = transfers.transferEach(requests);

        assertThat(second.subList(0, 100))
                .allSatisfy(outcome -> assertThat(origin(outcome)).isEqualTo(Origin.REPLAY));
        assertThat(second.subList(100, 150)).allMatch(Refused.class::isInstance);
        assertThat(Contents.of(scene.dataSource())).isEqualTo(contents);

        scene.move(scene.world(), from, eur("0.50"));
        List<TransferOutcome> third = transfers.transferEach(requests);
        assertThat(third.subList(100, 150))
                .allSatisfy(outcome -> assertThat(origin(outcome)).isEqualTo(Origin.NEW));
        assertThat(scene.balance(to)).isEqualTo(eur("1.50"));
    }

    @Test
    void aRequestThatIsThereTwiceHappensOnce() {
        UUID from = scene.with(eur("1.00"));
        UUID to = scene.empty();
        TransferRequest request = TransferRequest.of(from, to, eur("0.60"));
        TransferRequest other = TransferRequest.of(from, to, eur("0.10")).withId(request.id());

        List<TransferOutcome> outcomes = transfers.transferEach(List.of(request, request, other, request));

        assertThat(origin(outcomes.get(0))).isEqualTo(Origin.NEW);
        assertThat(origin(outcomes.get(1))).isEqualTo(Origin.REPLAY);
        assertThat(((Refused) outcomes.get(2)).reason()).isInstanceOf(TransferConflictException.class);
        assertThat(origin(outcomes.get(3))).isEqualTo(Origin.REPLAY);
        assertThat(scene.balance(to)).isEqualTo(eur("0.60"));
    }

    @Test
    void whatOneBringsTheNextMaySpend() {
        UUID from = scene.with(eur("1.00"));
        UUID between = scene.empty();
        UUID to = scene.empty();
        TransferRequest first = TransferRequest.of(from, between, eur("1.00"));
        TransferRequest second = TransferRequest.of(between, to, eur("1.00"));

        assertThat(transfers.transferEach(List.of(second, first, second)))
                .extracting(outcome -> outcome instanceof Posted)
                .containsExactly(false, true, true);
        assertThat(scene.balance(to)).isEqualTo(eur("1.00"));
    }

    @Test
    void nothingIsFine() {
        assertThat(transfers.transferEach(List.of())).isEmpty();
        transfers.transferEach(Stream.of(), outcome -> {
            throw new AssertionError(outcome);
        });
    }

    @Test
    void refusesWhatCanNeverBeRightBeforeAnythingMoves() {
        TransferRequest request = TransferRequest.of(scene.with(eur("1.00")), scene.empty(), eur("1.00"));

        scene.impossible(() -> transfers.transferEach(Arrays.asList(request, null)));
        scene.impossible(() -> transfers.transferEach(null));
        scene.impossible(() -> transfers.transferEach(null, outcome -> {}));
        scene.impossible(() -> transfers.transferEach(Stream.of(request), null));
    }

    @Test
    void tellsOfAStreamInOrderOnTheCallersThread() {
        UUID from = scene.with(eur("50.00"));
        UUID to = scene.empty();
        List<TransferRequest> requests = requests(from, to, 5_000);
        List<TransferRequest> told = new ArrayList<>();
        List<Thread> threads = new ArrayList<>();

        transfers.transferEach(requests.stream(), outcome -> {
            told.add(outcome.request());
            threads.add(Thread.currentThread());
            assertThat(origin(outcome)).isEqualTo(Origin.NEW);
        });

        assertThat(told).isEqualTo(requests);
        assertThat(threads).containsOnly(Thread.currentThread());
        assertThat(scene.balance(to)).isEqualTo(eur("50.00"));
    }

    @Test
    void aStreamThatBreaksEndsTheCallAndSendingItAgainCompletes() {
        UUID from = scene.with(eur("50.00"));
        UUID to = scene.empty();
        List<TransferRequest> requests = requests(from, to, 5_000);
        IllegalStateException broken = new IllegalStateException("the file ends here");
        List<TransferOutcome> told = new ArrayList<>();

        assertThatThrownBy(() -> transfers.transferEach(
                        requests.stream().peek(request -> {
                            if (request == requests.get(3_500)) {
                                throw broken;
                            }
                        }),
                        told::add))
                .isSameAs(broken);

        assertThat(told).extracting(TransferOutcome::request).isEqualTo(requests.subList(0, told.size()));
        assertThat(transfers.transferEach(requests)).allMatch(Posted.class::isInstance);
        assertThat(scene.balance(to)).isEqualTo(eur("50.00"));
    }

    @Test
    void aProgressThatBreaksEndsTheCallAndSendingItAgainCompletes() {
        UUID from = scene.with(eur("50.00"));
        UUID to = scene.empty();
        List<TransferRequest> requests = requests(from, to, 5_000);
        IllegalStateException broken = new IllegalStateException("nobody listens");
        List<TransferOutcome> told = Collections.synchronizedList(new ArrayList<>());

        assertThatThrownBy(() -> transfers.transferEach(requests.stream(), outcome -> {
                    if (told.size() == 1_234) {
                        throw broken;
                    }
                    told.add(outcome);
                }))
                .isSameAs(broken);

        assertThat(told)
                .hasSize(1_234)
                .allSatisfy(outcome ->
                        assertThat(transfers.find(outcome.request().id())).isPresent());
        List<TransferOutcome> again = transfers.transferEach(requests);
        assertThat(again.subList(0, 1_234))
                .allSatisfy(outcome -> assertThat(origin(outcome)).isEqualTo(Origin.REPLAY));
        assertThat(again).allMatch(Posted.class::isInstance);
        assertThat(scene.balance(to)).isEqualTo(eur("50.00"));
    }
}
