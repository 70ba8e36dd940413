package io.simplebank.persistence.benchmark;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
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
        AtomicLong asked = new AtomicLong();
        Contender looking = contender(move -> {
            asked.incrementAndGet();
            assertThat(move.from()).isBetween(0, Schema.ACCOUNTS - 1).isNotEqualTo(move.to());
            assertThat(move.to()).isBetween(0, Schema.ACCOUNTS - 1);
            assertThat(move.amount()).isPositive();
        });

        Measurement measurement = new Load(looking, workload).measure(2, MOMENT, MOMENT, 1);

        assertThat(measurement.answered()).isEqualTo(asked.get()).isPositive();
    }

    @Test
    void asksForTheHotAccountInEveryTransfer() throws Exception {
        Set<Integer> from = ConcurrentHashMap.newKeySet();
        Set<Integer> to = ConcurrentHashMap.newKeySet();
        Contender looking = contender(move -> {
            from.add(move.from());
            to.add(move.to());
            assertThat(List.of(move.from(), move.to())).contains(0);
        });

        new Load(looking, Workload.HOT).measure(2, MOMENT, MOMENT, 1);

        assertThat(from).contains(0);
        assertThat(to).contains(0);
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
