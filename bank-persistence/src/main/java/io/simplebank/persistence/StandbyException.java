package io.simplebank.persistence;

import java.io.Serial;
import java.sql.SQLException;

/**
 * The server is a standby, which only repeats what its primary does, and nothing was written that it could have refused. An
 * attempt ends by it as by such a refusal: another connection may lead to the primary.
 */
final class StandbyException extends RuntimeException {

    @Serial
    private static final long serialVersionUID = 1L;

    /** read_only_sql_transaction: how a standby refuses to write. */
    private static final String SQL_STATE = "25006";

    StandbyException() {
        super(new SQLException("the server is a standby", SQL_STATE));
    }
}
