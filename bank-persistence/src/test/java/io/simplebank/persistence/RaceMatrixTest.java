package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.RaceGround.Kind;
import io.simplebank.persistence.RaceTrack.Pair;
import io.simplebank.persistence.RaceTrack.Result;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every two operations that could exclude each other meet, by the library and by plain SQL, at each pair of isolation
 * levels: what both leave is what one after the other would have left, or else one of them was not done.
 *
 * <p>One of them stops while it has its locks and has not committed; the other has looked at the ledger before, and begins
 * meanwhile.
 */
@Tag("alone") // it takes minutes
@TestInstance(Lifecycle.PER_CLASS)
class RaceMatrixTest {

    private final TestDatabase database = TestDatabase.create();
    private final RaceTrack track;

    RaceMatrixTest() throws Exception {
        track = new RaceTrack(database);
    }

    @AfterAll
    void theBooksAreRight() throws Exception {
        track.close();
        try (Bank bank = Bank.at(database.url()).open()) {
            assertThat(bank.audit().findings()).isEmpty();
            TheBooks.areRight(database.dataSource());
        }
        database.close();
    }

    static Stream<Pair> pairs() {
        List<Pair> pairs = new ArrayList<>();
        Set<RaceOperation> onNew = EnumSet.of(
                RaceOperation.HOLD,
                RaceOperation.HOLD_BACK,
                RaceOperation.TRANSFER_IN,
                RaceOperation.TRANSFER_OUT,
                RaceOperation.REVERSAL,
                RaceOperation.CLOSE,
                RaceOperation.FREEZE,
                RaceOperation.MINIMUM,
                RaceOperation.MAXIMUM,
                RaceOperation.DELETE,
                RaceOperation.ADJUST);
        add(pairs, Kind.NEW, onNew, onNew);
        Set<RaceOperation> ends = EnumSet.of(RaceOperation.CAPTURE, RaceOperation.RELEASE, RaceOperation.BLANK);
        add(pairs, Kind.HELD, ends, EnumSet.complementOf(EnumSet.of(RaceOperation.EXPIRE, RaceOperation.REOPEN)));
        add(
                pairs,
                Kind.DUE,
                EnumSet.of(RaceOperation.EXPIRE),
                EnumSet.of(
                        RaceOperation.EXPIRE,
                        RaceOperation.RELEASE,
                        RaceOperation.CAPTURE,
                        RaceOperation.BLANK,
                        RaceOperation.CLOSE,
                        RaceOperation.HOLD,
                        RaceOperation.TRANSFER_OUT));
        add(
                pairs,
                Kind.CLOSED,
                EnumSet.of(RaceOperation.REOPEN),
                EnumSet.of(
                        RaceOperation.REOPEN,
                        RaceOperation.HOLD,
                        RaceOperation.HOLD_BACK,
                        RaceOperation.TRANSFER_IN,
                        RaceOperation.CLOSE,
                        RaceOperation.FREEZE,
                        RaceOperation.MAXIMUM,
                        RaceOperation.DELETE,
                        RaceOperation.ADJUST));
        return pairs.stream();
    }

    private static void add(List<Pair> pairs, Kind ground, Set<RaceOperation> some, Set<RaceOperation> others) {
        for (RaceOperation one : some) {
            for (RaceOperation other : others) {
                boolean seenTheOtherWayRound = some.contains(other) && other.compareTo(one) < 0;
                if (!seenTheOtherWayRound) {
                    pairs.add(new Pair(ground, one, other, false));
                    if (one.takesAnId && other.takesAnId) {
                        pairs.add(new Pair(ground, one, other, true));
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @MethodSource("pairs")
    void leaveWhatOneAfterTheOtherLeaves(Pair pair) throws Exception {
        List<String> wrong = new ArrayList<>();
        boolean exclusive = areExclusive(pair);
        for (Pair order : pair.first() == pair.second() ? List.of(pair) : List.of(pair, pair.turned())) {
            for (Racer first : track.firsts()) {
                for (Racer second : track.seconds()) {
                    if (exclusive || first.level() == second.level()) {
                        Result result = track.race(order, first, second);
                        if (!isRight(order, result)) {
                            wrong.add(first + ", " + second + ": " + order + ": " + result);
                        }
                    }
                }
            }
        }
        assertThat(wrong).as("%s", pair).isEmpty();
    }

    /** Whether it matters which one comes first. The others are raced at equal levels only. */
    private boolean areExclusive(Pair pair) throws Exception {
        return !track.inOrder(pair).equals(track.inOrder(pair.turned()).turned())
                || !track.inOrder(pair).areBothDone();
    }

    private boolean isRight(Pair order, Result result) throws Exception {
        boolean firstIn = !result.first().equals(Racer.NOT_DONE);
        boolean secondIn = !result.second().equals(Racer.NOT_DONE);
        if (firstIn && secondIn) {
            return result.equals(track.inOrder(order))
                    || result.equals(track.inOrder(order.turned()).turned());
        }
        if (firstIn || secondIn) {
            Result alone = track.alone(order, firstIn);
            return (firstIn ? result.first() : result.second()).equals(alone.first())
                    && result.state().equals(alone.state());
        }
        return result.state().equals(track.untouched(order.ground()));
    }
}
