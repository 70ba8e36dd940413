package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.HashSet;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.IntStream;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Many threads at once: no deadlock surfaces, nothing is lost and nothing is doubled. */
@Tag("server")
@ExtendWith(BankExtension.class)
class ConcurrencyTest {

    private static final int THREADS = 32;
    private static final int TRANSFERS = 1_000;

    private final TestDatabase database;
    private final Bank bank;

    ConcurrencyTest(TestDatabase database, Bank bank) {
        this.database = database;
        this.bank = bank;
    }

    @Test
    void aThousandTransfersInRandomDirectionsKeepTheBooks() throws Exception {
        assertAThousandTransfersKeepTheBooks(request -> bank.transfers().transfer(request));
    }

    @Test
    void aThousandJoinedTransfersInRandomDirectionsKeepTheBooks(EntityManagerFactory factory) throws Exception {
        assertAThousandTransfersKeepTheBooks(request -> {
            Transfer[] transfer = new Transfer[1];
            factory.runInTransaction(entityManager ->
                    transfer[0] = TransferService.joining(entityManager).transfer(request));
            return transfer[0];
        });
    }

    private interface Service {
        Transfer transfer(TransferRequest request);
    }

    private void assertAThousandTransfersKeepTheBooks(Service service) throws Exception {
        List<UUID> accounts = IntStream.range(0, 10)
                .mapToObj(i -> bank.accounts()
                        .open(OpenAccount.of("owner " + i, EUR).withoutMinimumBalance())
                        .getId())
                .toList();
        long before = TheBooks.transfers(database.dataSource());

        List<Set<UUID>> acknowledged = Together.run(THREADS, thread -> () -> {
            Random random = new Random(thread);
            Set<UUID> ids = new HashSet<>();
            for (int i = thread; i < TRANSFERS; i += THREADS) {
                int from = random.nextInt(accounts.size());
                int to = (from + 1 + random.nextInt(accounts.size() - 1)) % accounts.size();
                ids.add(service.transfer(TransferRequest.of(
                                accounts.get(from), accounts.get(to), Money.ofMinor(EUR, 1 + random.nextInt(100))))
                        .getId());
            }
            return ids;
        });

        assertThat(acknowledged.stream().mapToInt(Set::size).sum()).isEqualTo(TRANSFERS);
        assertThat(acknowledged.stream().flatMap(Set::stream))
                .allMatch(id -> bank.transfers().find(id).isPresent());
        assertThat(TheBooks.transfers(database.dataSource()) - before).isEqualTo(TRANSFERS);
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void theSameIdSentAtOnceByTwoBanksIsOneTransfer() throws Exception {
        UUID world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        UUID alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        try (Bank other = Bank.at(database.url()).open()) {
            for (int i = 0; i < 20; i++) {
                TransferRequest request = TransferRequest.of(world, alice, Money.parse("EUR 1.00"));

                List<Transfer> answers = Together.run(
                        4,
                        thread -> () ->
                                (thread % 2 == 0 ? bank : other).transfers().transfer(request));

                assertThat(answers).allMatch(answer -> answer.getId().equals(request.id()));
            }
        }
        assertThat(bank.accounts().get(alice).getBalance()).isEqualTo(Money.parse("EUR 20.00"));
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void theSameIdSentAtOnceForDifferentAccountsIsOneTransferAndOneConflict() throws Exception {
        UUID world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        List<UUID> accounts = IntStream.range(0, 4)
                .mapToObj(
                        i -> bank.accounts().open(OpenAccount.of("owner", EUR)).getId())
                .toList();
        UUID otherWorld = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        for (int i = 0; i < 20; i++) {
            UUID id = UUID.randomUUID();

            List<String> answers = Together.run(2, thread -> () -> {
                TransferRequest request = TransferRequest.of(
                                thread == 0 ? world : otherWorld, accounts.get(thread), Money.parse("EUR 1.00"))
                        .withId(id);
                try {
                    return bank.transfers().transfer(request).getId().toString();
                } catch (io.simplebank.domain.TransferConflictException conflict) {
                    return conflict.getField();
                }
            });

            assertThat(answers).containsExactlyInAnyOrder(id.toString(), "fromAccountId");
        }
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void theSameAccountOpenedAtOnceIsOneAccount() throws Exception {
        OpenAccount request = OpenAccount.of("carol", EUR);

        List<UUID> answers =
                Together.run(8, thread -> () -> bank.accounts().open(request).getId());

        assertThat(answers).containsOnly(request.id());
        assertThat(bank.accounts().list("carol", 0, 10)).hasSize(1);
    }
}
