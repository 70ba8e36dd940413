package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** The changelog of the roles goes up and down and up again, beside the other one, which the owner may run. */
@Tag("schema")
class RolesChangelogTest {

    private static final String OWNERS_AND_PRIVILEGES = """
            select concat_ws(' ', nspname, nspowner::regrole, nspacl) from pg_namespace where nspname = 'bank'
            union all
            select concat_ws(' ', relname, relowner::regrole, relacl) from pg_class
            where relnamespace = 'bank'::regnamespace or relname like 'simplebank_changelog%'
            union all
            select concat_ws(' ', relname, attname, attacl) from pg_attribute join pg_class c on c.oid = attrelid
            where relnamespace = 'bank'::regnamespace and attacl is not null and not attisdropped
            union all
            select concat_ws(' ', proname, proowner::regrole, proacl) from pg_proc where pronamespace = 'bank'::regnamespace
            order by 1""";

    private TestDatabase database;
    private Connection superuser;

    @BeforeEach
    void migrate() throws Exception {
        database = TestDatabase.createEmpty();
        superuser = database.superuser().getConnection();
        Changelog.update(superuser);
    }

    @AfterEach
    void disconnect() throws SQLException {
        superuser.close();
        database.close();
    }

    private List<String> ownersAndPrivileges() throws SQLException {
        return Catalog.column(superuser, OWNERS_AND_PRIVILEGES);
    }

    @ParameterizedTest
    @EnumSource
    void comesUpGoesDownToWhatWasThereBeforeAndComesUpTheSame(LiquibaseVersion liquibase) throws Exception {
        List<String> before = ownersAndPrivileges();
        List<String> history = Catalog.history(superuser);
        liquibase.roles().update(superuser);
        List<String> after = ownersAndPrivileges();
        assertThat(after).anyMatch(line -> line.contains("simplebank_writer"));

        liquibase.roles().rollback(superuser, 1);
        assertThat(ownersAndPrivileges())
                .noneMatch(line -> line.contains("simplebank_owner")
                        || line.contains("simplebank_writer")
                        || line.contains("simplebank_reader"));
        assertThat(Catalog.history(superuser)).isEqualTo(history);
        assertThat(ownersAndPrivileges()).hasSameSizeAs(before);

        liquibase.roles().update(superuser);
        assertThat(ownersAndPrivileges()).isEqualTo(after);
    }

    @ParameterizedTest
    @EnumSource
    void isTheSameAgainWhenItRunsAgain(LiquibaseVersion liquibase) throws Exception {
        LiquibaseVersion.FOUR.roles().update(superuser);
        List<String> right = ownersAndPrivileges();
        PlainSql.execute(database.superuser(), """
                grant truncate on bank.entries to simplebank_writer;
                grant update (owner) on bank.accounts to simplebank_writer;
                revoke select on bank.holds from simplebank_reader;
                alter table bank.holds owner to current_user""");
        assertThat(ownersAndPrivileges()).isNotEqualTo(right);

        liquibase.roles().update(superuser);

        assertThat(ownersAndPrivileges()).containsExactlyInAnyOrderElementsOf(right);
    }

    /** Its row in Liquibase's history is none of a ledger's changeset that the library would not know. */
    @Test
    void doesNotKeepABankFromOpening() throws Exception {
        LiquibaseVersion.FOUR.roles().update(superuser);

        Bank.on(database.superuser()).migrate().open().close();
        try (User app = User.of(database, "simplebank_writer");
                Bank bank = app.bank().open()) {
            bank.accounts().open(OpenAccount.of("alice", EUR));
        }
    }

    @ParameterizedTest
    @EnumSource
    void theOwnerMigratesDownAndUpAndHandsOverWhatIsNew(LiquibaseVersion liquibase) throws Exception {
        liquibase.roles().update(superuser);
        List<String> right = ownersAndPrivileges();
        List<String> changesets = liquibase.migrations().changesets();
        int holds = changesets.indexOf("META-INF/simplebank/changes/08-holds.sql::08-holds::simplebank");
        try (User migrator = User.of(database, "simplebank_owner");
                User app = User.of(database, "simplebank_writer")) {
            try (Connection connection = migrator.dataSource().getConnection()) {
                liquibase.migrations().rollback(connection, changesets.size() - holds);
                assertThat(Catalog.column(connection, "select to_regclass('bank.holds')"))
                        .containsOnlyNulls();
                liquibase.migrations().update(connection);
                assertThat(ownersAndPrivileges())
                        .isNotEqualTo(right); // the new bank.holds is the migrator's, and his alone

                liquibase.roles().update(connection);
            }
            assertThat(ownersAndPrivileges()).containsExactlyInAnyOrderElementsOf(right);
            migrator.bank().migrate().open().close();
            try (Bank bank = app.bank().open()) {
                assertThat(bank.audit().isClean()).isTrue();
            }
        }
    }

    @Test
    void theWriterCannotMigrateAndIsToldWhoCan() throws Exception {
        LiquibaseVersion.FOUR.roles().update(superuser);
        try (User app = User.of(database, "simplebank_writer")) {
            assertThatThrownBy(() -> app.bank().migrate().open())
                    .isExactlyInstanceOf(SchemaMismatchException.class)
                    .hasMessageContaining("leave migrate() out, or grant it the role simplebank_owner");
            app.bank().open().close();
        }
    }
}
