package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import org.hibernate.SessionFactory;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** A connection that is lost around COMMIT leaves each transfer there exactly once, or says that it is unknown. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class LostCommitTest {

    private static final Money AMOUNT = Money.parse("EUR 1.00");

    private final TestDatabase database;
    private final WireProxy proxy;
    private final Bank bank;
    private UUID world;
    private UUID alice;

    LostCommitTest(TestDatabase database) throws Exception {
        this.database = database;
        this.proxy = new WireProxy(database.url());
        this.bank =
                Bank.at(proxy.url()).connectionTimeout(Duration.ofSeconds(30)).open();
    }

    /** A bank that soon gives up waiting for a connection. */
    private Bank hasty() {
        return Bank.at(proxy.url()).connectionTimeout(Duration.ofSeconds(2)).open();
    }

    @BeforeEach
    void openAccounts() {
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    @AfterEach
    void close() throws Exception {
        bank.close();
        proxy.close();
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void settlesACommitWhoseAnswerWasLost() {
        proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);

        Transfer transfer = bank.transfers().transfer(payment());

        assertThat(proxy.hasCut()).isTrue();
        assertThat(bank.transfers().list(alice, 0, 10)).containsExactly(transfer);
    }

    /** What a server says as it ends is no answer to COMMIT, whatever it says. */
    @Test
    void settlesACommitThatWasAnsweredByAPanic() {
        proxy.cutOnce(WireProxy.Cut.WITH_A_LAST_WORD);

        Transfer transfer = bank.transfers().transfer(payment());

        assertThat(proxy.hasCut()).isTrue();
        assertThat(bank.transfers().list(alice, 0, 10)).containsExactly(transfer);
    }

    @Test
    void saysThatTheOutcomeIsUnknownAfterAPanicToo() {
        TransferRequest payment = payment();
        try (Bank hasty = hasty()) {
            proxy.cutOnce(WireProxy.Cut.WITH_A_LAST_WORD, WireProxy.After.NOBODY_IS_LET_IN);

            assertThatThrownBy(() -> hasty.transfers().transfer(payment))
                    .isInstanceOfSatisfying(
                            BankUnavailableException.class,
                            unavailable -> assertThat(unavailable.getOutcome()).isEqualTo(Outcome.UNKNOWN));
        }
        try (Bank other = Bank.at(database.url()).open()) {
            assertThat(other.transfers().find(payment.id())).isPresent();
        }
    }

    @Test
    void repeatsACommitThatNeverArrived() {
        proxy.cutOnce(WireProxy.Cut.BEFORE_COMMIT_ARRIVES);

        Transfer transfer = bank.transfers().transfer(payment());

        assertThat(proxy.hasCut()).isTrue();
        assertThat(bank.transfers().list(alice, 0, 10)).containsExactly(transfer);
    }

    @Test
    void settlesAnAdjustmentWhoseAnswerWasLost() {
        proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);

        Transfer transfer = bank.accounts()
                .adjustBalance(alice, Money.parse("EUR 7.00"), world)
                .orElseThrow();

        assertThat(proxy.hasCut()).isTrue();
        assertThat(bank.transfers().list(alice, 0, 10)).containsExactly(transfer);
        assertThat(bank.accounts().get(alice).getBalance()).isEqualTo(Money.parse("EUR 7.00"));
    }

    @Test
    void saysThatTheOutcomeIsUnknownWhileNobodyCanBeAsked() {
        TransferRequest payment = payment();
        try (Bank hasty = hasty()) {
            proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT, WireProxy.After.NOBODY_IS_LET_IN);

            assertThatThrownBy(() -> hasty.transfers().transfer(payment))
                    .isInstanceOfSatisfying(BankUnavailableException.class, unavailable -> {
                        assertThat(proxy.hasCut())
                                .as("cut before: %s", unavailable)
                                .isTrue();
                        assertThat(unavailable.getOutcome())
                                .as("%s", unavailable)
                                .isEqualTo(Outcome.UNKNOWN);
                        assertThat(unavailable.getRequestId()).isEqualTo(payment.id());
                    });
        }

        try (Bank other = Bank.at(database.url()).open()) {
            Transfer settled = other.transfers().transfer(payment);
            assertThat(other.transfers().list(alice, 0, 10)).containsExactly(settled);
        }
    }

    /** The library does not hear of it: the call has been answered, and COMMIT is the caller's. */
    @Test
    void aJoinedTransferWhoseCommitWasLostIsSettledByTheSameIdInTheNextTransaction() {
        TransferRequest payment = payment();
        try (HikariDataSource pool = new HikariDataSource()) {
            pool.setJdbcUrl(proxy.url());
            try (SessionFactory factory = PersistenceUnit.over(pool, false)) {
                proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);
                assertThatThrownBy(() -> payInOneTransaction(factory, payment)).isInstanceOf(RuntimeException.class);
                assertThat(proxy.hasCut()).isTrue();

                Transfer settled = payInOneTransaction(factory, payment);

                assertThat(bank.transfers().list(alice, 0, 10)).containsExactly(settled);
            }
        }
    }

    private static Transfer payInOneTransaction(SessionFactory factory, TransferRequest payment) {
        return factory.callInTransaction(
                entityManager -> TransferService.joining(entityManager).transfer(payment));
    }

    @Test
    void neverSaysThatNothingWasDoneOnceACommitWasLost() throws Exception {
        TransferRequest payment = payment();
        try (Bank patient =
                        Bank.at(proxy.url()).lockTimeout(Duration.ofMillis(500)).open();
                ForeignSession foreign = new ForeignSession(database.dataSource())) {
            proxy.cutOnce(WireProxy.Cut.BEFORE_COMMIT_ARRIVES, WireProxy.After.NOBODY_IS_LET_IN);
            CompletableFuture<Transfer> stage =
                    patient.transfers().submit(payment).toCompletableFuture();
            while (!proxy.hasCut()) {
                Thread.onSpinWait();
            }
            foreign.holdNext(alice); // before the retry can look
            proxy.admit();

            assertThatThrownBy(stage::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            BankUnavailableException.class,
                            unavailable -> assertThat(unavailable.getOutcome()).isEqualTo(Outcome.UNKNOWN));
        }
        try (Bank other = Bank.at(database.url()).open()) {
            assertThat(other.transfers().transfer(payment).getId()).isEqualTo(payment.id());
            assertThat(other.transfers().list(alice, 0, 10)).hasSize(1);
        }
    }

    /** The group met a held account, and went on without it; the retry of what it posted finds another one held. */
    @ParameterizedTest
    @EnumSource(WireProxy.Cut.class)
    void neverSaysThatNothingWasDoneOnceTheCommitOfAPartOfAGroupWasLost(WireProxy.Cut cut) throws Exception {
        UUID bob = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
        TransferRequest payment = payment();
        Plugged plugged = new Plugged();
        try (Bank patient = Bank.at(proxy.url())
                        .lockTimeout(Duration.ofSeconds(2))
                        .listener(plugged)
                        .open();
                ForeignSession foreign = new ForeignSession(database.dataSource());
                ForeignSession another = new ForeignSession(database.dataSource())) {
            foreign.hold(bob);
            plugged.stop(patient, betweenOthers(), betweenOthers());
            CompletableFuture<Transfer> toBob = submit(patient, TransferRequest.of(world, bob, AMOUNT));
            CompletableFuture<Transfer> toAlice = submit(patient, payment);
            proxy.cutOnce(cut, WireProxy.After.NOBODY_IS_LET_IN);
            plugged.goOn();
            while (!proxy.hasCut()) {
                Thread.onSpinWait();
            }
            another.holdNext(alice);
            proxy.admit();

            assertThatThrownBy(toAlice::join)
                    .cause()
                    .isInstanceOfSatisfying(
                            BankException.class,
                            unavailable -> assertThat(unavailable.getOutcome())
                                    .as("%s", unavailable)
                                    .isEqualTo(Outcome.UNKNOWN));
            assertThatThrownBy(toBob::join).cause().isInstanceOf(BankException.class);
        }
        try (Bank other = Bank.at(database.url()).open()) {
            assertThat(other.transfers().transfer(payment).getId()).isEqualTo(payment.id());
            assertThat(other.transfers().list(alice, 0, 10)).hasSize(1);
        }
    }

    private TransferRequest betweenOthers() {
        return TransferRequest.of(
                bank.accounts()
                        .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                        .getId(),
                bank.accounts().open(OpenAccount.of("carol", EUR)).getId(),
                AMOUNT);
    }

    private static CompletableFuture<Transfer> submit(Bank bank, TransferRequest request) {
        return bank.transfers().submit(request).toCompletableFuture();
    }

    @Test
    void saysThatNothingWasDoneWhenNothingWasSent() {
        TransferRequest payment = payment();
        try (Bank hasty = hasty()) {
            proxy.refuse();

            assertThatThrownBy(() -> hasty.transfers().transfer(payment))
                    .isInstanceOfSatisfying(
                            BankUnavailableException.class,
                            unavailable -> assertThat(unavailable.getOutcome()).isEqualTo(Outcome.NOT_DONE));
        }

        try (Bank other = Bank.at(database.url()).open()) {
            assertThat(other.transfers().find(payment.id())).isEmpty();
        }
    }

    private TransferRequest payment() {
        return TransferRequest.of(world, alice, AMOUNT);
    }
}
