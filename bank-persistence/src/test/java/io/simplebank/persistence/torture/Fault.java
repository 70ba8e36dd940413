package io.simplebank.persistence.torture;

/** What a nemesis does. */
enum Fault {
    /** All processes of the server end at once. */
    SERVER_KILLED,
    /** The server is shut down fast, and started again. */
    SERVER_RESTARTED,
    /** The server does nothing for a while, and answers late. */
    SERVER_PAUSED,
    /** The standby is away, so that COMMIT waits for it; meanwhile sessions are cancelled and end in that wait. */
    STANDBY_AWAY,
    /**
     * The standby is away, sessions are cancelled that wait for it, and then the server is lost for good: the standby takes
     * its place with what it had, and gets a standby of its own.
     */
    STANDBY_PROMOTED,
    /** The database goes back to what it was a moment ago, while the server and its clients go on. */
    DATABASE_RESTORED,
    /**
     * A planned switch-over: the server is shut down and comes back as a standby. A while later the other one is promoted, and
     * an address leads there that some clients know only. Connections that live lead to a standby.
     */
    SWITCHED_OVER,
    /** Sessions end in the middle of transactions, and while they commit. */
    BACKENDS_TERMINATED,
    /** Statements are cancelled, and sessions that commit. */
    BACKENDS_CANCELLED,
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
    /** Another application holds an account that is in few transfers, and the others are served meanwhile. */
    COLD_ACCOUNT_LOCKED,
    /** A client's process ends in the middle of everything; another begins. */
    CLIENT_KILLED
}
