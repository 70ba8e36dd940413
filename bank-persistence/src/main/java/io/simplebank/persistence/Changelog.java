package io.simplebank.persistence;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.SchemaMismatchException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import liquibase.Contexts;
import liquibase.LabelExpression;
import liquibase.RuntimeEnvironment;
import liquibase.Scope;
import liquibase.changelog.ChangeLogHistoryServiceFactory;
import liquibase.changelog.ChangeLogIterator;
import liquibase.changelog.ChangeLogParameters;
import liquibase.changelog.ChangeSet;
import liquibase.changelog.DatabaseChangeLog;
import liquibase.changelog.filter.ShouldRunChangeSetFilter;
import liquibase.changelog.visitor.ListVisitor;
import liquibase.changelog.visitor.UpdateVisitor;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.executor.ExecutorService;
import liquibase.lockservice.StandardLockService;
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
    static final String LOCK = "simplebank_changelog_lock";

    /** One for each of Liquibase's tables, and the one that finds both. */
    private static final int ATTEMPTS = 3;

    private Changelog() {}

    /** Brings the schema up to date, and waits for another node that does so for at most a minute. */
    static void update(Connection connection) throws SQLException {
        update(connection, MigrationWait.begin());
    }

    /**
     * Brings the schema up to date on a connection, which stays open. Nodes that start at the same time may all do so:
     * Liquibase locks against others of its kind, but not while it makes its own tables, where all but one fail.
     *
     * @param wait for another node that migrates
     */
    static void update(Connection connection, MigrationWait wait) throws SQLException {
        PinnedConnection.run(connection, pinned -> update(connection, pinned, wait));
    }

    private static void update(Connection connection, Connection pinned, MigrationWait wait) throws SQLException {
        SchemaPlace.requireHistorySchema(pinned);
        for (int attempt = 1; ; ) {
            try {
                SchemaPlace.requireOwnHistory(pinned);
                if (updateUnlessLocked(pinned)) {
                    return;
                }
                wait.pause(connection);
            } catch (SchemaMismatchException failure) {
                if (attempt++ >= ATTEMPTS || !SqlState.isThereAlready(SqlState.of(failure))) {
                    throw failure;
                }
            }
            pinned.rollback();
        }
    }

    /**
     * By Liquibase's parts, and not by its command {@code update}. That one prints while it waits for the lock, whatever it
     * was told; and for as long as the JVM runs it remembers of a URL that nothing was left to do.
     *
     * @return false if another node has the lock, and something is to be done
     */
    private static boolean updateUnlessLocked(Connection connection) {
        return quietly(accessor -> {
            Database database =
                    DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
            database.setLiquibaseSchemaName(HISTORY_SCHEMA);
            database.setDatabaseChangeLogTableName(HISTORY);
            database.setDatabaseChangeLogLockTableName(LOCK);
            try {
                return Scope.child(
                        Map.of(Scope.Attr.database.name(), database), () -> updateUnlessLocked(database, accessor));
            } finally {
                // Both are kept by connection, and pools give out the same ones again.
                Scope.getCurrentScope()
                        .getSingleton(ChangeLogHistoryServiceFactory.class)
                        .resetAll();
                Scope.getCurrentScope().getSingleton(ExecutorService.class).clearExecutor("jdbc", database);
            }
        });
    }

    private static boolean updateUnlessLocked(Database database, ResourceAccessor accessor) throws Exception {
        DatabaseChangeLog changeLog = parse(new ChangeLogParameters(database), accessor);
        RuntimeEnvironment environment = new RuntimeEnvironment(database, new Contexts(), new LabelExpression());
        Scope.getCurrentScope()
                .getSingleton(ChangeLogHistoryServiceFactory.class)
                .getChangeLogService(database)
                .init();
        StandardLockService lock = new StandardLockService();
        lock.setDatabase(database);
        lock.init();
        changeLog.validate(database, environment.getContexts(), environment.getLabels());
        ListVisitor toDo = new ListVisitor();
        new ChangeLogIterator(changeLog, new ShouldRunChangeSetFilter(database)).run(toDo, environment);
        if (toDo.getSeenChangeSets().isEmpty()) {
            return true;
        }
        if (!lock.acquireLock()) {
            return false;
        }
        try {
            SchemaPlace.requireFree(((JdbcConnection) database.getConnection()).getUnderlyingConnection());
            // What there is to do is found out again: another node may have done it meanwhile.
            new ChangeLogIterator(changeLog)
                    .run(new UpdateVisitor(database, null, new ShouldRunChangeSetFilter(database)), environment);
        } finally {
            lock.releaseLock();
        }
        return true;
    }

    private static DatabaseChangeLog parse(ChangeLogParameters parameters, ResourceAccessor accessor) throws Exception {
        return ChangeLogParserFactory.getInstance().getParser(ROOT, accessor).parse(ROOT, parameters, accessor);
    }

    /** The identities of the changesets that are shipped, in order, each as file::id. */
    static Set<String> shipped() {
        return quietly(accessor -> {
            Set<String> identities = new LinkedHashSet<>();
            for (ChangeSet changeSet :
                    parse(new ChangeLogParameters(), accessor).getChangeSets()) {
                identities.add(changeSet.getFilePath() + "::" + changeSet.getId());
            }
            return identities;
        });
    }

    private interface Work<T extends @Nullable Object> {
        T with(ResourceAccessor accessor) throws Exception;
    }

    /** One at a time: what Liquibase knows of histories is kept in one place for the whole JVM, and forgotten in one. */
    private static synchronized <T extends @Nullable Object> T quietly(Work<T> work) {
        ClassLoader loader = LibraryLoader.get();
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
                false);
        try {
            return LibraryLoader.call(() -> Scope.child(scope, () -> work.with(accessor)));
        } catch (SchemaMismatchException refusal) {
            throw refusal;
        } catch (Exception failure) {
            if (SqlState.isConnectionLost(SqlState.of(failure))) {
                throw new BankUnavailableException(
                        null, Outcome.UNKNOWN, "the connection was lost during the migration; migrate again", failure);
            }
            if (SqlMeaning.of(failure) == SqlMeaning.READ_ONLY) {
                throw new BankUnavailableException(
                        null,
                        Outcome.NOT_DONE,
                        "the schema is to be migrated, but the server is a standby, or default_transaction_read_only is set:"
                                + " migrate on the primary",
                        failure);
            }
            if (SqlState.INSUFFICIENT_PRIVILEGE.equals(SqlState.of(failure))) {
                throw new SchemaMismatchException(
                        "the user may not migrate the schema: leave migrate() out, or grant it the role simplebank_owner,"
                                + " if META-INF/simplebank/roles.xml was run, or else create on the database and on the"
                                + " schema " + HISTORY_SCHEMA,
                        failure);
            }
            Throwable cause = ServerMessage.withoutDetail(failure);
            throw new SchemaMismatchException("the schema could not be migrated: " + ServerMessage.words(cause), cause);
        }
    }
}
