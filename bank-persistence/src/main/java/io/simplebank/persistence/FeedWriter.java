package io.simplebank.persistence;

import java.util.Collections;
import java.util.List;

/**
 * A transaction that may have drawn a number for a transfer and has not ended.
 *
 * @param name what PostgreSQL calls it; perhaps something else once it is prepared
 * @param ids the transaction ids of it and its savepoints, which stay; none if it has written nothing yet
 * @param isPrepared whether it waits for {@code COMMIT PREPARED}
 */
record FeedWriter(String name, List<String> ids, boolean isPrepared) {

    FeedWriter {
        ids = List.copyOf(ids);
    }

    /** Whether two looks have seen one transaction. */
    boolean is(FeedWriter other) {
        return name.equals(other.name) || !Collections.disjoint(ids, other.ids);
    }

    /** Whether it can perhaps not be told from others once it is prepared. */
    boolean isUnknown() {
        return ids.isEmpty();
    }
}
