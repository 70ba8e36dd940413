package io.simplebank.persistence.benchmark;

import java.util.function.Supplier;

/** A way to move money, over connections of its own. Thread-safe. */
interface Contender extends AutoCloseable {

    /**
     * Makes one call, which returns when what it moved is committed.
     *
     * @param moves what to transfer, asked for as often as the contender makes transfers in one call
     * @return the number of transfers
     */
    int call(Supplier<Move> moves) throws Exception;

    @Override
    void close();
}
