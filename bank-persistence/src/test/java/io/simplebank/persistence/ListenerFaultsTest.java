package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.BankListener.ConnectionLoss;
import io.simplebank.persistence.BankListener.Kind;
import io.simplebank.persistence.BankListener.Outcome;
import io.simplebank.persistence.BankListener.Retry;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.lang.reflect.Proxy;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.logging.Level;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a listener hears when the database is against us, and what becomes of us when the listener is. */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
class ListenerFaultsTest {

    private final TestDatabase database;
    private final WireProxy proxy;
    private final Heard heard = new Heard();
    private final Bank bank;
    private UUID world;
    private UUID alice;

    ListenerFaultsTest(TestDatabase database) throws Exception {
        this.database = database;
        this.proxy = new WireProxy(database.url());
        this.bank = Bank.at(proxy.url())
                .connectionTimeout(Duration.ofSeconds(30))
                .listener(heard)
                .open();
    }

    /** A bank that soon gives up waiting for a connection. */
    private Bank hasty() {
        return Bank.at(proxy.url())
                .connectionTimeout(Duration.ofSeconds(2))
                .listener(heard)
                .open();
    }

    @BeforeEach
    void openAccounts() {
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        heard.clear();
    }

    @AfterEach
    void close() throws Exception {
        bank.close();
        proxy.close();
        TheBooks.areRight(database.dataSource());
    }

    private TransferRequest payment() {
        return TransferRequest.of(world, alice, Money.parse("EUR 1.00"));
    }

    @Test
    void hearsOfALostCommitItsRetryAndThatTheNextAttemptFoundItDone() {
        proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);

        bank.transfers().transfer(payment());

        assertThat(heard.of(ConnectionLoss.class)).singleElement().satisfies(loss -> {
            assertThat(loss.sqlState()).startsWith("08");
            assertThat(loss.duringCommit()).isTrue();
        });
        assertThat(heard.of(Retry.class)).singleElement().satisfies(retry -> {
            assertThat(retry.sqlState()).startsWith("08");
            assertThat(retry.attempt()).isEqualTo(1);
        });
        assertThat(heard.calls(Kind.TRANSFER, Outcome.REPLAYED)).isEqualTo(1);
    }

    @Test
    void hearsThatAnOutcomeIsUnknown() {
        try (Bank hasty = hasty()) {
            proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT, WireProxy.After.NOBODY_IS_LET_IN);

            assertThatThrownBy(() -> hasty.transfers().transfer(payment()))
                    .isInstanceOf(BankUnavailableException.class);
        }

        assertThat(heard.errors(Kind.TRANSFER, Outcome.UNKNOWN)).containsExactly(BankUnavailableException.class);
    }

    @Test
    void hearsThatTheBankIsUnavailable() {
        try (Bank hasty = hasty()) {
            proxy.refuse();

            assertThatThrownBy(() -> hasty.transfers().transfer(payment()))
                    .isInstanceOf(BankUnavailableException.class);
        }

        assertThat(heard.errors(Kind.TRANSFER, Outcome.UNAVAILABLE)).containsExactly(BankUnavailableException.class);
    }

    @Test
    void hearsOfASerializationFailureByItsSqlState(EntityManagerFactory factory) throws Exception {
        try (Bank strict = Bank.at(database.url())
                        .isolation(IsolationLevel.REPEATABLE_READ)
                        .lockTimeout(Duration.ofMinutes(1))
                        .listener(heard)
                        .open();
                ForeignSession observer = new ForeignSession(database.dataSource());
                EntityManager rival = factory.createEntityManager()) {
            rival.getTransaction().begin();
            TransferService.joining(rival).transfer(payment());
            CompletableFuture<Void> freezing =
                    CompletableFuture.runAsync(() -> strict.accounts().freeze(alice), Together.A_THREAD_EACH);
            observer.awaitAWaiter();
            rival.getTransaction().commit();
            freezing.join();

            assertThat(strict.accounts().get(alice).getStatus()).isEqualTo(AccountStatus.FROZEN);
        }
        assertThat(heard.of(Retry.class)).containsExactly(new Retry("40001", 1));
    }

    @Test
    void aListenerThatThrowsHarmsNobodyAndIsLoggedOnce() {
        Heard next = new Heard();
        CapturedLog log = new CapturedLog(Level.WARNING);
        try (Bank brave =
                Bank.at(database.url()).listener(new Throwing()).listener(next).open()) {
            TransferRequest payment = payment();
            assertThat(brave.transfers().transfer(payment).getId()).isEqualTo(payment.id());
            assertThat(brave.transfers().transfer(payment).getId()).isEqualTo(payment.id());
        } finally {
            log.close();
        }

        assertThat(next.calls(Kind.TRANSFER, Outcome.POSTED)).isEqualTo(1);
        assertThat(next.calls(Kind.TRANSFER, Outcome.REPLAYED)).isEqualTo(1);
        assertThat(log.lines())
                .filteredOn(line -> line.contains(BankListener.class.getName()))
                .singleElement()
                .asString()
                .contains("a printer", "out of paper");
    }

    @Test
    void aListenerThatFailsInEachCallbackAndInItsNameLeavesNobodyWaiting() throws Exception {
        BankListener broken = (BankListener) Proxy.newProxyInstance(
                BankListener.class.getClassLoader(), new Class<?>[] {BankListener.class}, (self, method, arguments) -> {
                    throw new StackOverflowError(method.getName());
                });
        try (Bank brave = Bank.at(proxy.url()).listener(broken).open();
                ForeignSession foreign = new ForeignSession(database.dataSource())) {
            TransferRequest lost = payment();
            proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);
            assertThat(brave.transfers().transfer(lost).getId()).isEqualTo(lost.id());

            foreign.hold(alice);
            CompletableFuture<Transfer> waits =
                    brave.transfers().submit(payment()).toCompletableFuture();
            foreign.awaitAWaiter();
            foreign.release();
            waits.get(1, TimeUnit.MINUTES);
            brave.transfers().transfer(payment()); // the accounts are free, and the workers alive
        }
    }

    private static final class Throwing implements BankListener {

        @Override
        public void onGroup(Group group) {
            throw new IllegalStateException("out of paper");
        }

        @Override
        public void onAnswers(Answers answers) {
            throw new StackOverflowError("out of paper");
        }

        @Override
        public String toString() {
            return "a printer";
        }
    }
}
