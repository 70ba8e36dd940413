package io.simplebank.persistence;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import liquibase.GlobalConfiguration;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.command.CommandScope;
import liquibase.command.core.UpdateCommandStep;
import liquibase.command.core.helpers.DatabaseChangelogCommandStep;
import liquibase.command.core.helpers.DbUrlConnectionArgumentsCommandStep;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.logging.core.NoOpLogService;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import org.jspecify.annotations.Nullable;

/**
 * The changelog that this version of the library ships, run by Liquibase. An embedded library is quiet: no telemetry, no
 * summary, no log; what goes wrong is an exception.
 */
final class Changelog {

    static final String ROOT = "META-INF/simplebank/changelog.xml";
    /** Where the changesets' files are: the beginning of each one's identity. */
    static final String CHANGES = "META-INF/simplebank/changes/";
    /** Outside the schema {@code bank}, because Liquibase's own tables must be there before it and after it. */
    static final String HISTORY_SCHEMA = "public";

    static final String HISTORY = "simplebank_changelog";
    private static final String LOCK = "simplebank_changelog_lock";

    /** One for each of Liquibase's tables, and the one that finds both. */
    private static final int ATTEMPTS = 3;

    /** Liquibase's own default of ten seconds is longer than most migrations. */
    private static final int LOCK_POLL_SECONDS = 1;

    private Changelog() {}

    /**
     * Brings the schema up to date on a connection, which stays open. Nodes that start at the same time may all do so:
     * Liquibase locks against others of its kind, but not while it makes its own tables, where all but one fail.
     */
    static void update(Connection connection) throws SQLException {
        for (int attempt = 1; ; attempt++) {
            try {
                updateOnce(connection);
                return;
            } catch (SchemaMismatchException failure) {
                if (attempt >= ATTEMPTS || !SqlState.isThereAlready(SqlState.of(failure))) {
                    throw failure;
                }
                if (!connection.getAutoCommit()) {
                    connection.rollback();
                }
            }
        }
    }

    private static void updateOnce(Connection connection) {
        quietly(accessor -> {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            database.setLiquibaseSchemaName(HISTORY_SCHEMA);
            database.setDatabaseChangeLogTableName(HISTORY);
            database.setDatabaseChangeLogLockTableName(LOCK);
            new CommandScope(UpdateCommandStep.COMMAND_NAME)
                    .addArgumentValue(DbUrlConnectionArgumentsCommandStep.DATABASE_ARG, database)
                    .addArgumentValue(DatabaseChangelogCommandStep.CHANGELOG_FILE_ARG, ROOT)
                    .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF)
                    .execute();
            return null;
        });
    }

    /** The identities of the changesets that are shipped, in order, each as file::id. */
    static Set<String> shipped() {
        return quietly(accessor -> {
            Set<String> identities = new LinkedHashSet<>();
            for (ChangeSet changeSet : ChangeLogParserFactory.getInstance()
                    .getParser(ROOT, accessor)
                    .parse(ROOT, new ChangeLogParameters(), accessor)
                    .getChangeSets()) {
                identities.add(changeSet.getFilePath() + "::" + changeSet.getId());
            }
            return identities;
        });
    }

    private interface Work<T extends @Nullable Object> {
        T with(ResourceAccessor accessor) throws Exception;
    }

    /**
     * One at a time: Liquibase keeps its lock services in one map for the whole JVM, by database, and of two banks that
     * migrate the same one at once, one would wait for its own lock.
     */
    private static synchronized <T extends @Nullable Object> T quietly(Work<T> work) {
        ClassLoader loader = Changelog.class.getClassLoader();
        ResourceAccessor accessor = new ClassLoaderResourceAccessor(loader);
        Map<String, Object> scope = Map.of(
                Scope.Attr.resourceAccessor.name(),
                accessor,
                Scope.Attr.classLoader.name(),
                loader,
                Scope.Attr.logService.name(),
                new NoOpLogService(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                false,
                GlobalConfiguration.CHANGELOGLOCK_POLL_RATE.getKey(),
                LOCK_POLL_SECONDS);
        try {
            return Scope.child(scope, () -> work.with(accessor));
        } catch (Exception failure) {
            if (SqlState.isConnectionLost(SqlState.of(failure))) {
                throw new BankUnavailableException(
                        null, Outcome.UNKNOWN, "the connection was lost during the migration; migrate again", failure);
            }
            if (SqlState.INSUFFICIENT_PRIVILEGE.equals(SqlState.of(failure))) {
                throw new SchemaMismatchException(
                        "the user may not migrate the schema: leave migrate() out, or grant it the role simplebank_owner,"
                                + " if META-INF/simplebank/roles.xml was run, or else create on the database and on the"
                                + " schema " + HISTORY_SCHEMA,
                        failure);
            }
            Throwable cause = ServerMessage.withoutDetail(failure);
            throw new SchemaMismatchException("the schema could not be migrated: " + cause.getMessage(), cause);
        }
    }
}
