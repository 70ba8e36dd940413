package io.simplebank.persistence.benchmark;

import java.sql.SQLException;
import java.util.List;

/** Tables with {@link #ACCOUNTS} accounts that have money, and what must be true of them after any load. */
interface Schema {

    int ACCOUNTS = 10_000;

    /** What each account has at first, in minor units. */
    long OPENING_BALANCE = 1_000_000_00;

    Schema COURSE = new CourseSchema();
    LedgerSchema LEDGER = new LedgerSchema();

    /** Makes the tables and the accounts in an empty database. */
    void create(String url) throws SQLException;

    /** How many transfers there are. */
    long transfers(String url) throws SQLException;

    /** The rules that the books break: none, if they are right. */
    List<String> brokenRules(String url) throws SQLException;
}
