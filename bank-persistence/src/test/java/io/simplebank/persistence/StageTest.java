package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a stage of {@code submit} ends with, and that what depends on it keeps none of the bank's threads. */
@ExtendWith(BankExtension.class)
class StageTest {

    @Test
    void isCompletedWithTheTransferOrItsRefusalOnNoThreadOfTheBanks(TestDatabase database) throws Exception {
        try (Bank bank = Bank.at(database.url())
                        .lockTimeout(Duration.ofMinutes(1))
                        .open();
                ForeignSession foreign = new ForeignSession(database.dataSource())) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            UUID alice = scene.with(eur("1.00"));
            UUID bob = scene.empty();
            TransferRequest request = TransferRequest.of(alice, bob, eur("1.00"));
            foreign.hold(alice); // so that what depends on the stages is there before they are complete
            CompletableFuture<String> paid = bank.transfers()
                    .submit(request)
                    .thenApply(transfer -> Thread.currentThread().getName() + " " + transfer.getId())
                    .toCompletableFuture();
            CompletableFuture<Throwable> refused = bank.transfers()
                    .submit(TransferRequest.of(alice, bob, eur("0.01")))
                    .handle((transfer, failure) -> failure)
                    .toCompletableFuture();
            foreign.release();
            assertThat(paid.get(1, TimeUnit.MINUTES))
                    .matches("(ForkJoinPool.commonPool|Thread-).*") // the latter where the pool has one thread, or none
                    .endsWith(" " + request.id());
            assertThat(refused.get(1, TimeUnit.MINUTES)).hasCauseExactlyInstanceOf(InsufficientFundsException.class);
        }
    }
}
