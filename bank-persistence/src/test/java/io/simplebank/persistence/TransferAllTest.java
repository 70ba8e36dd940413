package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Several transfers in order, all of them or none. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class TransferAllTest {

    private final Scene scene;
    private final TransferService transfers;

    TransferAllTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
    }

    @Test
    void movesThroughAnAccountThatHadNothingBefore() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        UUID c = scene.empty();
        List<TransferRequest> requests =
                List.of(TransferRequest.of(a, b, eur("10.00")), TransferRequest.of(b, c, eur("10.00")));

        List<Transfer> made = transfers.transferAll(requests);

        assertThat(made)
                .extracting(Transfer::getId)
                .containsExactly(requests.get(0).id(), requests.get(1).id());
        assertThat(transfers.list(b, 0, 10)).isEqualTo(made);
        assertThat(scene.accounts().entries(b, 0, 10))
                .extracting(Entry::getBalance)
                .containsExactly(eur("10.00"), eur("0.00"));
        assertThat(scene.balance(c)).isEqualTo(eur("10.00"));
    }

    @Test
    void refusesTheSameTransfersInAnotherOrder() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        UUID c = scene.empty();
        TransferRequest second = TransferRequest.of(b, c, eur("10.00"));

        InsufficientFundsException refusal = scene.refused(
                InsufficientFundsException.class,
                () -> transfers.transferAll(List.of(second, TransferRequest.of(a, b, eur("10.00")))));

        assertThat(refusal.getRequestId()).isEqualTo(second.id());
        assertThat(refusal.getAccountId()).isEqualTo(b);
    }

    @Test
    void aRefusalInTheMiddleUndoesEverythingAndTheIdsMaySucceedLater() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        UUID c = scene.empty();
        List<TransferRequest> requests = List.of(
                TransferRequest.of(a, b, eur("10.00")),
                TransferRequest.of(b, c, eur("10.01")),
                TransferRequest.of(a, c, eur("1.00")));

        InsufficientFundsException refusal =
                scene.refused(InsufficientFundsException.class, () -> transfers.transferAll(requests));
        assertThat(refusal.getRequestId()).isEqualTo(requests.get(1).id());
        assertThat(refusal.getRequestIndex()).hasValue(1);
        assertThat(refusal).hasMessageStartingWith("request 1: account " + b);
        assertThat(requests).noneMatch(request -> transfers.find(request.id()).isPresent());

        scene.move(scene.world(), a, eur("1.00"));
        scene.move(scene.world(), b, eur("0.01"));
        assertThat(transfers.transferAll(requests)).hasSize(3);
        assertThat(scene.balance(c)).isEqualTo(eur("11.01"));
    }

    @Test
    void theLastOneIsRefusedForAllToo() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        UUID nobody = UUID.randomUUID();
        TransferRequest last = TransferRequest.of(a, nobody, eur("1.00"));

        AccountNotFoundException refusal = scene.refused(
                AccountNotFoundException.class,
                () -> transfers.transferAll(List.of(TransferRequest.of(a, b, eur("1.00")), last)));

        assertThat(refusal.getRequestId()).isEqualTo(last.id());
        assertThat(refusal.getAccountId()).isEqualTo(nobody);
    }

    @Test
    void theSameRequestTwiceHappensOnce() {
        UUID a = scene.with(eur("10.00"));
        TransferRequest request = TransferRequest.of(a, scene.empty(), eur("4.00"));

        List<Transfer> made = transfers.transferAll(List.of(request, request));

        assertThat(made).extracting(Transfer::getId).containsExactly(request.id(), request.id());
        assertThat(scene.balance(a)).isEqualTo(eur("6.00"));
    }

    @Test
    void refusesTheSameIdTwiceWithOtherContent() {
        UUID a = scene.with(eur("10.00"));
        TransferRequest request = TransferRequest.of(a, scene.empty(), eur("4.00"));
        TransferRequest other =
                TransferRequest.of(a, scene.empty(), eur("4.00")).withId(request.id());

        TransferConflictException refusal =
                scene.refused(TransferConflictException.class, () -> transfers.transferAll(List.of(request, other)));

        assertThat(refusal.getTransferId()).isEqualTo(request.id());
        assertThat(refusal.getField()).isEqualTo("toAccountId");
    }

    @Test
    void replaysAmongNewOnesMoveNothing() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        TransferRequest known = TransferRequest.of(a, b, eur("1.00"));
        Transfer first = transfers.transfer(known);
        TransferRequest fresh = TransferRequest.of(a, b, eur("2.00"));

        List<Transfer> made = transfers.transferAll(List.of(fresh, known));

        assertThat(made).extracting(Transfer::getId).containsExactly(fresh.id(), known.id());
        assertThat(made.get(1)).usingRecursiveComparison().isEqualTo(first);
        assertThat(scene.balance(b)).isEqualTo(eur("3.00"));
    }

    @Test
    void aReplayOfAllMovesNothing() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        List<TransferRequest> requests =
                List.of(TransferRequest.of(a, b, eur("10.00")), TransferRequest.of(b, a, eur("10.00")));
        List<Transfer> made = transfers.transferAll(requests);
        Contents after = Contents.of(scene.dataSource());

        assertThat(transfers.transferAll(requests)).usingRecursiveComparison().isEqualTo(made);
        assertThat(Contents.of(scene.dataSource())).isEqualTo(after);
    }

    @Test
    void aConflictAmongNewOnesRefusesAll() {
        UUID a = scene.with(eur("10.00"));
        UUID b = scene.empty();
        TransferRequest known = TransferRequest.of(a, b, eur("1.00"));
        transfers.transfer(known);
        TransferRequest fresh = TransferRequest.of(a, b, eur("2.00"));

        scene.refused(
                TransferConflictException.class,
                () -> transfers.transferAll(List.of(fresh, known.withReference("another"))));

        assertThat(transfers.find(fresh.id())).isEmpty();
    }

    @Test
    void manyTransfersOverManyAccountsKeepTheirOrder() throws Exception {
        UUID world = scene.world();
        List<UUID> chain = new ArrayList<>();
        IntStream.range(0, 50).forEach(i -> chain.add(scene.empty()));
        Collections.shuffle(chain, new java.util.Random(7));
        List<TransferRequest> requests = new ArrayList<>();
        requests.add(TransferRequest.of(world, chain.get(0), eur("1.00")));
        for (int i = 1; i < chain.size(); i++) {
            requests.add(TransferRequest.of(chain.get(i - 1), chain.get(i), eur("1.00")));
        }

        transfers.transferAll(requests);

        assertThat(scene.balance(chain.get(49))).isEqualTo(eur("1.00"));
        assertThat(scene.balance(chain.get(48))).isEqualTo(eur("0.00"));
        TheBooks.areRight(scene.dataSource());
    }
}
