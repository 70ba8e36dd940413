package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Account;
import io.simplebank.domain.AuditFinding;
import io.simplebank.domain.AuditRule;
import io.simplebank.domain.CurrencyMismatchException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * A JVM whose Joda-Money gives a currency another number of decimal places than the ledger was begun with: QAA was counted
 * with none, and now has two. No amount of it is told, and none is moved; all others are.
 */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class CurrencyMismatchTest {

    private static final Instant EARLIER = Instant.parse("2026-01-01T00:00:00Z");
    private static final Instant LATER = Instant.parse("2099-01-01T00:00:00Z");

    private final Bank bank;
    private final TestDatabase database;
    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;
    private final long before;
    private final UUID from;
    private final UUID to;
    private final TransferRequest asked;
    private final Hold hold;

    CurrencyMismatchTest(Way way, TestDatabase database, Bank bank, EntityManagerFactory factory) {
        this.bank = bank;
        this.database = database;
        scene = Scene.of(way, bank, factory, database.dataSource());
        transfers = scene.transfers();
        accounts = scene.accounts();
        List<TransferEvent> events = bank.feed().read(0, Integer.MAX_VALUE);
        before = events.isEmpty() ? 0 : events.get(events.size() - 1).position();
        CurrencyUnit qaa = withPlaces(0);
        from = scene.world(qaa);
        to = scene.empty(qaa);
        asked = TransferRequest.of(from, to, Money.parse("QAA 5000"));
        transfers.transfer(asked);
        hold = transfers.hold(TransferRequest.of(to, from, Money.parse("QAA 700")), Duration.ofDays(1));
    }

    private static CurrencyUnit withPlaces(int places) {
        return CurrencyUnit.registerCurrency("QAA", -1, places, List.of(), true);
    }

    @BeforeEach
    void anotherTable() {
        withPlaces(2);
    }

    @AfterEach
    void theFirstTable() throws SQLException {
        withPlaces(0);
        TheBooks.areRight(database.dataSource());
        assertThat(bank.audit().isClean()).isTrue();
    }

    private void refused(UUID id, ThrowingCallable call) {
        CurrencyMismatchException refusal = scene.refused(CurrencyMismatchException.class, call);
        assertThat(refusal.getId()).isEqualTo(id);
        assertThat(refusal.getCurrencyCode()).isEqualTo("QAA");
        assertThat(refusal.getLedgerDecimalPlaces()).isZero();
        assertThat(refusal.getDecimalPlaces()).isEqualTo(2);
        assertThat(refusal).hasMessageContaining("with 0 decimal places").hasMessageContaining("with 2");
    }

    @Test
    void noAmountOfItIsTold() {
        refused(to, () -> accounts.get(to).getBalance());
        refused(to, () -> accounts.find(to).orElseThrow().getAvailable());
        refused(to, () -> accounts.balanceAt(to, LATER));
        refused(to, () -> accounts.statement(to, EARLIER, LATER));
        refused(to, () -> accounts.statement(to, EARLIER, EARLIER));
        refused(to, () -> accounts.entry(to, 1).getAmount());
        refused(to, () -> accounts.entries(to, 0, 10).get(0).getBalance());
        refused(to, () -> bank.accounts().stream(to, 0).forEach(Entry::getBalance));
        refused(asked.id(), () -> transfers.find(asked.id()).orElseThrow().getAmount());
        refused(asked.id(), () -> transfers.list(to, 0, 10).get(0).getAmount());
        refused(
                hold.getId(),
                () -> transfers.findHold(hold.getId()).orElseThrow().getAmount());
        refused(hold.getId(), () -> transfers.pendingHolds(to, 0, 10).get(0).getAmount());
        refused(asked.id(), () -> bank.feed().read(before, 1).get(0).transfer().getAmount());
    }

    @Test
    void noneIsMovedAndNoAccountIsOpened() {
        Money amount = Money.parse("QAA 50.00");

        refused(from, () -> transfers.transfer(TransferRequest.of(from, to, amount)));
        refused(from, () -> transfers.transfer(TransferRequest.upTo(from, to, amount)));
        refused(from, () -> transfers.hold(TransferRequest.of(from, to, amount), Duration.ofDays(1)));
        refused(asked.id(), () -> transfers.transfer(new TransferRequest(asked.id(), from, to, amount, null)));
        refused(asked.id(), () -> transfers.reverse(asked.id()));
        refused(to, () -> transfers.reverse(asked.id(), Money.parse("QAA 0.01")));
        refused(hold.getId(), () -> transfers.capture(hold.getId()));
        refused(to, () -> transfers.capture(hold.getId(), Money.parse("QAA 0.01")));
        refused(to, () -> accounts.setMinimumBalance(to, Money.parse("QAA 0.00")));
        refused(to, () -> accounts.setMaximumBalance(to, amount));
        refused(to, () -> accounts.adjustBalance(to, amount, from));
        OpenAccount request = OpenAccount.of("carol", amount.getCurrencyUnit());
        refused(request.id(), () -> accounts.open(request));
        refused(to, () -> accounts.open(new OpenAccount(to, "somebody", amount.getCurrencyUnit(), null)));
    }

    /** What was made before the table changed, as in a queue of the application's. */
    @Test
    void aRequestOfTheLedgersDecimalsIsRightWhateverTheTableSaysByNow() {
        withPlaces(0);
        TransferRequest right = TransferRequest.of(from, to, Money.parse("QAA 1"));
        withPlaces(2);

        assertThat(transfers.transfer(right).getAmountMinor()).isOne();
        assertThat(transfers.transfer(asked).getId()).isEqualTo(asked.id());
    }

    @Test
    void otherCurrenciesInTheSameGroupAreMoved() {
        UUID world = scene.world();
        UUID alice = scene.empty();
        TransferRequest good = TransferRequest.of(world, alice, eur("1.00"));
        TransferRequest bad = TransferRequest.of(from, to, Money.parse("QAA 50.00"));

        List<TransferOutcome> outcomes = transfers.transferEach(List.of(good, bad, good.withId(UUID.randomUUID())));

        assertThat(outcomes.get(0)).isInstanceOf(Posted.class);
        assertThat(outcomes.get(1))
                .isInstanceOfSatisfying(
                        Refused.class,
                        refused -> assertThat(refused.reason()).isInstanceOf(CurrencyMismatchException.class));
        assertThat(outcomes.get(2)).isInstanceOf(Posted.class);
        assertThat(scene.balance(alice)).isEqualTo(eur("2.00"));
    }

    @Test
    void listsTheFeedAndTheAuditGoOnInMinorUnits() {
        Account account = accounts.get(to);
        assertThat(account.getBalanceMinor()).isEqualTo(5_000);
        assertThat(account.getDecimalPlaces()).isZero();
        assertThat(account.toString()).contains("QAA 5000 minor units");
        assertThat(accounts.list(0, Integer.MAX_VALUE)).contains(account);
        assertThat(transfers.list(to, 0, 10))
                .extracting(Transfer::getAmountMinor)
                .containsExactly(5_000L);
        assertThat(bank.feed().read(before, 10))
                .extracting(event -> event.transfer().getId())
                .containsExactly(asked.id());
        assertThat(bank.audit().findings())
                .containsExactly(new AuditFinding(
                        AuditRule.CURRENCIES_COUNT_AS_JODA_MONEY_DOES,
                        "QAA",
                        null,
                        null,
                        null,
                        null,
                        "2 decimal places",
                        "0 decimal places"));
    }

    @Test
    void aHoldOfItIsReleased() {
        assertThat(transfers.release(hold.getId()).getAmountMinor()).isEqualTo(700);
        assertThat(accounts.get(to).getHeldMinor()).isZero();
    }
}
