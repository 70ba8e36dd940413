package io.simplebank.persistence;

import java.util.List;

/**
 * A number, and who may have drawn one up to it without having ended: looked for after the number was seen.
 *
 * <p>Numbers are drawn in order. Whoever drew one up to this had drawn it when this was seen, and so is one of the writers
 * unless he had ended. Once all writers have ended, every number up to this belongs to a transfer that can be seen, or to
 * none for ever.
 */
record FeedFence(FeedMark mark, List<FeedWriter> writers) {

    FeedFence {
        writers = List.copyOf(writers);
    }

    /** Whether all writers have ended, as far as a later look at the writers can tell. */
    boolean isOver(List<FeedWriter> later) {
        return writers.stream().noneMatch(writer -> later.stream().anyMatch(writer::is)) && !isInDoubt(later);
    }

    /** Whether one that had no transaction id may have become a prepared one that was not known. */
    boolean isInDoubt(List<FeedWriter> later) {
        return writers.stream().anyMatch(FeedWriter::isUnknown)
                && later.stream()
                        .filter(FeedWriter::isPrepared)
                        .anyMatch(prepared -> writers.stream().noneMatch(prepared::is));
    }
}
