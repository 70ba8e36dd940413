package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** A thousand transfers share a transaction, and never more, however many wait. */
@ExtendWith(BankExtension.class)
class GroupSizeTest {

    private static final int CALLS = 3_500;

    @Test
    void isAThousandAtMost(TestDatabase database) throws Exception {
        try (Bank bank = Bank.at(database.url())
                        .lockTimeout(Duration.ofMinutes(1))
                        .open();
                ForeignSession foreign = new ForeignSession(database.dataSource())) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            UUID world = scene.world();
            UUID alice = scene.empty();
            foreign.hold(world);
            List<CompletableFuture<Transfer>> calls = IntStream.range(0, CALLS)
                    .mapToObj(i -> bank.transfers().submit(TransferRequest.of(world, alice, cents(1))))
                    .map(CompletionStage::toCompletableFuture)
                    .toList();
            assertThat(bank.waitingCalls()).isGreaterThan(2_000).isLessThanOrEqualTo(CALLS);
            foreign.release();
            calls.forEach(CompletableFuture::join);
            assertThat(bank.waitingCalls()).isZero();
            List<Integer> sizes;
            try (PlainSession session = new PlainSession(database.dataSource())) {
                sizes = session.column("select count(*) from bank.transfers group by xmin::text").stream()
                        .map(Integer::valueOf)
                        .toList();
            }
            assertThat(sizes.stream().mapToInt(size -> size).sum()).isEqualTo(CALLS);
            assertThat(sizes).allMatch(size -> size <= 1_000).contains(1_000);
        }
    }
}
