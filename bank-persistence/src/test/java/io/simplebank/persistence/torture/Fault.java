package io.simplebank.persistence.torture;

/** What a nemesis does. */
enum Fault {
    /** All processes of the server end at once. */
    SERVER_KILLED,
    /** The server is shut down fast, and started again. */
    SERVER_RESTARTED,
    /** The server does nothing for a while, and answers late. */
    SERVER_PAUSED,
    /** The server is lost for good, and its synchronous standby takes its place; once in a run. */
    STANDBY_PROMOTED,
    /** Sessions end in the middle of transactions, and while they commit. */
    BACKENDS_TERMINATED,
    /** All connections of a client end, and there are none to be had. */
    NETWORK_CUT,
    /** Everything that a client sends or receives is late. */
    NETWORK_SLOW,
    /** What a client sends or receives vanishes, and neither side is told, then or later. */
    NETWORK_SILENT,
    /** The server has no connections left. */
    CONNECTIONS_EXHAUSTED,
    /** A client's pool has no connections left. */
    POOL_EXHAUSTED,
    /** Another application holds the accounts that are in most transfers. */
    ACCOUNTS_LOCKED,
    /** A client's process ends in the middle of everything; another begins. */
    CLIENT_KILLED
}
