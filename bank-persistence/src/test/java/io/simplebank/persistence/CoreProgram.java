package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.function.UnaryOperator;
import javax.sql.DataSource;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.jpa.HibernatePersistenceProvider;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * A little of everything that the library does, on a database that may be empty: by a bank with a pool of its own, by one
 * on a host's data source, and in a host's transactions. The argument is a URL, the answer the audit's.
 */
final class CoreProgram implements UnaryOperator<String> {

    private static final Duration DAY = Duration.ofDays(1);

    @Override
    public String apply(String url) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(url);
        try (Bank bank = Bank.at(url).migrate().open();
                Bank onADataSource = Bank.on(dataSource).migrate().open();
                EntityManagerFactory factory = hosts(dataSource)) {
            CallersOf callers = new CallersOf(factory);
            use(bank.transfers(), bank.accounts());
            use(onADataSource.transfers(), onADataSource.accounts());
            use(callers.transfers(), callers.accounts());

            assertThat(bank.feed().read(0, 1_000)).hasSize(3 * 12);
            assertThat(onADataSource.feed().read(0, 1)).hasSize(1);
            UUID alice = bank.feed().read(0, 1).get(0).transfer().getToAccountId();
            assertThat(bank.accounts().stream(alice, 0))
                    .hasSize((int) bank.accounts().get(alice).getPosition());
            assertThat(bank.locks().describe()).isNotEmpty();
            assertThat(onADataSource.audit().isClean()).isTrue();
            return bank.audit().toString();
        }
    }

    /** By a host, who sees to the thread's context. */
    private static EntityManagerFactory hosts(DataSource dataSource) {
        return LibraryLoader.call(() -> new HibernatePersistenceProvider()
                .createEntityManagerFactory(new HibernatePersistenceConfiguration("host")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .property("jakarta.persistence.nonJtaDataSource", dataSource)));
    }

    private static void use(TransferService transfers, AccountService accounts) {
        UUID world = accounts.open(OpenAccount.of("wörld", EUR).withoutMinimumBalance())
                .getId();
        OpenAccount opening = OpenAccount.of("Alice 'n' \\ İı ١٢٣", EUR);
        UUID alice = accounts.open(opening).getId();
        UUID bob = accounts.open(OpenAccount.of("bob", EUR).withMaximumBalance(eur("1000.00")))
                .getId();
        assertThat(accounts.open(opening).getId()).isEqualTo(alice);
        move(transfers, world, alice, bob);
        hold(transfers, alice, bob);
        look(transfers, accounts, opening, alice, bob);
        keep(accounts, alice, world);
    }

    /** Nine transfers. */
    private static void move(TransferService transfers, UUID world, UUID alice, UUID bob) {
        TransferRequest request =
                TransferRequest.of(world, alice, eur("100.00")).withReference("Rechnung „ı“ 'n' \\ ? $1");
        Transfer paid = transfers.transfer(request);
        assertThat(transfers.transfer(request).getId()).isEqualTo(paid.getId());
        assertThatThrownBy(() -> transfers.transfer(
                        TransferRequest.of(world, alice, eur("99.00")).withId(request.id())))
                .isInstanceOf(TransferConflictException.class);
        assertThatThrownBy(() -> transfers.transfer(TransferRequest.of(alice, bob, eur("100.01"))))
                .isInstanceOf(InsufficientFundsException.class);
        transfers.transferAll(List.of(
                TransferRequest.of(alice, bob, eur("3.00")),
                TransferRequest.of(bob, alice, eur("2.00")),
                TransferRequest.of(alice, bob, eur("1.00"))));
        assertThat(transfers.transferEach(List.of(
                        TransferRequest.of(alice, bob, eur("1.00")),
                        TransferRequest.of(alice, bob, eur("999.00")),
                        TransferRequest.of(alice, bob, eur("1.00")),
                        TransferRequest.of(bob, alice, eur("1.00")))))
                .extracting(outcome -> outcome instanceof Posted)
                .containsExactly(true, false, true, true);
        assertThat(transfers.transferEach(List.of(request)).get(0)).isNotInstanceOf(Refused.class);
        transfers.reverse(paid.getId(), eur("5.00"));
        transfers.reverse(paid.getId(), eur("6.00"), UUID.randomUUID());
        assertThat(transfers.find(paid.getId()).orElseThrow().getReference()).isEqualTo(request.reference());
        assertThat(transfers.listByReference("Rechnung „ı“ 'n' \\ ? $1", null, 10))
                .contains(paid);
        assertThat(transfers.listByReference("Rechnung „ı“ 'n' \\ ? $1", paid.getId(), 10))
                .doesNotContain(paid);
        transfers.blankReference(paid.getId());
        assertThat(transfers.list(alice, 0, 5)).hasSize(5);
    }

    /** Two transfers. */
    private static void hold(TransferService transfers, UUID alice, UUID bob) {
        TransferRequest request = TransferRequest.of(alice, bob, eur("10.00"));
        Hold hold = transfers.hold(request, DAY);
        Hold other = transfers.hold(TransferRequest.of(alice, bob, eur("1.00")), DAY);
        assertThat(transfers.hold(request, DAY)).isEqualTo(hold);
        assertThat(transfers.pendingHolds(alice, 0, 10)).hasSize(2);
        assertThat(transfers.pendingHolds(alice, null, 1)).hasSize(1);
        assertThat(transfers.pendingHolds(alice, hold.getId(), 10)).doesNotContain(hold);
        transfers.capture(hold.getId(), eur("4.00"));
        transfers.release(other.getId());
        transfers.capture(
                transfers.hold(TransferRequest.of(bob, alice, eur("0.50")), DAY).getId());
        transfers.hold(TransferRequest.of(alice, bob, eur("1.00")), Duration.ofNanos(1_000));
        transfers.expireHolds(10);
        assertThat(transfers.findHold(hold.getId()).orElseThrow().getStatus()).isEqualTo(HoldStatus.CAPTURED);
        assertThat(transfers.pendingHolds(alice, null, 10)).isEmpty();
    }

    private static void look(
            TransferService transfers, AccountService accounts, OpenAccount opening, UUID alice, UUID bob) {
        Account account = accounts.get(alice);
        Instant begin = Instant.EPOCH;
        Instant end = account.getOpenedAt().plus(DAY);
        assertThat(account.getOwner()).isEqualTo(opening.owner());
        assertThat(accounts.list(opening.owner(), 0, 10)).contains(account);
        assertThat(accounts.list(opening.owner(), null, 10)).contains(account);
        assertThat(accounts.list(opening.owner(), alice, 10)).doesNotContain(account);
        assertThat(accounts.list(alice, 100))
                .extracting(Account::getId)
                .contains(bob)
                .doesNotContain(alice);
        assertThat(accounts.entries(alice, 0, 100)).hasSize((int) account.getPosition());
        assertThat(accounts.entry(alice, 1).getBalance()).isEqualTo(eur("100.00"));
        assertThat(accounts.statement(alice, begin, end).closingBalance()).isEqualTo(account.getBalance());
        assertThat(accounts.balanceAt(alice, end)).isEqualTo(account.getBalance());
        assertThat(transfers.list(alice, 0, 100)).hasSize((int) account.getPosition());
    }

    /** One transfer. */
    private static void keep(AccountService accounts, UUID alice, UUID world) {
        accounts.setMinimumBalance(alice, eur("-5.00"));
        accounts.setMinimumBalance(alice, null);
        accounts.setMaximumBalance(alice, eur("5000.00"));
        accounts.freeze(alice);
        accounts.unfreeze(alice);
        accounts.adjustBalance(alice, eur("50.00"), world);
        UUID brief = accounts.open(OpenAccount.of("brief", EUR)).getId();
        accounts.close(brief);
        accounts.reopen(brief);
        accounts.delete(brief);
        assertThat(accounts.find(brief)).isEmpty();
        assertThat(accounts.get(alice).getBalance()).isEqualTo(eur("50.00"));
    }
}
