package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AlreadyReversedException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What was moved goes back, in full or in part, once. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class ReversalTest {

    private final Scene scene;
    private final TransferService transfers;
    private final UUID from;
    private final UUID to;
    private final Transfer original;

    ReversalTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        from = scene.with(eur("10.00"));
        to = scene.empty();
        original = transfers.transfer(TransferRequest.of(from, to, eur("7.00")).withReference("order 4711"));
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
        HeldMoney.isRight(scene.dataSource());
    }

    /** The same call again returns the same and moves nothing. */
    private void assertReplays(Transfer reversal, Supplier<Transfer> call) {
        Contents before = Contents.of(scene.dataSource());
        assertThat(call.get()).usingRecursiveComparison().isEqualTo(reversal);
        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    @Test
    void postsTheOpposite() {
        Transfer reversal = transfers.reverse(original.getId());

        assertThat(reversal.getReversesId()).isEqualTo(original.getId());
        assertThat(reversal.getFromAccountId()).isEqualTo(to);
        assertThat(reversal.getToAccountId()).isEqualTo(from);
        assertThat(reversal.getAmount()).isEqualTo(eur("7.00"));
        assertThat(reversal.getReference()).isNull();
        assertThat(transfers.find(reversal.getId()).orElseThrow())
                .usingRecursiveComparison()
                .isEqualTo(reversal);
        assertThat(scene.balance(from)).isEqualTo(eur("10.00"));
        assertThat(scene.balance(to)).isEqualTo(eur("0.00"));
        assertReplays(reversal, () -> transfers.reverse(original.getId()));
        assertReplays(reversal, () -> transfers.reverse(original.getId(), eur("7.00")));
    }

    @Test
    void derivesTheIdFromTheTransferAndTheAmount() {
        UUID id = UUID.fromString("01890a5d-ac96-774b-bcce-b302099a8057");

        UUID derived = Reversal.idOf(id, eur("7.00"));

        assertThat(derived).isEqualTo(Reversal.idOf(UUID.fromString(id.toString()), eur("7.00")));
        assertThat(derived.version()).isEqualTo(8);
        assertThat(derived.variant()).isEqualTo(2);
        assertThat(derived)
                .isNotEqualTo(Reversal.idOf(id, eur("7.01")))
                .isNotEqualTo(Reversal.idOf(id, Money.parse("USD 7.00")))
                .isNotEqualTo(Reversal.idOf(UUID.randomUUID(), eur("7.00")));
        assertThat(transfers.reverse(original.getId(), eur("1.00")).getId())
                .isEqualTo(Reversal.idOf(original.getId(), eur("1.00")));
    }

    @Test
    void reversesPartsUpToTheWhole() {
        Transfer first = transfers.reverse(original.getId(), eur("3.00"));
        assertReplays(first, () -> transfers.reverse(original.getId(), eur("3.00")));
        transfers.reverse(original.getId(), eur("2.00"));

        AlreadyReversedException refusal =
                scene.refused(AlreadyReversedException.class, () -> transfers.reverse(original.getId(), eur("2.01")));
        assertThat(refusal.getTransferId()).isEqualTo(original.getId());
        assertThat(refusal.getRemaining()).isEqualTo(eur("2.00"));
        assertThat(refusal.getRequested()).isEqualTo(eur("2.01"));
        scene.refused(AlreadyReversedException.class, () -> transfers.reverse(original.getId()));

        transfers.reverse(original.getId(), eur("2.00"), UUID.randomUUID()); // an equal part, under an id of its own
        scene.refused(AlreadyReversedException.class, () -> transfers.reverse(original.getId(), cents(1)));
        assertReplays(first, () -> transfers.reverse(original.getId(), eur("3.00")));
        assertThat(scene.balance(from)).isEqualTo(eur("10.00"));
    }

    @Test
    void takesTheCallersId() {
        UUID refund = UUID.randomUUID();

        Transfer reversal = transfers.reverse(original.getId(), eur("1.00"), refund);

        assertThat(reversal.getId()).isEqualTo(refund);
        assertReplays(reversal, () -> transfers.reverse(original.getId(), eur("1.00"), refund));
        TransferConflictException conflict = scene.refused(
                TransferConflictException.class, () -> transfers.reverse(original.getId(), eur("2.00"), refund));
        assertThat(conflict.getField()).isEqualTo("amount");
    }

    @Test
    void refusesAnIdThatWasUsedForAnythingElse() {
        UUID other = scene.move(to, from, eur("1.00")).getId();
        UUID hold = transfers
                .hold(TransferRequest.of(to, from, eur("1.00")), Duration.ofHours(1))
                .getId();
        Transfer another = scene.move(from, to, eur("1.00"));
        UUID reversal = transfers.reverse(another.getId()).getId();

        for (UUID used : new UUID[] {other, hold, original.getId(), reversal}) {
            TransferConflictException conflict = scene.refused(
                    TransferConflictException.class, () -> transfers.reverse(original.getId(), eur("1.00"), used));
            assertThat(conflict.getTransferId()).isEqualTo(used);
        }
        TransferRequest again = TransferRequest.of(to, from, eur("1.00")).withId(reversal);
        assertThat(scene.refused(TransferConflictException.class, () -> transfers.transfer(again))
                        .getField())
                .isEqualTo("reversesId");
        scene.refused(TransferConflictException.class, () -> transfers.hold(again, Duration.ofHours(1)));
        transfers.release(hold);
    }

    @Test
    void reversesAReversalNever() {
        Transfer reversal = transfers.reverse(original.getId(), eur("3.00"));

        AlreadyReversedException refusal =
                scene.refused(AlreadyReversedException.class, () -> transfers.reverse(reversal.getId()));

        assertThat(refusal.getRemaining()).isEqualTo(eur("0.00"));
        scene.refused(AlreadyReversedException.class, () -> transfers.reverse(reversal.getId(), cents(1)));
    }

    @Test
    void reversesWhatAHoldHasCaptured() {
        TransferRequest request = TransferRequest.of(from, to, eur("3.00"));
        transfers.hold(request, Duration.ofHours(1));
        transfers.capture(request.id(), eur("2.00"));

        scene.refused(AlreadyReversedException.class, () -> transfers.reverse(request.id(), eur("2.01")));
        Transfer reversal = transfers.reverse(request.id());

        assertThat(reversal.getAmount()).isEqualTo(eur("2.00"));
        assertThat(transfers.capture(request.id(), eur("2.00")).getId()).isEqualTo(request.id());
        assertThat(scene.balance(from)).isEqualTo(eur("3.00"));
    }

    @Test
    void refusesWhatTheAccountDoesNotHaveAnyMore() {
        scene.move(to, scene.empty(), eur("1.00"));

        InsufficientFundsException refusal =
                scene.refused(InsufficientFundsException.class, () -> transfers.reverse(original.getId()));

        assertThat(refusal.getAccountId()).isEqualTo(to);
        assertThat(refusal.getRequestId()).isEqualTo(Reversal.idOf(original.getId(), eur("7.00")));
        transfers.reverse(original.getId(), eur("6.00"));
    }

    @Test
    void refusesWhatIsHeld() {
        UUID hold = transfers
                .hold(TransferRequest.of(to, from, cents(1)), Duration.ofHours(1))
                .getId();
        scene.refused(InsufficientFundsException.class, () -> transfers.reverse(original.getId()));

        transfers.release(hold);
        transfers.reverse(original.getId());
    }

    @Test
    void refusesWhatTheAccountMayNotHave() {
        scene.accounts().setMaximumBalance(from, eur("9.99"));
        scene.refused(MaximumBalanceException.class, () -> transfers.reverse(original.getId()));

        transfers.reverse(original.getId(), eur("6.99"));
    }

    @Test
    void refusesWhatIsFrozenOnTheWayBackAndReplaysAllTheSame() {
        Transfer reversal = transfers.reverse(original.getId(), eur("1.00"));
        scene.accounts().freezeDebits(to);
        scene.refused(AccountNotOpenException.class, () -> transfers.reverse(original.getId(), eur("2.00")));
        scene.accounts().unfreeze(to);
        scene.accounts().freezeCredits(from);
        scene.refused(AccountNotOpenException.class, () -> transfers.reverse(original.getId(), eur("2.00")));
        assertReplays(reversal, () -> transfers.reverse(original.getId(), eur("1.00")));

        scene.accounts().freezeDebits(from);
        scene.accounts().freezeCredits(to);
        transfers.reverse(original.getId(), eur("2.00"));
    }

    @Test
    void refusesAnotherCurrency() {
        scene.refused(WrongCurrencyException.class, () -> transfers.reverse(original.getId(), Money.parse("USD 1.00")));
    }

    @Test
    void doesNotFindWhatIsNotThere() {
        UUID nothing = UUID.randomUUID();

        assertThat(scene.refused(TransferNotFoundException.class, () -> transfers.reverse(nothing))
                        .getTransferId())
                .isEqualTo(nothing);
        scene.refused(TransferNotFoundException.class, () -> transfers.reverse(nothing, cents(1)));
        scene.refused(TransferNotFoundException.class, () -> transfers.reverse(nothing, cents(1), nothing));
    }

    @ParameterizedTest
    @ValueSource(strings = {"EUR 0.00", "EUR -1.00", "EUR 92233720368547758.08"})
    void refusesPartsThatCanNeverBeRight(String part) {
        scene.impossible(() -> transfers.reverse(original.getId(), Money.parse(part)));
        scene.impossible(() -> transfers.reverse(original.getId(), Money.parse(part), UUID.randomUUID()));
    }

    @Test
    void refusesNull() {
        scene.impossible(() -> transfers.reverse(null));
        scene.impossible(() -> transfers.reverse(original.getId(), null));
        scene.impossible(() -> transfers.reverse(null, cents(1)));
        scene.impossible(() -> transfers.reverse(original.getId(), cents(1), null));
    }
}
