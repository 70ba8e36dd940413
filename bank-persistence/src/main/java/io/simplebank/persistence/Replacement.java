package io.simplebank.persistence;

import java.sql.Connection;
import java.sql.SQLException;

/** Has the pool of a bank's connections make new ones in the place of those that have proved useless. Thread-safe. */
interface Replacement {

    /** A connection was lost: the others share its fate, or soon will. */
    void afterLoss();

    /**
     * A connection takes no writes. The pool gets it back later, and is not to give it out again.
     *
     * @param connection in no transaction
     * @param standby whether it leads to a standby, as others of the pool then may
     */
    void afterReadOnly(Connection connection, boolean standby) throws SQLException;
}
