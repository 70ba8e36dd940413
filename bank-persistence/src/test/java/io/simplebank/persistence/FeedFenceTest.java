package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.persistence.FeedProgress.Standing;
import io.simplebank.persistence.FeedRows.End;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What may be concluded from two looks at the writers. */
@Tag("server")
class FeedFenceTest {

    private static final FeedWriter WRITER = new FeedWriter("3/17", List.of("900"), false);
    private static final FeedWriter PREPARED = new FeedWriter("-1/900", List.of("900"), true);
    private static final FeedWriter ANOTHER = new FeedWriter("4/2", List.of("901"), false);
    private static final FeedWriter ANOTHER_PREPARED = new FeedWriter("-1/901", List.of("901"), true);
    private static final FeedWriter WITHOUT_ID = new FeedWriter("5/8", List.of(), false);

    private static final String LEDGER = "a ledger";

    private static FeedFence fence(FeedWriter... writers) {
        return new FeedFence(mark(10), List.of(writers));
    }

    private static FeedMark mark(long position) {
        return new FeedMark(position, new UUID(0, position));
    }

    private static End end(long position) {
        return new End(mark(position), LEDGER, false, true);
    }

    @Test
    void isOverOnceEachOfItsWritersHasEnded() {
        assertThat(fence(WRITER, ANOTHER).isOver(List.of())).isTrue();
        assertThat(fence(WRITER).isOver(List.of(ANOTHER, WITHOUT_ID))).isTrue();
        assertThat(fence(WRITER, ANOTHER).isOver(List.of(ANOTHER))).isFalse();
        assertThat(fence(WITHOUT_ID).isOver(List.of(WITHOUT_ID))).isFalse();
        assertThat(fence(WITHOUT_ID).isOver(List.of(new FeedWriter("5/8", List.of("902"), false))))
                .isFalse();
    }

    @Test
    void knowsAWriterWhoWasPreparedByItsId() {
        assertThat(fence(WRITER).isOver(List.of(PREPARED))).isFalse();
        assertThat(fence(WRITER).isOver(List.of(ANOTHER_PREPARED))).isTrue();
        assertThat(fence(PREPARED).isOver(List.of(PREPARED))).isFalse();
        assertThat(fence(new FeedWriter("3/17", List.of("899", "900"), false)).isOver(List.of(PREPARED)))
                .isFalse();
    }

    @Test
    void doesNotTakeAWriterWithoutAnIdForEndedWhileAnUnknownPreparedOneMayBeHim() {
        assertThat(fence(WITHOUT_ID).isOver(List.of(PREPARED))).isFalse();
        assertThat(fence(WITHOUT_ID).isInDoubt(List.of(PREPARED))).isTrue();
        assertThat(fence(WITHOUT_ID, WRITER).isInDoubt(List.of(PREPARED))).isFalse();
        assertThat(fence(WITHOUT_ID).isInDoubt(List.of(ANOTHER))).isFalse();
        assertThat(fence(WITHOUT_ID, WRITER).isOver(List.of(ANOTHER))).isTrue();
    }

    @Test
    void inDoubtANewFenceIsMadeSoThatPreparedOnesWhoComeAndGoDoNotHoldItUpForEver() {
        FeedProgress progress = new FeedProgress();
        assertThat(progress.after(end(10), progress.on(end(10)), List.of(WITHOUT_ID)))
                .isEqualTo(FeedMark.START);
        assertThat(progress.after(end(11), progress.on(end(11)), List.of(PREPARED)))
                .isEqualTo(FeedMark.START);
        assertThat(progress.on(end(11)).fence()).isEqualTo(new FeedFence(mark(11), List.of(PREPARED)));

        assertThat(progress.after(end(12), progress.on(end(12)), List.of(ANOTHER_PREPARED)))
                .isEqualTo(mark(11));
    }

    @Test
    void aFenceThatNobodyDoubtsStaysUntilItIsOver() {
        FeedProgress progress = new FeedProgress();
        progress.after(end(10), progress.on(end(10)), List.of(WRITER));
        assertThat(progress.after(end(20), progress.on(end(20)), List.of(WRITER, ANOTHER)))
                .isEqualTo(FeedMark.START);
        assertThat(progress.after(end(30), progress.on(end(30)), List.of(ANOTHER)))
                .isEqualTo(mark(10));
        assertThat(progress.on(end(30)).fence()).isEqualTo(new FeedFence(mark(30), List.of(ANOTHER)));
        assertThat(progress.after(end(30), progress.on(end(30)), List.of())).isEqualTo(mark(30));
        assertThat(progress.on(end(30))).isEqualTo(new Standing(mark(30), null));
    }

    @Test
    void aLookThatIsOlderThanTheFenceProvesNothingOfIt() {
        FeedProgress progress = new FeedProgress();
        Standing before = progress.on(end(10));
        progress.after(end(20), progress.on(end(20)), List.of(WRITER));

        assertThat(progress.after(end(10), before, List.of(ANOTHER))).isEqualTo(FeedMark.START);
        assertThat(progress.on(end(20)).fence()).isEqualTo(new FeedFence(mark(20), List.of(WRITER)));
        assertThat(progress.after(end(10), before, List.of())).isEqualTo(mark(10));
        assertThat(progress.on(end(20)).settled()).isEqualTo(mark(10));
    }

    @Test
    void isForgottenWhenAnotherLedgerAnswersOrOneThatHasLostWhatItHad() {
        FeedProgress progress = new FeedProgress();
        End other = new End(mark(30), "another", false, true);
        Standing before = progress.on(end(20));
        progress.after(end(20), before, List.of());
        assertThat(progress.on(end(20)).settled()).isEqualTo(mark(20));

        assertThat(progress.on(other)).isEqualTo(new Standing(FeedMark.START, null));
        assertThat(progress.after(end(20), before, List.of())).isEqualTo(FeedMark.START);
        assertThat(progress.after(other, progress.on(other), List.of())).isEqualTo(mark(30));

        End lessThanBefore = new End(mark(29), other.ledger(), false, true);
        assertThat(progress.on(lessThanBefore)).isEqualTo(new Standing(FeedMark.START, null));
    }

    @Test
    void isForgottenWhenTheTransferAtWhichItIsSettledIsGone() {
        FeedProgress progress = new FeedProgress();
        progress.after(end(20), progress.on(end(20)), List.of());
        progress.after(end(30), progress.on(end(30)), List.of(WRITER));
        assertThat(progress.settled()).isEqualTo(mark(20));

        assertThat(progress.on(new End(mark(40), LEDGER, false, false))).isEqualTo(new Standing(FeedMark.START, null));
        assertThat(progress.settled()).isEqualTo(FeedMark.START);
    }
}
