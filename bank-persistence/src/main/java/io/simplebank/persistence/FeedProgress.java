package io.simplebank.persistence;

import io.simplebank.persistence.FeedRows.End;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the feed is settled, for all who read it through one bank. Thread-safe.
 *
 * <p>It is forgotten when the ledger is another one, or the same at an earlier state: a standby took over, a backup was
 * restored, into another database or under the same name, into other tables or the same ones. Then numbers that were
 * settled may be drawn again. Two things tell: what PostgreSQL says of the server, the database and the tables; and the
 * transfer at which the feed is settled, which is no longer there.
 */
final class FeedProgress {

    private @Nullable End end;
    private FeedMark settled = FeedMark.START;
    private @Nullable FeedFence fence;

    /**
     * How it stands.
     *
     * @param settled no transfer with this number or a lower one will appear any more
     * @param fence what is to be settled next, {@code null} if nothing is
     */
    record Standing(FeedMark settled, @Nullable FeedFence fence) {}

    /** How far it is settled, if the ledger is still the same: to be asked of it. */
    synchronized FeedMark settled() {
        return settled;
    }

    /** How it stands on the ledger that answers now. */
    synchronized Standing on(End now) {
        if (end == null
                || !end.ledger().equals(now.ledger())
                || now.last().position() < settled.position()
                || !now.knowsSettled()) {
            settled = FeedMark.START;
            fence = null;
        }
        end = now;
        return new Standing(settled, fence);
    }

    /**
     * Draws the conclusions from a look at the writers.
     *
     * @param seen how far the ledger went, and
     * @param before how the feed stood, both before the look
     * @param writers who may have drawn a number and had not ended
     * @return how far the feed is settled
     */
    synchronized FeedMark after(End seen, Standing before, List<FeedWriter> writers) {
        if (end == null || !end.ledger().equals(seen.ledger())) {
            return FeedMark.START; // another ledger has answered meanwhile
        }
        FeedFence looked = before.fence();
        if (looked != null && looked.isOver(writers)) {
            settled = settled.orLater(looked.mark());
        }
        if (writers.isEmpty()) {
            settled = settled.orLater(seen.last());
        }
        boolean inDoubt = looked != null && looked.equals(fence) && looked.isInDoubt(writers);
        if (fence == null || fence.mark().position() <= settled.position() || inDoubt) {
            fence = seen.last().position() > settled.position() ? new FeedFence(seen.last(), writers) : null;
        }
        return settled;
    }
}
