package io.simplebank.persistence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class LoadTest {

    private static final Duration MOMENT = Duration.ofMillis(250);

    @ParameterizedTest
    @EnumSource
    void asksForTransfersBetweenTheAccountsThatThereAre(Workload workload) throws Exception {
        Asked asked = new Asked();

        Measurement measurement = new Load(contender(asked), workload).measure(2, MOMENT, MOMENT, 1);

        assertThat(measurement.answered()).isEqualTo(asked.count.get());
        assertThat(asked.first).isNotEmpty().allSatisfy(move -> {
            assertThat(move.from()).isBetween(0, Schema.ACCOUNTS - 1).isNotEqualTo(move.to());
            assertThat(move.to()).isBetween(0, Schema.ACCOUNTS - 1);
            assertThat(move.amount()).isPositive();
        });
    }

    @Test
    void asksForTheHotAccountInEveryTransfer() throws Exception {
        Asked asked = new Asked();

        new Load(contender(asked), Workload.HOT).measure(2, MOMENT, MOMENT, 1);

        assertThat(asked.first).isNotEmpty().allMatch(move -> move.from() == 0 || move.to() == 0);
        assertThat(asked.first).extracting(Move::from).contains(0);
        assertThat(asked.first).extracting(Move::to).contains(0);
    }

    @Test
    void endsAtTheFirstCallThatFails() {
        AtomicLong calls = new AtomicLong();
        Contender failing = contender(move -> {
            if (calls.incrementAndGet() == 100) {
                throw new IllegalStateException("the hundredth");
            }
        });

        assertThatThrownBy(() ->
                        new Load(failing, Workload.SPREAD).measure(2, Duration.ofMinutes(5), Duration.ofMinutes(5), 1))
                .isInstanceOf(ExecutionException.class)
                .hasRootCauseMessage("the hundredth");
    }

    private interface Bookkeeper {
        void post(Move move);
    }

    /** Counts all, and keeps the first: a quick machine asks for millions. */
    private static final class Asked implements Bookkeeper {

        private static final int KEPT = 10_000;

        private final AtomicInteger count = new AtomicInteger();
        private final Queue<Move> first = new ConcurrentLinkedQueue<>();

        @Override
        public void post(Move move) {
            if (count.incrementAndGet() <= KEPT) {
                first.add(move);
            }
        }
    }

    private static Contender contender(Bookkeeper bookkeeper) {
        return new Contender() {
            @Override
            public int call(Supplier<Move> moves) {
                bookkeeper.post(moves.get());
                return 1;
            }

            @Override
            public void close() {
                // nothing to close
            }
        };
    }
}
