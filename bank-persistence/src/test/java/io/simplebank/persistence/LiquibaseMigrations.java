package io.simplebank.persistence;

import java.sql.Connection;
import java.util.List;
import java.util.Map;
import liquibase.Scope;
import liquibase.UpdateSummaryEnum;
import liquibase.changelog.ChangeLogParameters;
import liquibase.command.CommandScope;
import liquibase.command.core.helpers.ShowSummaryArgument;
import liquibase.database.Database;
import liquibase.database.DatabaseFactory;
import liquibase.database.jvm.JdbcConnection;
import liquibase.logging.core.NoOpLogService;
import liquibase.parser.ChangeLogParserFactory;
import liquibase.resource.ClassLoaderResourceAccessor;
import liquibase.resource.ResourceAccessor;
import liquibase.ui.LoggerUIService;
import liquibase.util.LiquibaseUtil;

/** By the Liquibase that is on the class path beside this class. */
final class LiquibaseMigrations implements Migrations {

    private final String root;

    /**
     * @param root the changelog's path on the class path
     */
    LiquibaseMigrations(String root) {
        this.root = root;
    }

    /** The main changelog as the library does it: its code runs on the host's Liquibase too. */
    @Override
    public void update(Connection connection) throws Exception {
        if (root.equals(Changelog.ROOT)) {
            Changelog.update(connection);
            return;
        }
        run(
                connection,
                new CommandScope("update")
                        .addArgumentValue("changelogFile", root)
                        .addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF));
    }

    @Override
    public void updateOne(Connection connection) throws Exception {
        run(
                connection,
                command("updateCount", 1).addArgumentValue(ShowSummaryArgument.SHOW_SUMMARY, UpdateSummaryEnum.OFF));
    }

    @Override
    public void rollback(Connection connection, int changesets) throws Exception {
        run(connection, command("rollbackCount", changesets));
    }

    private CommandScope command(String name, int count) throws Exception {
        return new CommandScope(name).addArgumentValue("changelogFile", root).addArgumentValue("count", count);
    }

    @Override
    public List<String> changesets() throws Exception {
        ResourceAccessor accessor = new ClassLoaderResourceAccessor(getClass().getClassLoader());
        return Scope.child(
                Map.of(Scope.Attr.resourceAccessor.name(), accessor),
                () -> ChangeLogParserFactory.getInstance()
                        .getParser(root, accessor)
                        .parse(root, new ChangeLogParameters(), accessor)
                        .getChangeSets()
                        .stream()
                        .map(changeSet -> changeSet.toString(false))
                        .toList());
    }

    @Override
    public String liquibase() {
        return LiquibaseUtil.getBuildVersion();
    }

    private void run(Connection connection, CommandScope command) throws Exception {
        Database database =
                DatabaseFactory.getInstance().findCorrectDatabaseImplementation(new JdbcConnection(connection));
        database.setLiquibaseSchemaName(Changelog.HISTORY_SCHEMA);
        database.setDatabaseChangeLogTableName(Changelog.HISTORY);
        database.setDatabaseChangeLogLockTableName(Changelog.HISTORY + "_lock");
        Map<String, Object> quietly = Map.of(
                Scope.Attr.resourceAccessor.name(),
                new ClassLoaderResourceAccessor(getClass().getClassLoader()),
                Scope.Attr.logService.name(),
                new NoOpLogService(),
                Scope.Attr.ui.name(),
                new LoggerUIService(),
                "liquibase.analytics.enabled",
                false);
        Scope.child(quietly, () -> {
            command.addArgumentValue("database", database).execute();
        });
    }
}
