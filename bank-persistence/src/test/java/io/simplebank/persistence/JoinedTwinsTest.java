package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferConflictException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManager;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/**
 * Two callers who send one id at the same moment, each in a transaction of his own: nobody can repeat the second one's, so
 * he must be told at once what the first one has posted.
 */
@Tag("joining")
@ExtendWith(BankExtension.class)
class JoinedTwinsTest {

    private final TestDatabase database;
    private final EntityManagerFactory factory;
    private final UUID alice;
    private final UUID bob;
    private final TransferRequest request;

    JoinedTwinsTest(TestDatabase database, Bank bank, EntityManagerFactory factory) {
        this.database = database;
        this.factory = factory;
        Account world = bank.accounts().open(OpenAccount.of("world", EUR).withoutMinimumBalance());
        this.alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        this.bob = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
        bank.transfers().transfer(TransferRequest.of(world.getId(), alice, Money.parse("EUR 100.00")));
        this.request = TransferRequest.of(alice, bob, Money.parse("EUR 10.00")).withId(UUID.randomUUID());
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(database.dataSource());
    }

    @Test
    void theSecondTransferIsAReplayOfTheFirst() throws Exception {
        Transfer second = afterTheFirst(transfers -> transfers.transfer(request));

        assertThat(second.getId()).isEqualTo(request.id());
        assertThat(balanceOf(bob)).isEqualTo(Money.parse("EUR 10.00"));
    }

    @Test
    void theSecondHoldIsAReplayOfTheFirst() throws Exception {
        Duration aDay = Duration.ofDays(1);
        Hold second = inTwoTransactions(
                transfers -> transfers.hold(request, aDay), transfers -> transfers.hold(request, aDay));

        assertThat(second.getId()).isEqualTo(request.id());
        assertThat(factory.<Money>callInTransaction(entityManager ->
                        AccountService.joining(entityManager).get(alice).getHeld()))
                .isEqualTo(Money.parse("EUR 10.00"));
    }

    @Test
    void anotherContentIsAConflict() {
        TransferRequest other =
                TransferRequest.of(alice, bob, Money.parse("EUR 11.00")).withId(request.id());

        assertThatThrownBy(() -> afterTheFirst(transfers -> transfers.transfer(other)))
                .isInstanceOf(ExecutionException.class)
                .hasCauseInstanceOf(TransferConflictException.class);
        assertThat(balanceOf(bob)).isEqualTo(Money.parse("EUR 10.00"));
    }

    private <T> T afterTheFirst(Function<TransferService, T> second) throws Exception {
        return inTwoTransactions(transfers -> transfers.transfer(request), second);
    }

    /** The second one waits for the accounts of the first one, which commits then. */
    private <T> T inTwoTransactions(Function<TransferService, ?> first, Function<TransferService, T> second)
            throws Exception {
        try (EntityManager entityManager = factory.createEntityManager();
                Connection observer = database.dataSource().getConnection()) {
            entityManager.getTransaction().begin();
            first.apply(TransferService.joining(entityManager));
            CompletableFuture<T> answer = CompletableFuture.supplyAsync(
                    () -> factory.callInTransaction(theirs -> second.apply(TransferService.joining(theirs))),
                    Together.A_THREAD_EACH);
            ForeignSession.awaitAWaiter(observer);
            entityManager.getTransaction().commit();
            return answer.get(60, TimeUnit.SECONDS);
        }
    }

    private Money balanceOf(UUID account) {
        return factory.callInTransaction(entityManager ->
                AccountService.joining(entityManager).get(account).getBalance());
    }
}
