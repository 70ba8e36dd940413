package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.AlreadyReversedException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Supplier;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whoever was paid may choose ids, and knows how those of reversals are made: that keeps nothing from being reversed. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class SquattedReversalTest {

    private static final Money ALL = eur("7.00");

    private final Scene scene;
    private final TransferService transfers;
    private final UUID alice;
    private final UUID shop;
    private final UUID sock;
    private final Transfer paid;
    private final Transfer another;

    SquattedReversalTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        alice = scene.with(eur("10.00"));
        shop = scene.with(eur("10.00"));
        sock = scene.empty();
        paid = scene.move(alice, shop, ALL);
        another = scene.move(alice, shop, eur("1.00"));
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
        HeldMoney.isRight(scene.dataSource());
    }

    private TransferRequest of(UUID id) {
        return TransferRequest.of(shop, sock, cents(1)).withId(id);
    }

    private void assertReverses(Money part, Supplier<Transfer> call) {
        Money before = scene.balance(alice);
        Transfer reversal = call.get();
        assertThat(reversal.getReversesId()).isEqualTo(paid.getId());
        assertThat(reversal.getAmount()).isEqualTo(part);
        assertThat(scene.balance(alice)).isEqualTo(before.plus(part));
        Contents after = Contents.of(scene.dataSource());
        assertThat(call.get()).usingRecursiveComparison().isEqualTo(reversal);
        assertThat(Contents.of(scene.dataSource())).isEqualTo(after);
    }

    @Test
    void byATransferUnderItsId() {
        transfers.transfer(of(Reversal.idOf(paid.getId(), ALL)));

        assertReverses(ALL, () -> transfers.reverse(paid.getId()));
        assertReplays(() -> transfers.reverse(paid.getId(), ALL));
    }

    private void assertReplays(Supplier<Transfer> call) {
        Contents before = Contents.of(scene.dataSource());
        assertThat(call.get().getId()).isEqualTo(Reversal.refugeOf(paid.getId(), ALL));
        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    @Test
    void byAHoldUnderItsId() {
        UUID id = Reversal.idOf(paid.getId(), ALL);
        transfers.hold(of(id), Duration.ofDays(1));

        assertReverses(ALL, () -> transfers.reverse(paid.getId()));
        transfers.capture(id);
        assertReplays(() -> transfers.reverse(paid.getId()));
    }

    @Test
    void byAReversalOfSomethingElseUnderItsId() {
        transfers.reverse(another.getId(), cents(1), Reversal.idOf(paid.getId(), ALL));
        Money part = eur("6.00");
        transfers.reverse(paid.getId(), cents(1), Reversal.idOf(paid.getId(), part));

        assertReverses(part, () -> transfers.reverse(paid.getId(), part));
        AlreadyReversedException refusal =
                scene.refused(AlreadyReversedException.class, () -> transfers.reverse(paid.getId()));
        assertThat(refusal.getRemaining()).isEqualTo(cents(99));
    }

    @Test
    void whatIsUsedAfterwardsMakesNoDifference() {
        Transfer reversal = transfers.reverse(paid.getId(), eur("2.00"));

        assertThat(reversal.getId()).isEqualTo(Reversal.idOf(paid.getId(), eur("2.00")));
        scene.refused(TransferConflictException.class, () -> transfers.transfer(of(reversal.getId())));
        assertReverses(eur("3.00"), () -> transfers.reverse(paid.getId(), eur("3.00")));
    }

    @Test
    void theSameReversalUnderItsIdIsAReplay() {
        Transfer mine = transfers.reverse(paid.getId(), ALL, Reversal.idOf(paid.getId(), ALL));

        assertThat(transfers.reverse(paid.getId())).usingRecursiveComparison().isEqualTo(mine);
    }

    @Test
    void theIdThatIsLeftThenCannotBeUsedByCallers() {
        UUID refuge = Reversal.refugeOf(paid.getId(), ALL);
        TransferRequest request = TransferRequest.of(shop, sock, cents(1));

        assertThat(TransferRequest.isReserved(refuge)).isTrue();
        assertThat(refuge.toString()).startsWith("73726576-");
        assertThat(refuge.version()).isEqualTo(8);
        assertThat(refuge.variant()).isEqualTo(2);
        assertThat(TransferRequest.isReserved(Reversal.idOf(paid.getId(), ALL))).isFalse();
        assertReserved(() -> request.withId(refuge));
        assertReserved(() -> new TransferRequest(refuge, shop, sock, cents(1), null));
        assertReserved(() -> transfers.reverse(another.getId(), cents(1), refuge));
        assertReserved(() -> transfers.reverse(paid.getId(), ALL, refuge));
    }

    private static void assertReserved(ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the ledger keeps for reversals of its own");
    }

    @Test
    void idsOfItsOwnAreAConflictAsBefore() {
        UUID id = UUID.randomUUID();
        transfers.transfer(of(id));

        scene.refused(TransferConflictException.class, () -> transfers.reverse(paid.getId(), ALL, id));
    }

    private static String later(@Nullable Instant booked) {
        return String.valueOf(booked == null ? null : booked.plusSeconds(1));
    }

    @Test
    void plainSqlOnBothLeavesAnIdOfTheCallers() throws Exception {
        transfers.transfer(of(Reversal.idOf(paid.getId(), ALL)));
        try (PlainSession session = new PlainSession(scene.dataSource())) {
            PlainPosting posting = PlainPosting.of(session, shop, sock, 1);
            UUID refuge = Reversal.refugeOf(paid.getId(), ALL);
            String now = later(scene.accounts().get(shop).getLastBookedAt());
            posting.transfers.get(0).put("id", refuge);
            posting.transfers.get(0).put("booked_at", now);
            posting.entries.forEach(entry -> entry.put("transfer_id", refuge));
            posting.entries.forEach(entry -> entry.put("booked_at", now));
            posting.accounts.forEach(account -> account.put("last_booked_at", now));
            session.execute(posting.sql());
        }

        UUID own = UUID.randomUUID();
        scene.refused(TransferConflictException.class, () -> transfers.reverse(paid.getId()));
        assertReverses(ALL, () -> transfers.reverse(paid.getId(), ALL, own));
    }
}
