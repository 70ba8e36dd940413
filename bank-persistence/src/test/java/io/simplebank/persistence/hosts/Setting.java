package io.simplebank.persistence.hosts;

import static io.simplebank.persistence.hosts.Area.CACHE;
import static io.simplebank.persistence.hosts.Area.COMPLIANCE;
import static io.simplebank.persistence.hosts.Area.CONVERTERS;
import static io.simplebank.persistence.hosts.Area.DRIVER;
import static io.simplebank.persistence.hosts.Area.JVM;
import static io.simplebank.persistence.hosts.Area.NAMES;
import static io.simplebank.persistence.hosts.Area.QUERIES;
import static io.simplebank.persistence.hosts.Area.SERVER;
import static io.simplebank.persistence.hosts.Area.SESSIONS;
import static io.simplebank.persistence.hosts.Area.TYPES;

import java.util.function.Consumer;
import org.hibernate.Interceptor;
import org.hibernate.boot.model.naming.ImplicitNamingStrategyLegacyJpaImpl;
import org.hibernate.boot.model.naming.PhysicalNamingStrategySnakeCaseImpl;
import org.hibernate.resource.jdbc.spi.StatementInspector;

/** What hosts set, a line each: where it belongs, how the page on compatibility calls it, and what it does. */
enum Setting {
    QUOTED(
            NAMES,
            "`globally_quoted_identifiers`",
            host -> host.property("hibernate.globally_quoted_identifiers", true)),
    QUOTED_NAMES_ONLY(
            NAMES,
            "the same without column definitions",
            host -> host.property("hibernate.globally_quoted_identifiers", true)
                    .property("hibernate.globally_quoted_identifiers_skip_column_definitions", true)),
    QUOTED_KEYWORDS(NAMES, "`auto_quote_keyword`", host -> host.property("hibernate.auto_quote_keyword", true)),
    DEFAULT_SCHEMA(NAMES, "`default_schema`", host -> host.property("hibernate.default_schema", "app")),
    DEFAULT_CATALOG(NAMES, "`default_catalog`", host -> host.property("hibernate.default_catalog", "app")),
    SNAKE_CASE(NAMES, "snake case", host -> physical(host, new PhysicalNamingStrategySnakeCaseImpl())),
    PREFIX(NAMES, "a prefix for tables", host -> physical(host, new Naming.Prefix())),
    SUFFIX(NAMES, "a suffix for columns", host -> physical(host, new Naming.Suffix())),
    UPPER_CASE(NAMES, "upper case", host -> physical(host, new Naming.Upper())),
    ONE_SCHEMA(NAMES, "every schema is the application's", host -> physical(host, new Naming.OneSchema())),
    NAMESAKES(
            NAMES,
            "entities of its own called `Account`, `Transfer`, `Entry`, `Hold`",
            host -> host.classes(Shop.ENTITIES)),
    IMPLICIT_NAMES(
            NAMES,
            "implicit names of JPA 1",
            host -> host.property("hibernate.implicit_naming_strategy", new ImplicitNamingStrategyLegacyJpaImpl())),

    JDBC_TIME_ZONE(TYPES, "`jdbc.time_zone`", host -> host.property("hibernate.jdbc.time_zone", "America/New_York")),
    INSTANT_AS_TIMESTAMP(TYPES, "`preferred_instant_jdbc_type=TIMESTAMP`", host -> instants(host, "TIMESTAMP")),
    INSTANT_AS_INSTANT(TYPES, "`=INSTANT`", host -> instants(host, "INSTANT")),
    INSTANT_WITH_ZONE(TYPES, "`=TIMESTAMP_WITH_TIMEZONE`", host -> instants(host, "TIMESTAMP_WITH_TIMEZONE")),
    ARRAYS(
            TYPES,
            "`preferred_array_jdbc_type=VARBINARY`",
            host -> host.property("hibernate.type.preferred_array_jdbc_type", "VARBINARY")),
    UUID_AS_VARCHAR(TYPES, "`preferred_uuid_jdbc_type=VARCHAR`", host -> uuids(host, "VARCHAR")),
    UUID_AS_CHAR(TYPES, "`=CHAR`", host -> uuids(host, "CHAR")),
    UUID_AS_BINARY(TYPES, "`=BINARY`", host -> uuids(host, "BINARY")),
    DURATION(
            TYPES,
            "`preferred_duration_jdbc_type=BIGINT`",
            host -> host.property("hibernate.type.preferred_duration_jdbc_type", "BIGINT")),
    BOOLEAN(
            TYPES,
            "`preferred_boolean_jdbc_type=SMALLINT`",
            host -> host.property("hibernate.type.preferred_boolean_jdbc_type", "SMALLINT")),
    NATIONALIZED(
            TYPES,
            "`use_nationalized_character_data`",
            host -> host.property("hibernate.use_nationalized_character_data", true)),
    DIRECT_TIME(
            TYPES,
            "`java_time_use_direct_jdbc`",
            host -> host.property("hibernate.type.java_time_use_direct_jdbc", true)),
    NATIVE_ENUMS(
            TYPES,
            "`prefer_native_enum_types`",
            host -> host.property("hibernate.type.prefer_native_enum_types", true)),
    ZONE_NORMALIZED(
            TYPES,
            "`timezone.default_storage=NORMALIZE`",
            host -> host.property("hibernate.timezone.default_storage", "NORMALIZE")),
    ZONE_COLUMNS(TYPES, "`=COLUMN`", host -> host.property("hibernate.timezone.default_storage", "COLUMN")),
    VALIDATED(
            TYPES,
            "some of them, with `hbm2ddl.auto=validate`",
            host -> host.property("hibernate.hbm2ddl.auto", "validate")
                    .property("hibernate.type.preferred_uuid_jdbc_type", "CHAR")
                    .property("hibernate.type.preferred_instant_jdbc_type", "TIMESTAMP_WITH_TIMEZONE")),

    INSTANT_TO_LONG(CONVERTERS, "of `Instant`", host -> host.classes(Converters.InstantAsMillis.class)),
    INSTANT_TO_TIMESTAMP(
            CONVERTERS, "of `Instant` to `Timestamp`", host -> host.classes(Converters.InstantAsTimestamp.class)),
    UUID_TO_TEXT(CONVERTERS, "`UUID`", host -> host.classes(Converters.UuidAsText.class)),
    LONG_TO_TEXT(CONVERTERS, "`Long`", host -> host.classes(Converters.LongAsText.class)),
    ENCRYPTED(CONVERTERS, "`String` (encrypted)", host -> host.classes(Converters.Encrypted.class)),
    TRIMMED(CONVERTERS, "`String` (trimmed, never null)", host -> host.classes(Converters.TrimmedNeverNull.class)),
    ACCOUNT_STATUS(CONVERTERS, "`AccountStatus`", host -> host.classes(Converters.AccountStatusAsLetter.class)),
    HOLD_STATUS(CONVERTERS, "`HoldStatus`", host -> host.classes(Converters.HoldStatusAsNumber.class)),

    STRICT(COMPLIANCE, "`jpa.compliance`", host -> host.property("hibernate.jpa.compliance", true)),
    STRICT_QUERIES(COMPLIANCE, "`.query`", host -> comply(host, "query")),
    STRICT_TRANSACTIONS(COMPLIANCE, "`.transaction`", host -> comply(host, "transaction")),
    STRICT_CLOSING(COMPLIANCE, "`.closed`", host -> comply(host, "closed")),
    STRICT_PROXIES(COMPLIANCE, "`.proxy`", host -> comply(host, "proxy")),
    STRICT_CACHING(COMPLIANCE, "`.caching`", host -> comply(host, "caching")),
    STRICT_GENERATORS(COMPLIANCE, "`.global_id_generators`", host -> comply(host, "global_id_generators")),
    STRICT_ORDER_BY(COMPLIANCE, "`.orderby`", host -> comply(host, "orderby")),
    STRICT_LOADING(COMPLIANCE, "`.load_by_id`", host -> comply(host, "load_by_id")),
    STRICT_CASCADES(COMPLIANCE, "`.cascade`", host -> comply(host, "cascade")),

    SECOND_LEVEL_CACHE(
            CACHE,
            "`sharedCache.mode=ALL` and a query cache",
            host -> host.property("jakarta.persistence.sharedCache.mode", "ALL")
                    .property("hibernate.cache.use_second_level_cache", true)
                    .property("hibernate.cache.use_query_cache", true)
                    .property("hibernate.cache.region.factory_class", "io.simplebank.persistence.MapCache")),

    BATCHES(
            QUERIES,
            "`jdbc.batch_size`, `order_inserts`, `order_updates`",
            host -> host.property("hibernate.jdbc.batch_size", 50)
                    .property("hibernate.order_inserts", true)
                    .property("hibernate.order_updates", true)),
    NO_METAMODEL(
            QUERIES,
            "no `jpa.metamodel.population`",
            host -> host.property("hibernate.jpa.metamodel.population", "disabled")),
    NATIVE_TIMES(
            QUERIES,
            "`query.native.prefer_jdbc_datetime_types`",
            host -> host.property("hibernate.query.native.prefer_jdbc_datetime_types", true)),
    FETCH_SIZE_1(QUERIES, "`jdbc.fetch_size=1`", host -> host.property("hibernate.jdbc.fetch_size", 1)),
    COMMENTS(QUERIES, "`use_sql_comments`", host -> host.property("hibernate.use_sql_comments", true)),
    PADDING(
            QUERIES,
            "`query.in_clause_parameter_padding`",
            host -> host.property("hibernate.query.in_clause_parameter_padding", true)),
    NO_PLANS(
            QUERIES,
            "no `query.plan_cache_enabled`",
            host -> host.property("hibernate.query.plan_cache_enabled", false)),
    IMMUTABLE_ENTITIES(
            QUERIES,
            "`query.immutable_entity_update_query_handling_mode`",
            host -> host.property("hibernate.query.immutable_entity_update_query_handling_mode", "exception")),
    INSPECTOR_AFTER(
            QUERIES,
            "a statement inspector that adds a comment",
            host -> inspector(host, sql -> sql + " /*traceparent='00-x'*/")),
    INSPECTOR_BEFORE(QUERIES, "or puts one first", host -> inspector(host, sql -> "/* shop */ " + sql)),
    QUERY_TIMEOUT(
            QUERIES,
            "`jakarta.persistence.query.timeout`",
            host -> host.property("jakarta.persistence.query.timeout", 20_000)),

    FLUSH_COMMIT(SESSIONS, "flush mode `COMMIT`", host -> host.property("org.hibernate.flushMode", "COMMIT")),
    FLUSH_MANUAL(SESSIONS, "`MANUAL`", host -> host.property("org.hibernate.flushMode", "MANUAL")),
    FLUSH_ALWAYS(SESSIONS, "`ALWAYS`", host -> host.property("org.hibernate.flushMode", "ALWAYS")),
    RELEASED_AFTER_STATEMENTS(
            SESSIONS,
            "connections given back after each statement",
            host -> host.property(
                            "hibernate.connection.handling_mode", "DELAYED_ACQUISITION_AND_RELEASE_AFTER_STATEMENT")
                    .refused("auto-commit within a transaction")),
    UNTRUE_AUTOCOMMIT(
            SESSIONS,
            "`connection.provider_disables_autocommit` on a pool that does not",
            host -> host.property("hibernate.connection.provider_disables_autocommit", true)
                    .refused("auto-commit within a transaction")),
    ACQUIRED_AT_ONCE(
            SESSIONS,
            "connections taken at once",
            host -> host.property("hibernate.connection.handling_mode", "IMMEDIATE_ACQUISITION_AND_HOLD")),
    SERIALIZABLE(
            SESSIONS,
            "`connection.isolation`",
            host -> host.property("hibernate.connection.isolation", "SERIALIZABLE")),
    INTERCEPTOR(
            SESSIONS,
            "an interceptor",
            host -> host.property("hibernate.session_factory.interceptor", new Interceptor() {})),
    VALIDATION(
            SESSIONS,
            "`jakarta.persistence.validation.mode`",
            host -> host.property("jakarta.persistence.validation.mode", "NONE")),
    NO_NULLABILITY(SESSIONS, "no `check_nullability`", host -> host.property("hibernate.check_nullability", false)),
    IDENTIFIER_ROLLBACK(
            SESSIONS, "`use_identifier_rollback`", host -> host.property("hibernate.use_identifier_rollback", true)),
    STATISTICS(SESSIONS, "`generate_statistics`", host -> host.property("hibernate.generate_statistics", true)),

    ROW_FETCH_SIZE(
            DRIVER,
            "`defaultRowFetchSize`",
            host -> host.parameter("defaultRowFetchSize", "1").migrating()),
    DESCRIBED_AHEAD(
            DRIVER,
            "`prepareThreshold=-1`",
            host -> host.parameter("prepareThreshold", "-1").migrating()),
    PREPARED_AT_ONCE(DRIVER, "`=1`", host -> host.parameter("prepareThreshold", "1")),
    SIMPLE_QUERIES(DRIVER, "`preferQueryMode=simple`", host -> queryMode(host, "simple")),
    EXTENDED_FOR_PREPARED(DRIVER, "`=extendedForPrepared`", host -> queryMode(host, "extendedForPrepared")),
    EVERYTHING_CACHED(DRIVER, "`=extendedCacheEverything`", host -> queryMode(host, "extendedCacheEverything")),
    AUTOSAVE(
            DRIVER,
            "`autosave=always`, `cleanupSavepoints`",
            host -> host.parameter("autosave", "always").parameter("cleanupSavepoints", "true")),
    REWRITTEN_BATCHES(DRIVER, "`reWriteBatchedInserts`", host -> host.parameter("reWriteBatchedInserts", "true")),
    NO_BINARY(DRIVER, "no `binaryTransfer`", host -> host.parameter("binaryTransfer", "false")),
    UNTYPED_STRINGS(DRIVER, "`stringtype=unspecified`", host -> host.parameter("stringtype", "unspecified")),

    NULLS_IN_ARRAYS(SERVER, "`array_nulls=off`", host -> host.server("array_nulls", "off")),
    OLD_STRINGS(
            SERVER,
            "`standard_conforming_strings=off`",
            host -> host.server("standard_conforming_strings", "off")
                    .server("escape_string_warning", "off")
                    .migrating()),
    OUTPUT(
            SERVER,
            "`bytea_output`, `DateStyle`, `IntervalStyle`, `extra_float_digits`",
            host -> host.server("bytea_output", "escape")
                    .server("DateStyle", "'German, DMY'")
                    .server("IntervalStyle", "sql_standard")
                    .server("extra_float_digits", "-5")),
    SERVERS_ZONE(SERVER, "`TimeZone`", host -> host.server("TimeZone", "'Asia/Kathmandu'")),
    SERVERS_ISOLATION(
            SERVER,
            "`default_transaction_isolation`, `_deferrable`",
            host -> host.server("default_transaction_isolation", "serializable")
                    .server("default_transaction_deferrable", "on")
                    .migrating()),
    SERVERS_TIMEOUTS(
            SERVER,
            "`statement_timeout`, `lock_timeout`, `idle_in_transaction_session_timeout`",
            host -> host.server("statement_timeout", "'30s'")
                    .server("lock_timeout", "'10s'")
                    .server("idle_in_transaction_session_timeout", "'30s'")),
    ROW_SECURITY(SERVER, "`row_security=off`", host -> host.server("row_security", "off")),
    PLANS(
            SERVER,
            "`plan_cache_mode`, `enable_…=off`",
            host -> host.server("plan_cache_mode", "force_generic_plan")
                    .server("enable_indexscan", "off")
                    .server("enable_hashjoin", "off")
                    .server("enable_sort", "off")),
    PARALLEL(
            SERVER,
            "parallel plans for everything",
            host -> host.server("parallel_setup_cost", "0")
                    .server("parallel_tuple_cost", "0")
                    .server("min_parallel_table_scan_size", "0")),
    WORDS(
            SERVER,
            "`transform_null_equals`, `quote_all_identifiers`, `plpgsql.extra_errors`",
            host -> host.server("transform_null_equals", "on")
                    .server("quote_all_identifiers", "on")
                    .server("plpgsql.extra_errors", "'all'")
                    .migrating()),
    SILENT(SERVER, "`client_min_messages=error`", host -> host.server("client_min_messages", "error")),
    SEARCH_PATH(
            SERVER,
            "a `search_path` of its own",
            host -> host.sql("create schema app")
                    .sql("grant usage on schema app to public")
                    .server("search_path", "app, public")
                    .migrating()),
    NO_TRIGGERS(
            SERVER,
            "`session_replication_role=replica`",
            host -> host.server("session_replication_role", "replica").refused("session_replication_role is replica")),

    KATHMANDU(JVM, "time zone `Asia/Kathmandu`", host -> host.zone("Asia/Kathmandu")),
    BY_OFFSET(JVM, "`GMT-12:00`", host -> host.zone("GMT-12:00")),
    FRENCH(JVM, "locale `fr-FR`", host -> host.locale("fr-FR")),
    EGYPTIAN(JVM, "`ar-EG`", host -> host.locale("ar-EG")),
    TURKISH(JVM, "`tr`", host -> host.locale("tr")),
    THAI(JVM, "`th-TH-u-nu-thai`", host -> host.locale("th-TH-u-nu-thai"));

    private final Area area;
    private final String words;
    private final Consumer<Host> how;

    Setting(Area area, String words, Consumer<Host> how) {
        this.area = area;
        this.words = words;
        this.how = how;
    }

    Area area() {
        return area;
    }

    String words() {
        return words;
    }

    /** Sets a host so. */
    void apply(Host host) {
        how.accept(host);
    }

    private static void queryMode(Host host, String mode) {
        host.parameter("preferQueryMode", mode).migrating();
    }

    private static void physical(Host host, Object strategy) {
        host.property("hibernate.physical_naming_strategy", strategy);
    }

    private static void instants(Host host, String type) {
        host.property("hibernate.type.preferred_instant_jdbc_type", type);
    }

    private static void uuids(Host host, String type) {
        host.property("hibernate.type.preferred_uuid_jdbc_type", type);
    }

    private static void comply(Host host, String what) {
        host.property("hibernate.jpa.compliance." + what, true);
    }

    private static void inspector(Host host, StatementInspector inspector) {
        host.property("hibernate.session_factory.statement_inspector", inspector);
    }
}
