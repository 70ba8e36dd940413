package io.simplebank.persistence;

import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.TransferEvent;
import io.simplebank.persistence.FeedProgress.Standing;
import io.simplebank.persistence.FeedRows.End;
import java.util.List;
import org.hibernate.SharedSessionContract;

/**
 * All transfers of a ledger in one order, for other systems to follow: none is left out, though it was committed later
 * than others that come behind it. Thread-safe; any number of consumers may read it, each at its own pace, again or from
 * the beginning.
 *
 * <pre>{@code
 * long position = 0; // kept by the consumer, together with what he makes of the events
 * for (TransferEvent event : bank.feed().read(position, 1_000)) {
 *     index.add(event.transfer());
 *     position = event.position();
 * }
 * }</pre>
 *
 * <p>A transfer draws its number while the locks of its accounts are held, and can be seen when its transaction has
 * committed. So numbers appear out of order, and whoever only asked for those behind the last one that he saw would miss
 * the late ones for ever. The feed ends before the first number that may still appear: a transaction that has posted
 * transfers, whoever runs it, holds up what was posted since, until it has ended. It never makes the feed miss anything.
 */
public final class TransferFeed {

    private final OwnTransactions transactions;
    private final FeedProgress progress = new FeedProgress();

    /**
     * @param transactions set up by {@link FeedRows#PREFACE}
     */
    TransferFeed(OwnTransactions transactions) {
        this.transactions = transactions;
    }

    /**
     * Reads on, without waiting and without a lock. What comes in between two events, or is not there at the end, is there
     * in neither of them: numbers have holes.
     *
     * <p>An empty list means that nothing more is settled at this moment: ask again later. On a ledger that is written to,
     * what one call leaves out for the sake of a transaction in progress, the next one returns if that has ended.
     *
     * @param afterPosition the position of the last event that was dealt with, 0 to begin at the beginning
     * @param limit how many events at most, 0 or more; they are all kept in memory
     * @return the events that follow, in order of position
     * @throws IllegalArgumentException if an argument is negative, or no transfer has come as far as the position: it
     *     belongs to another ledger, or this one was set back, by a backup or a standby that lacked the last commits. Once
     *     it has caught up, nothing tells: consumers are to be set back with their ledger
     * @throws IllegalStateException if the server is a standby, which does not know what its primary is about to commit; after
     *     as many attempts on new connections as a call has
     * @throws BankUnavailableException if there was no connection, or it was lost
     */
    public List<TransferEvent> read(long afterPosition, int limit) {
        Arguments.notNegative("afterPosition", afterPosition);
        Arguments.notNegative("limit", limit);
        try {
            return transactions.read(session -> read(session, afterPosition, limit));
        } catch (BankUnavailableException unavailable) {
            throw unavailable.getCause() instanceof StandbyException
                    ? new IllegalStateException(
                            "the server is a standby, which does not know what its primary is about to commit:"
                                    + " read the feed on the primary",
                            unavailable)
                    : unavailable;
        }
    }

    /** The order of the questions is what makes it right: see {@link FeedFence}. */
    private List<TransferEvent> read(SharedSessionContract session, long after, int limit) {
        End end = FeedRows.end(session, progress.settled());
        require(end, after);
        Standing standing = progress.on(end);
        List<TransferEvent> events = events(session, after, standing.settled(), limit);
        if (events.size() == limit || standing.settled().equals(end.last())) {
            return events;
        }
        FeedMark settled = progress.after(end, standing, FeedRows.writers(session));
        return settled.position() > standing.settled().position() ? events(session, after, settled, limit) : events;
    }

    private static List<TransferEvent> events(SharedSessionContract session, long after, FeedMark settled, int limit) {
        return after < settled.position() ? FeedRows.events(session, after, settled, limit) : List.of();
    }

    private static void require(End end, long after) {
        if (end.isStandby()) {
            throw new StandbyException();
        }
        if (after > end.last().position()) {
            throw new IllegalArgumentException("afterPosition is " + after + ", but the last transfer has the position "
                    + end.last().position()
                    + ": either this is not the ledger that the position was read from, or it was set"
                    + " back to an earlier state");
        }
    }
}
