package io.simplebank.persistence;

import java.util.List;

/**
 * Settings of PostgreSQL's driver that a host may have in its URL, and that the library works under.
 *
 * @see <a href="https://jdbc.postgresql.org/documentation/use/">Connection parameters</a>
 */
final class DriverSettings {

    static final List<String> SUPPORTED = List.of(
            "defaultRowFetchSize=1",
            "defaultRowFetchSize=50",
            "defaultRowFetchSize=1&adaptiveFetch=true&maxResultBuffer=10M",
            "prepareThreshold=-1",
            "prepareThreshold=0",
            "prepareThreshold=1",
            "preferQueryMode=extended",
            "preferQueryMode=extendedForPrepared",
            "preferQueryMode=extendedCacheEverything",
            "preferQueryMode=simple",
            "autosave=always",
            "autosave=always&cleanupSavepoints=true",
            "autosave=conservative",
            "autosave=never",
            "reWriteBatchedInserts=true",
            "binaryTransfer=false",
            "binaryTransferDisable=2950,20,1184",
            "stringtype=unspecified",
            "stringtype=varchar",
            "cleanupSavepoints=true",
            "assumeMinServerVersion=15",
            "readOnlyMode=ignore",
            "readOnlyMode=always",
            "escapeSyntaxCallMode=call",
            "disableColumnSanitiser=true",
            "logServerErrorDetail=false",
            "currentSchema=information_schema",
            "options=-c%20search_path=information_schema%20-c%20default_transaction_isolation=serializable",
            "options=-c%20datestyle=SQL,DMY%20-c%20intervalstyle=postgres_verbose%20-c%20bytea_output=escape"
                    + "%20-c%20timezone=Asia/Kathmandu%20-c%20extra_float_digits=0",
            "gssEncMode=disable",
            "preparedStatementCacheQueries=0",
            "preparedStatementCacheSizeMiB=0",
            "databaseMetadataCacheFields=0",
            "unknownLength=0",
            "hideUnprivilegedObjects=true",
            "quoteReturningIdentifiers=false",
            "tcpNoDelay=false",
            "loggerLevel=OFF");

    /** Those of them that decide how statements are sent and answered. */
    static final List<String> DELICATE = List.of(
            "defaultRowFetchSize=1",
            "defaultRowFetchSize=1&adaptiveFetch=true&maxResultBuffer=10M",
            "prepareThreshold=-1",
            "preferQueryMode=extendedCacheEverything",
            "preferQueryMode=simple",
            "readOnlyMode=always");

    private DriverSettings() {}
}
