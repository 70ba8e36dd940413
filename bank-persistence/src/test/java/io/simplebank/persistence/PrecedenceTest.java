package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.BalanceOverflowException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.LeastBalanceException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.Map;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Replay, then conflict, then what is wrong with the accounts: the first that applies is the answer. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class PrecedenceTest {

    private final Scene scene;
    private final TransferService transfers;

    PrecedenceTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
    }

    @Test
    void aReplayReturnsTheStoredTransferAndMovesNothing() {
        TransferRequest request = TransferRequest.of(scene.with(eur("10.00")), scene.empty(), eur("10.00"))
                .withReference("rent");
        Transfer first = transfers.transfer(request);
        Contents after = Contents.of(scene.dataSource());

        Transfer again = transfers.transfer(request);
        Transfer rebuilt = transfers.transfer(new TransferRequest(
                request.id(), request.fromAccountId(), request.toAccountId(), eur("10.00"), "rent"));

        assertThat(again).usingRecursiveComparison().isEqualTo(first);
        assertThat(rebuilt).usingRecursiveComparison().isEqualTo(first);
        assertThat(Contents.of(scene.dataSource())).isEqualTo(after);
    }

    @Test
    void aReplayWinsThoughItsAccountsWereClosedOrFrozenSince() {
        UUID from = scene.with(eur("10.00"));
        UUID to = scene.empty();
        TransferRequest request = TransferRequest.of(from, to, eur("10.00"));
        Transfer first = transfers.transfer(request);
        scene.accounts().close(from);
        scene.accounts().freeze(to);

        assertThat(transfers.transfer(request)).usingRecursiveComparison().isEqualTo(first);
        scene.refused(AccountNotOpenException.class, () -> scene.move(from, to, eur("10.00")));
    }

    @Test
    void refusesAnIdThatWasUsedForOtherContent() {
        UUID from = scene.with(eur("10.00"));
        UUID to = scene.empty();
        UUID other = scene.with(eur("10.00"));
        TransferRequest request = TransferRequest.of(from, to, eur("1.00")).withReference("rent");
        UUID id = request.id();
        transfers.transfer(request);

        Map<TransferRequest, String> conflicting = Map.of(
                new TransferRequest(id, other, to, eur("1.00"), "rent"), "fromAccountId",
                new TransferRequest(id, from, other, eur("1.00"), "rent"), "toAccountId",
                new TransferRequest(id, from, to, eur("1.01"), "rent"), "amount",
                new TransferRequest(id, from, to, Money.parse("USD 1.00"), "rent"), "amount",
                new TransferRequest(id, from, to, eur("1.00"), "Rent"), "reference",
                new TransferRequest(id, from, to, eur("1.00"), null), "reference",
                new TransferRequest(id, to, from, eur("1.00"), "rent"), "fromAccountId");

        conflicting.forEach((conflict, field) -> {
            TransferConflictException refusal =
                    scene.refused(TransferConflictException.class, () -> transfers.transfer(conflict));
            assertThat(refusal.getRequestId()).isEqualTo(id);
            assertThat(refusal.getTransferId()).isEqualTo(id);
            assertThat(refusal.getField()).isEqualTo(field);
        });
    }

    @Test
    void aConflictComesBeforeAnythingThatIsWrongWithTheAccounts() {
        TransferRequest request = TransferRequest.of(scene.with(eur("10.00")), scene.empty(), eur("1.00"));
        transfers.transfer(request);
        UUID nobody = UUID.randomUUID();

        for (TransferRequest conflict : new TransferRequest[] {
            TransferRequest.of(nobody, UUID.randomUUID(), eur("1.00")),
            TransferRequest.of(scene.closed(), scene.empty(), eur("1.00")),
            TransferRequest.of(request.fromAccountId(), request.toAccountId(), Money.parse("USD 1.00")),
            TransferRequest.of(request.fromAccountId(), request.toAccountId(), eur("1000.00")),
        }) {
            scene.refused(TransferConflictException.class, () -> transfers.transfer(conflict.withId(request.id())));
        }
    }

    @Test
    void notFoundComesBeforeNotOpenBeforeCurrencyBeforeFunds() {
        UUID nobody = UUID.randomUUID();
        UUID closed = scene.closed();
        UUID empty = scene.empty();
        UUID other = scene.empty();
        Money dollars = Money.parse("USD 1.00");

        scene.refused(AccountNotFoundException.class, () -> scene.move(closed, nobody, dollars));
        scene.refused(AccountNotFoundException.class, () -> scene.move(nobody, closed, dollars));
        scene.refused(AccountNotOpenException.class, () -> scene.move(empty, closed, dollars));
        scene.refused(AccountNotOpenException.class, () -> scene.move(closed, empty, dollars));
        scene.refused(WrongCurrencyException.class, () -> scene.move(empty, other, dollars));
        scene.refused(InsufficientFundsException.class, () -> scene.move(empty, other, eur("1.00")));
    }

    @Test
    void leastBalanceComesBeforeFundsBeforeMaximumBeforeRoom() {
        UUID empty = scene.empty();
        UUID rich = scene.with(eur("10.00"));
        UUID purse = scene.empty();
        scene.accounts().setMaximumBalance(purse, eur("5.00"));
        TransferRequest tooMuch = TransferRequest.of(empty, purse, eur("9.00"));
        scene.refused(
                LeastBalanceException.class, () -> transfers.transfer(tooMuch.withLeastBalance(purse, eur("1.00"))));
        scene.refused(InsufficientFundsException.class, () -> transfers.transfer(tooMuch));
        scene.refused(MaximumBalanceException.class, () -> scene.move(rich, purse, eur("9.00")));
        UUID deep = scene.world(); // of which no minimum is asked for, only the range: in the place of the funds
        UUID full = scene.empty();
        scene.move(deep, full, cents(Long.MAX_VALUE));
        assertThat(scene.refused(BalanceOverflowException.class, () -> scene.move(deep, purse, eur("9.00")))
                        .getAccountId())
                .isEqualTo(deep);
        assertThat(scene.refused(BalanceOverflowException.class, () -> scene.move(rich, full, eur("9.00")))
                        .getAccountId())
                .isEqualTo(full);
        scene.accounts().setMaximumBalance(full, cents(Long.MAX_VALUE));
        scene.refused(MaximumBalanceException.class, () -> scene.move(rich, full, eur("9.00")));
    }

    @Test
    void aRefusalIsNotRecordedSoTheSameIdMaySucceedLater() {
        UUID from = scene.empty();
        TransferRequest request = TransferRequest.of(from, scene.empty(), eur("1.00"));
        scene.refused(InsufficientFundsException.class, () -> transfers.transfer(request));
        assertThat(transfers.find(request.id())).isEmpty();

        scene.move(scene.world(), from, eur("1.00"));

        assertThat(transfers.transfer(request).getId()).isEqualTo(request.id());
        assertThat(scene.balance(from)).isEqualTo(eur("0.00"));
    }
}
