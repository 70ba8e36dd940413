package io.simplebank.persistence;

import io.simplebank.persistence.FeedRows.End;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How far the feed is settled, for all who read it through one bank. Thread-safe.
 *
 * <p>It is forgotten when another server answers, or one that has lost what it had: a standby took over, a backup was
 * restored.
 */
final class FeedProgress {

    private @Nullable End end;
    private long settled;
    private @Nullable FeedFence fence;

    /**
     * How it stands.
     *
     * @param settled no transfer with this number or a lower one will appear any more
     * @param fence what is to be settled next, {@code null} if nothing is
     */
    record Standing(long settled, @Nullable FeedFence fence) {}

    /** How it stands on the server that answers now. */
    synchronized Standing on(End now) {
        if (end == null || !end.server().equals(now.server()) || now.position() < settled) {
            settled = 0;
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
    synchronized long after(End seen, Standing before, List<FeedWriter> writers) {
        if (end == null || !end.server().equals(seen.server())) {
            return 0; // another server has answered meanwhile
        }
        FeedFence looked = before.fence();
        if (looked != null && looked.isOver(writers)) {
            settled = Math.max(settled, looked.position());
        }
        if (writers.isEmpty()) {
            settled = Math.max(settled, seen.position());
        }
        boolean inDoubt = looked != null && looked.equals(fence) && looked.isInDoubt(writers);
        if (fence == null || fence.position() <= settled || inDoubt) {
            fence = seen.position() > settled ? new FeedFence(seen.position(), writers) : null;
        }
        return settled;
    }
}
