package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AlreadyReversedException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.HoldExceededException;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Everything that a ledger can do, at random, from many threads on two banks over one database. */
@ExtendWith(BankExtension.class)
class RandomOperationsTest {

    private static final int THREADS = 12;
    private static final int STEPS = 120;
    private static final long MAXIMUM = 200;

    /** Transfers of which more has been reversed than there was, or that were reversed although they are reversals. */
    private static final String WRONGLY_REVERSED = """
            select o.id from bank.transfers o join bank.transfers r on r.reverses_id = o.id
            group by o.id having sum(r.amount) > o.amount or o.reverses_id is not null""";

    @Test
    void theBooksReplayedByPositionAgreeWithEveryAnswer(TestDatabase database) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RandomOperationsTest: -Dseed=" + seed);
        try (Bank one = Bank.at(database.url()).open();
                Bank two = Bank.at(database.url()).open();
                PlainSession session = new PlainSession(database.dataSource())) {
            List<UUID> accounts = openAccounts(one);
            Queue<UUID> holds = new ConcurrentLinkedQueue<>();
            Queue<UUID> posted = new ConcurrentLinkedQueue<>();

            List<RandomTeller> tellers = Together.run(
                    THREADS,
                    thread -> () -> new RandomTeller(
                                    new Random(seed + thread), thread % 2 == 0 ? one : two, accounts, holds, posted)
                            .work(STEPS));

            TheBooks.areRight(database.dataSource());
            assertThat(two.audit().findings()).isEmpty();
            HeldMoney.isRight(database.dataSource());
            assertThat(session.column(WRONGLY_REVERSED)).isEmpty();
            Set<UUID> replayed = replay(one, accounts);
            assertThat(replayed).containsAll(posted).hasSize((int) TheBooks.transfers(database.dataSource()));
            for (RandomTeller teller : tellers) {
                teller.promises().forEach(promise -> promise.isKeptBy(two.transfers()));
                assertThat(teller.refusals())
                        .allSatisfy(refusal -> assertThat(refusal)
                                .isInstanceOfAny(
                                        AccountNotOpenException.class,
                                        AlreadyReversedException.class,
                                        HoldExceededException.class,
                                        HoldNotPendingException.class,
                                        InsufficientFundsException.class,
                                        MaximumBalanceException.class,
                                        TransferConflictException.class,
                                        TransferNotFoundException.class));
            }
            assertThat(session.column("select distinct status from bank.holds"))
                    .as("what chance came upon")
                    .containsExactlyInAnyOrderElementsOf(List.of(HoldStatus.values()).stream()
                            .map(HoldStatus::name)
                            .toList());
            assertThat(session.column("select 1 from bank.transfers where reverses_id is not null"))
                    .isNotEmpty();
        }
    }

    private static List<UUID> openAccounts(Bank bank) {
        return IntStream.range(0, 10)
                .mapToObj(i -> {
                    OpenAccount request = OpenAccount.of("owner " + i, EUR);
                    return bank.accounts()
                            .open(
                                    i < 3
                                            ? request.withoutMinimumBalance()
                                            : i < 5 ? request.withMaximumBalance(cents(MAXIMUM)) : request)
                            .getId();
                })
                .toList();
    }

    /** Reads each account's history from the first entry, as a reader without a database would; returns what was posted. */
    private static Set<UUID> replay(Bank bank, List<UUID> accounts) {
        Map<UUID, Money> sums = new HashMap<>();
        for (UUID account : accounts) {
            Money balance = Money.zero(EUR);
            long position = 0;
            for (Entry entry : bank.accounts().entries(account, 0, Integer.MAX_VALUE)) {
                balance = balance.plus(entry.getAmount());
                assertThat(entry.getPosition()).isEqualTo(++position);
                assertThat(entry.getBalance()).isEqualTo(balance);
                if (accounts.indexOf(account) > 2) {
                    assertThat(balance.isNegative()).isFalse();
                }
                if (accounts.indexOf(account) == 3 || accounts.indexOf(account) == 4) {
                    assertThat(balance.isGreaterThan(cents(MAXIMUM))).isFalse();
                }
                sums.merge(entry.getTransferId(), entry.getAmount(), Money::plus);
            }
            assertThat(bank.accounts().get(account).getBalance()).isEqualTo(balance);
        }
        assertThat(sums.values()).allMatch(Money::isZero);
        return new HashSet<>(sums.keySet());
    }
}
