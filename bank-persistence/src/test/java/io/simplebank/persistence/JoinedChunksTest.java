package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** In the caller's transaction a stream is taken ten thousand at a time. */
@Tag("joining")
@ExtendWith(BankExtension.class)
class JoinedChunksTest {

    @Test
    void drawNoMoreThanTenThousandRequestsAheadOfTheProgress(
            Bank bank, EntityManagerFactory factory, DataSource source) {
        Scene scene = new Scene(bank.transfers(), bank.accounts(), source);
        UUID world = scene.world();
        UUID alice = scene.empty();
        AtomicInteger drawn = new AtomicInteger();
        AtomicInteger told = new AtomicInteger();
        AtomicInteger most = new AtomicInteger();
        Stream<TransferRequest> requests = Stream.generate(() -> TransferRequest.of(world, alice, cents(1)))
                .limit(12_000)
                .peek(request -> most.accumulateAndGet(drawn.incrementAndGet() - told.get(), Math::max));
        factory.runInTransaction(entityManager ->
                TransferService.joining(entityManager).transferEach(requests, outcome -> told.incrementAndGet()));
        assertThat(told).hasValue(12_000);
        assertThat(most).hasValue(10_000);
        assertThat(scene.balance(alice)).isEqualTo(cents(12_000));
    }
}
