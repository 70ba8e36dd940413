package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Account;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import jakarta.persistence.PersistenceConfiguration;
import java.io.StringWriter;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.SchemaToolingSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.hibernate.tool.schema.spi.SchemaFilterProvider;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** An application may have Hibernate make and change its own tables: the ledger's are the changelog's alone. */
@Tag("anywhere")
@Tag("joining")
@ExtendWith(BankExtension.class)
class SchemaToolsTest {

    private final TestDatabase database;
    private final Bank bank;
    private UUID account;

    SchemaToolsTest(TestDatabase database, Bank bank) {
        this.database = database;
        this.bank = bank;
    }

    @BeforeEach
    void openAnAccount() throws SQLException {
        PlainSql.execute(database.superuser(), PurchaseOrder.TABLE);
        account = bank.accounts()
                .open(OpenAccount.of("alice", CurrencyUnit.EUR).withoutMinimumBalance())
                .getId();
        UUID other =
                bank.accounts().open(OpenAccount.of("bob", CurrencyUnit.EUR)).getId();
        new Scene(bank.transfers(), bank.accounts(), database.dataSource()).move(account, other, eur("1.00"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"validate", "update", "create-only", "create", "create-drop", "drop"})
    void leaveTheLedgerAsItIs(String action) throws SQLException {
        List<String> before = ledger();
        host(action).createEntityManagerFactory().close();
        assertThat(ledger()).isEqualTo(before);
        assertThat(bank.accounts().get(account).getBalance()).isEqualTo(eur("-1.00"));
        try (Bank again = Bank.on(database.dataSource()).open()) {
            assertThat(again.audit().isClean()).isTrue();
        }
    }

    @Test
    void leaveTheLedgerAsItIsWhereAProgramCallsThem() throws SQLException {
        List<String> before = ledger();
        try (SessionFactory factory = host("none").createEntityManagerFactory().unwrap(SessionFactory.class)) {
            factory.getSchemaManager().truncate();
            factory.getSchemaManager().drop(true);
            factory.getSchemaManager().create(true);
        }
        assertThat(ledger()).isEqualTo(before);
    }

    /** Without the filter, which an application may replace by one of its own: the mapping says what the schema says. */
    @ParameterizedTest
    @ValueSource(strings = {"validate", "update"})
    void findNothingToChangeWhereTheyLookAtTheLedgerToo(String action) throws SQLException {
        List<String> before = ledger();
        host(action)
                .property(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, new Everything())
                .property(SchemaToolingSettings.HBM2DDL_HALT_ON_ERROR, true)
                .createEntityManagerFactory()
                .close();
        assertThat(ledger()).isEqualTo(before);
    }

    @Test
    void keepAFilterOfTheApplications() {
        Everything filter = new Everything();
        try (EntityManagerFactory factory = host("validate")
                .property(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, filter)
                .createEntityManagerFactory()) {
            assertThat(factory.getProperties()).containsEntry(SchemaToolingSettings.HBM2DDL_FILTER_PROVIDER, filter);
        }
    }

    @Test
    void writeScriptsWithoutTheLedger() {
        StringWriter create = new StringWriter();
        StringWriter drop = new StringWriter();
        host("none")
                .property(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_ACTION, "drop-and-create")
                .property(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_CREATE_TARGET, create)
                .property(SchemaToolingSettings.JAKARTA_HBM2DDL_SCRIPTS_DROP_TARGET, drop)
                .property(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS, true)
                .createEntityManagerFactory()
                .close();
        assertThat(create.toString()).contains("purchase_orders").doesNotContain("bank");
        assertThat(drop.toString()).contains("purchase_orders").doesNotContain("bank");
    }

    /** In development, an application's Hibernate often comes first. */
    @ParameterizedTest
    @ValueSource(strings = {"update", "create", "create-only"})
    void leaveAnEmptyDatabaseToTheChangelog(String action) throws SQLException {
        try (TestDatabase empty = TestDatabase.createEmpty()) {
            host(action, empty)
                    .property(SchemaToolingSettings.JAKARTA_HBM2DDL_CREATE_SCHEMAS, true)
                    .createEntityManagerFactory()
                    .close();
            try (PlainSession session = new PlainSession(empty.superuser())) {
                assertThat(session.column("select nspname from pg_namespace where nspname = 'bank'"))
                        .isEmpty();
                assertThat(session.column("select relname from pg_class where relname = 'purchase_orders'"))
                        .hasSize(1);
            }
            try (Bank first = Bank.on(empty.superuser()).migrate().open()) {
                assertThat(first.audit().isClean()).isTrue();
            }
        }
    }

    private PersistenceConfiguration host(String action) {
        return host(action, database);
    }

    private static PersistenceConfiguration host(String action, TestDatabase database) {
        return new HibernatePersistenceConfiguration("host")
                .managedClasses(List.of(Account.class, Transfer.class, Entry.class, Hold.class, PurchaseOrder.class))
                .property(SchemaToolingSettings.HBM2DDL_AUTO, action)
                .property("jakarta.persistence.nonJtaDataSource", database.superuser());
    }

    /** Every table, column, constraint, index and trigger, by object and not only by name, and the number of rows. */
    private List<String> ledger() throws SQLException {
        try (PlainSession session = new PlainSession(database.superuser())) {
            return session.column("""
                    select concat_ws(' ', c.oid, relname, attname, format_type(atttypid, atttypmod), attnotnull)
                    from pg_attribute join pg_class c on c.oid = attrelid
                    where relnamespace = 'bank'::regnamespace and attnum > 0
                    union all
                    select concat_ws(' ', oid, conname, pg_get_constraintdef(oid)) from pg_constraint
                    where connamespace = 'bank'::regnamespace
                    union all
                    select concat_ws(' ', t.oid, tgname, tgenabled) from pg_trigger t join pg_class c on c.oid = tgrelid
                    where relnamespace = 'bank'::regnamespace
                    union all
                    select count(*) || ' accounts' from bank.accounts
                    union all
                    select count(*) || ' entries' from bank.entries
                    order by 1""");
        }
    }

    private static final class Everything implements SchemaFilterProvider {
        @Override
        public SchemaFilter getCreateFilter() {
            return SchemaFilter.ALL;
        }

        @Override
        public SchemaFilter getDropFilter() {
            return SchemaFilter.ALL;
        }

        @Override
        public SchemaFilter getTruncatorFilter() {
            return SchemaFilter.ALL;
        }

        @Override
        public SchemaFilter getMigrateFilter() {
            return SchemaFilter.ALL;
        }

        @Override
        public SchemaFilter getValidateFilter() {
            return SchemaFilter.ALL;
        }
    }
}
