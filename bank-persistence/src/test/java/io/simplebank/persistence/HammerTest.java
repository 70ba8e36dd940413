package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static io.simplebank.persistence.testing.BankAssertions.assertThat;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import io.simplebank.domain.Account;
import io.simplebank.domain.BankException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.DatabasePer;
import io.simplebank.persistence.testing.Hammer;
import io.simplebank.persistence.testing.HammerReport;
import io.simplebank.persistence.testing.TestAccounts;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("anywhere")
@BankTest(DatabasePer.METHOD)
class HammerTest {

    private final Bank bank;
    private final Account alice;
    private final Account bob;

    HammerTest(Bank bank, TestAccounts accounts) {
        this.bank = bank;
        alice = accounts.open("alice", "EUR 10.00");
        bob = accounts.open("bob", "EUR 0.00");
    }

    private Transfer pay(String amount) {
        return bank.transfers().transfer(TransferRequest.of(alice.getId(), bob.getId(), eur(amount)));
    }

    @Test
    void makesEachCallOnceAndBringsTheResults() {
        HammerReport<Transfer> report = Hammer.on(bank).threads(4).times(25).call(i -> pay("0.01"));

        assertThat(report.results()).hasSize(100).doesNotHaveDuplicates();
        assertThat(report.refusals()).isEmpty();
        assertThat(bank).account(bob).hasBalance("EUR 1.00");
        assertThat(Hammer.on(bank).threads(3).times(2).run(i -> pay("0.01")).results())
                .isEqualTo(IntStream.range(0, 6).boxed().toList());
    }

    @Test
    void countsTheRefusalsThatAreExpected() {
        HammerReport<Transfer> report = Hammer.on(bank)
                .times(5)
                .expecting(InsufficientFundsException.class)
                .call(i -> pay("1.00"));

        assertThat(report.results()).hasSize(10);
        assertThat(report.refusals()).hasSize(30).hasOnlyElementsOfType(InsufficientFundsException.class);
        assertThat(bank).account(alice).hasBalance("EUR 0.00");
        assertThat(Hammer.on(bank)
                        .times(1)
                        .expecting(BankException.class)
                        .call(i -> pay("1.00"))
                        .refusals())
                .hasSize(8);
    }

    @Test
    void tellsTheErrorsThatAreNotExpected() {
        assertThatThrownBy(() -> Hammer.on(bank).threads(2).times(6).run(i -> pay("1.00")))
                .isInstanceOf(AssertionError.class)
                .hasCauseInstanceOf(InsufficientFundsException.class)
                .hasMessageContaining("call ")
                .hasMessageContaining(alice.getId().toString());

        AssertionError wrong = catchThrowableOfType(
                AssertionError.class,
                () -> Hammer.on(bank).threads(2).times(1).run(i -> {
                    throw new IllegalStateException("the shop is closed " + i);
                }));
        assertThat(wrong)
                .hasMessageContaining("call 0: java.lang.IllegalStateException: the shop is closed 0")
                .hasMessageContaining("call 1: java.lang.IllegalStateException: the shop is closed 1");
        assertThat(wrong.getSuppressed()).hasSize(1);
    }

    @Test
    void findsMoneyThatComesFromNowhere(TestDatabase database) {
        String forged = "set session_replication_role = replica;"
                + " update bank.accounts set balance = balance + 1 where id = '" + alice.getId() + "'";

        assertThatThrownBy(() ->
                        Hammer.on(bank).threads(1).times(1).run(i -> PlainSql.execute(database.superuser(), forged)))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("the books do not balance")
                .hasMessageContaining(alice.getId().toString());
    }

    @Test
    void beginsAllThreadsAtOnce() {
        CyclicBarrier allOfThem = new CyclicBarrier(16);

        assertThat(Hammer.on(bank)
                        .threads(16)
                        .times(1)
                        .call(i -> allOfThem.await(1, TimeUnit.MINUTES))
                        .results())
                .hasSize(16);
    }

    @Test
    void saysWhereAThreadHangs() throws Exception {
        CountDownLatch interrupted = new CountDownLatch(1);
        CountDownLatch never = new CountDownLatch(1);

        assertThatThrownBy(() -> Hammer.on(bank)
                        .threads(1)
                        .within(Duration.ofSeconds(2))
                        .run(i -> {
                            try {
                                never.await();
                            } finally {
                                interrupted.countDown();
                            }
                        }))
                .isInstanceOf(AssertionError.class)
                .hasMessageContaining("1 of 1 threads were not through within PT2S")
                .hasMessageContaining("java.util.concurrent.CountDownLatch.await");
        assertThat(interrupted.await(1, TimeUnit.MINUTES)).isTrue();
    }

    @Test
    void refusesNumbersThatMeanNothing() {
        Hammer hammer = Hammer.on(bank);

        assertThatThrownBy(() -> hammer.threads(0)).hasMessage("threads must be 1 or more, but is 0");
        assertThatThrownBy(() -> hammer.times(0)).hasMessage("times must be 1 or more, but is 0");
        assertThatThrownBy(() -> hammer.within(Duration.ZERO)).hasMessage("within must be above zero, but is PT0S");
    }
}
