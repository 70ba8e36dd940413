package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountConflictException;
import io.simplebank.domain.AccountInUseException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.UnknownCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.math.BigInteger;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * Another program posts in a currency that this JVM's Joda-Money does not know. It is data: everything is read, by ids and
 * minor units; what needs an amount of it is refused and names the record; nobody else notices.
 */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class UnknownCurrencyTest {

    private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2027-01-01T00:00:00Z");

    private final Bank bank;
    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;
    private final PlainSession session;
    private final UUID from;
    private final UUID to;
    private final UUID posted;
    private final long before;

    UnknownCurrencyTest(Way way, TestDatabase database, Bank bank, EntityManagerFactory factory) throws SQLException {
        this.bank = bank;
        scene = Scene.of(way, bank, factory, database.dataSource());
        transfers = scene.transfers();
        accounts = scene.accounts();
        session = new PlainSession(database.dataSource());
        List<TransferEvent> events = bank.feed().read(0, Integer.MAX_VALUE);
        before = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
        from = session.open("ZZZ");
        to = session.open("ZZZ");
        PlainPosting posting = PlainPosting.of(session, from, to, 7);
        posted = (UUID) posting.transfers.get(0).get("id");
        session.execute(posting.sql());
    }

    @BeforeEach
    void nobodyHasRegisteredIt() {
        assertThat(CurrencyUnit.registeredCurrencies())
                .extracting(CurrencyUnit::getCode)
                .doesNotContain("ZZZ");
    }

    @AfterEach
    void theBooksAreRight() throws SQLException {
        session.assertThatTheBooksAreRight();
        assertThat(bank.audit().isClean()).isTrue();
        HeldMoney.isRight(session.connection());
        session.close();
    }

    private PlainHold hold(long seconds) throws SQLException {
        PlainHold hold = PlainHold.of(to, from, 5);
        hold.row.put("currency", "ZZZ");
        hold.row.put("expires_at", Instant.now().plusSeconds(seconds).toString());
        session.execute(hold.place());
        return hold;
    }

    private void refused(UUID id, ThrowingCallable call) {
        UnknownCurrencyException refusal = scene.refused(UnknownCurrencyException.class, call);
        assertThat(refusal.getId()).isEqualTo(id);
        assertThat(refusal.getCurrencyCode()).isEqualTo("ZZZ");
    }

    @Test
    void theFeedTellsItAndWhatComesBehind() {
        Transfer behind = scene.move(scene.world(), scene.empty(), eur("1.00"));

        List<TransferEvent> events = bank.feed().read(before, 10);

        assertThat(events).extracting(event -> event.transfer().getId()).containsExactly(posted, behind.getId());
        assertThat(events.get(0).transfer().getAmountMinor()).isEqualTo(7);
        assertThat(events.get(0).transfer().getCurrencyCode()).isEqualTo("ZZZ");
        assertThat(events.toString()).contains("ZZZ 7 minor units");
    }

    @Test
    void everythingIsRead() throws SQLException {
        UUID held = hold(3_600).id();
        Account account = accounts.get(to);
        Transfer transfer = transfers.find(posted).orElseThrow();
        Entry entry = accounts.entry(to, 1);
        Statement statement = accounts.statement(to, EARLIER, LATER);

        assertThat(account.getBalanceMinor()).isEqualTo(7);
        assertThat(account.getHeldMinor()).isEqualTo(5);
        assertThat(accounts.find(from).orElseThrow().getBalanceMinor()).isEqualTo(-7);
        assertThat(accounts.list(0, Integer.MAX_VALUE)).contains(account);
        assertThat(accounts.list("somebody", 0, Integer.MAX_VALUE)).contains(account);
        assertThat(transfer.getAmountMinor()).isEqualTo(7);
        assertThat(transfers.list(to, 0, 10)).containsExactly(transfer);
        assertThat(entry.getBalanceMinor()).isEqualTo(7);
        assertThat(accounts.entries(to, 0, 10)).containsExactly(entry);
        assertThat(accounts.entries(to, EARLIER, LATER, 0, 10)).containsExactly(entry);
        assertThat(bank.accounts().stream(to, 0)).containsExactly(entry);
        assertThat(bank.accounts().stream(to, EARLIER, LATER)).containsExactly(entry);
        assertThat(statement.entries()).containsExactly(entry);
        assertThat(statement.closingBalanceMinor()).isEqualTo(7);
        assertThat(statement.totalCreditsMinor()).isEqualTo(BigInteger.valueOf(7));
        assertThat(transfers.findHold(held).orElseThrow().getAmountMinor()).isEqualTo(5);
        assertThat(transfers.pendingHolds(to, 0, 10)).extracting(Hold::getId).containsExactly(held);
        assertThat(bank.audit().currencies()).isGreaterThanOrEqualTo(1);
        assertThat(bank.locks().toString()).isNotNull();
        assertThat(List.of(account, transfer, entry, statement, account.copy()).toString())
                .contains("ZZZ 7 minor units");
    }

    @Test
    void whatNeedsAnAmountOfItIsRefusedAndNamesIt() throws SQLException {
        UUID held = hold(3_600).id();
        UUID alice = scene.empty();
        UUID world = scene.world();

        refused(to, () -> accounts.balanceAt(to, LATER));
        refused(to, () -> accounts.get(to).getBalance());
        refused(to, () -> transfers.transfer(TransferRequest.of(to, alice, eur("1.00"))));
        refused(to, () -> transfers.transfer(TransferRequest.upTo(to, from, eur("1.00"))));
        refused(to, () -> transfers.hold(TransferRequest.of(to, from, eur("1.00")), Duration.ofDays(1)));
        refused(to, () -> transfers.transfer(TransferRequest.of(world, to, eur("1.00"))));
        TransferRequest least = TransferRequest.of(world, alice, eur("1.00")).withLeastBalance(to, eur("1.00"));
        refused(to, () -> transfers.transfer(least));
        refused(posted, () -> transfers.reverse(posted));
        refused(to, () -> transfers.reverse(posted, eur("0.01")));
        refused(to, () -> transfers.reverse(posted, eur("0.01"), UUID.randomUUID()));
        refused(held, () -> transfers.capture(held));
        refused(to, () -> transfers.capture(held, eur("0.01")));
        refused(to, () -> accounts.setMinimumBalance(to, eur("0.00")));
        refused(to, () -> accounts.setMaximumBalance(to, eur("1.00")));
        refused(to, () -> accounts.adjustBalance(to, eur("1.00"), world));
        scene.refused(
                AccountConflictException.class,
                () -> accounts.open(new OpenAccount(to, "somebody", CurrencyUnit.EUR, null)));
    }

    @Test
    void itsNeighboursInAGroupGoThrough() {
        UUID world = scene.world();
        UUID alice = scene.empty();
        TransferRequest good = TransferRequest.of(world, alice, eur("1.00"));
        TransferRequest bad = TransferRequest.of(world, to, eur("1.00"));
        TransferRequest another = TransferRequest.of(alice, world, eur("0.40"));

        List<TransferOutcome> outcomes = transfers.transferEach(List.of(good, bad, another));

        assertThat(outcomes.get(0)).isInstanceOf(Posted.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason())
                                .isInstanceOf(UnknownCurrencyException.class)
                                .extracting(reason -> ((UnknownCurrencyException) reason).getId())
                                .isEqualTo(to));
        assertThat(outcomes.get(2)).isInstanceOf(Posted.class);
        assertThat(scene.balance(alice)).isEqualTo(eur("0.60"));
        UnknownCurrencyException refusal = scene.refused(
                UnknownCurrencyException.class,
                () -> transfers.transferAll(List.of(TransferRequest.of(world, alice, eur("1.00")), bad)));
        assertThat(refusal.getRequestIndex()).hasValue(1);
        assertThat(refusal.getRequestId()).isEqualTo(bad.id());
    }

    @Test
    void aRequestUnderItsIdIsAConflict() throws SQLException {
        UUID held = hold(3_600).id();
        TransferRequest request = TransferRequest.of(from, to, eur("0.07"));

        scene.refused(TransferConflictException.class, () -> transfers.transfer(request.withId(posted)));
        scene.refused(
                TransferConflictException.class,
                () -> transfers.hold(TransferRequest.of(to, from, eur("0.05")).withId(held), Duration.ofDays(1)));
    }

    @Test
    void itsHoldsAreReleasedAndExpire() throws SQLException {
        UUID released = hold(3_600).id();
        UUID expired = hold(-1).id();

        assertThat(transfers.release(released).getStatus()).isEqualTo(HoldStatus.RELEASED);
        assertThat(transfers.expireHolds(10)).isOne();
        assertThat(transfers.findHold(expired).orElseThrow().getStatus()).isEqualTo(HoldStatus.EXPIRED);
        assertThat(accounts.get(to).getHeldMinor()).isZero();
    }

    @Test
    void anAccountOfItIsFrozenClosedAndDeleted() throws SQLException {
        accounts.freeze(to);
        accounts.unfreeze(to);
        accounts.setMinimumBalance(to, null);
        accounts.setMaximumBalance(to, null);
        scene.refused(AccountInUseException.class, () -> accounts.close(to));
        session.execute(PlainPosting.of(session, to, from, 7).sql());
        accounts.close(to);
        assertThat(accounts.get(to).getStatus()).isEqualTo(AccountStatus.CLOSED);
        accounts.reopen(to);
        UUID empty = session.open("ZZZ");
        accounts.delete(empty);
        assertThat(accounts.find(empty)).isEmpty();
        transfers.blankReference(posted);
    }
}
