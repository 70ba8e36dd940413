package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.BankException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Random commands from many threads, on two banks over one database: the books and every answer agree. */
@ExtendWith(BankExtension.class)
class RandomProgramTest {

    private static final int THREADS = 16;
    private static final int STEPS = 100;

    /** What one call asked for and was answered. */
    private record Call(List<TransferRequest> requests, Object answer) {}

    @Test
    void theBooksReplayedByPositionAgreeWithEveryAnswer(TestDatabase database) throws Exception {
        long seed = Long.getLong("seed", System.nanoTime());
        System.out.println("RandomProgramTest: -Dseed=" + seed);
        try (Bank one = Bank.at(database.url()).open();
                Bank two = Bank.at(database.url()).open()) {
            List<UUID> accounts = openAccounts(one);

            List<List<Call>> calls = Together.run(THREADS, thread -> () -> {
                Random random = new Random(seed + thread);
                TransferService transfers = (thread % 2 == 0 ? one : two).transfers();
                return program(random, transfers, accounts);
            });

            TheBooks.areRight(database.dataSource());
            assertThat(two.audit().findings()).isEmpty();
            Map<UUID, Transfer> posted = replay(one, accounts);
            calls.stream().flatMap(List::stream).forEach(call -> assertAgrees(call, posted));
        }
    }

    private static List<UUID> openAccounts(Bank bank) {
        return IntStream.range(0, 12)
                .mapToObj(i -> {
                    OpenAccount request = OpenAccount.of("owner " + i, EUR);
                    return bank.accounts()
                            .open(i < 2 ? request.withoutMinimumBalance() : request)
                            .getId();
                })
                .toList();
    }

    private static List<Call> program(Random random, TransferService transfers, List<UUID> accounts) {
        List<Call> calls = new ArrayList<>();
        for (int step = 0; step < STEPS; step++) {
            List<TransferRequest> requests = new ArrayList<>();
            for (int i = random.nextInt(3); i >= 0; i--) {
                requests.add(request(random, accounts, calls));
            }
            Object answer;
            try {
                answer = requests.size() == 1
                        ? List.of(transfers.transfer(requests.get(0)))
                        : transfers.transferAll(requests);
            } catch (BankException refusal) {
                answer = refusal;
            }
            calls.add(new Call(requests, answer));
        }
        return calls;
    }

    /** Mostly a new request; at times one that was sent before, or its id with another amount. */
    private static TransferRequest request(Random random, List<UUID> accounts, List<Call> earlier) {
        if (!earlier.isEmpty() && random.nextInt(10) == 0) {
            TransferRequest again =
                    earlier.get(random.nextInt(earlier.size())).requests().get(0);
            return random.nextInt(4) > 0
                    ? again
                    : new TransferRequest(
                            again.id(),
                            again.fromAccountId(),
                            again.toAccountId(),
                            again.amount().plus(Money.parse("EUR 0.01")),
                            null);
        }
        int from = random.nextInt(accounts.size());
        int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
        return TransferRequest.of(accounts.get(from), accounts.get(to), Money.ofMinor(EUR, 1 + random.nextInt(50)));
    }

    /** Reads each account's history from the first entry, as a reader without a database would, and returns what was posted. */
    private static Map<UUID, Transfer> replay(Bank bank, List<UUID> accounts) {
        Map<UUID, Transfer> posted = new HashMap<>();
        for (UUID account : accounts) {
            Money balance = Money.zero(EUR);
            long position = 0;
            List<Transfer> transfers = bank.transfers().list(account, 0, Integer.MAX_VALUE);
            for (Entry entry : bank.accounts().entries(account, 0, Integer.MAX_VALUE)) {
                Transfer transfer = transfers.get((int) position);
                boolean debit = transfer.getFromAccountId().equals(account);
                balance = debit ? balance.minus(transfer.getAmount()) : balance.plus(transfer.getAmount());
                assertThat(entry.getPosition()).isEqualTo(++position);
                assertThat(entry.getTransferId()).isEqualTo(transfer.getId());
                assertThat(entry.getBalance()).isEqualTo(balance);
                posted.put(transfer.getId(), transfer);
            }
            assertThat(bank.accounts().get(account).getBalance()).isEqualTo(balance);
            assertThat(bank.accounts().get(account).getStatus()).isEqualTo(AccountStatus.OPEN);
        }
        return posted;
    }

    private static void assertAgrees(Call call, Map<UUID, Transfer> posted) {
        if (call.answer() instanceof BankException refusal) {
            assertThat(refusal).isInstanceOfAny(InsufficientFundsException.class, TransferConflictException.class);
            assertThat(refusal.getOutcome()).isEqualTo(BankException.Outcome.NOT_DONE);
            return;
        }
        for (TransferRequest request : call.requests()) {
            assertThat(posted).containsKey(request.id());
            assertThat(posted.get(request.id()).differenceTo(request)).isNull();
        }
    }
}
