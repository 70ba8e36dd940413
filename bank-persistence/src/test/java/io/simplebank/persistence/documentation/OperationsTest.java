package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountConflictException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What the page on operations says, and every statement that it shows. */
@ExtendWith(BankExtension.class)
class OperationsTest {

    private static final String TABLES = """
            SELECT relname, n_live_tup, n_dead_tup, n_tup_upd, n_tup_hot_upd, last_autovacuum
            FROM pg_stat_user_tables WHERE schemaname = 'bank' ORDER BY relname""";

    private static final String WHO_KEEPS_DEAD_ROWS = """
            SELECT pid, usename, application_name, state, xact_start, age(backend_xmin)
            FROM pg_stat_activity WHERE backend_xmin IS NOT NULL ORDER BY age(backend_xmin) DESC""";

    private static final String VACUUM_BY_ROWS = """
            ALTER TABLE bank.entries SET (
              autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000000);
            ALTER TABLE bank.transfers SET (
              autovacuum_vacuum_insert_scale_factor = 0, autovacuum_vacuum_insert_threshold = 1000000)""";

    private static final String SIZE = """
            SELECT relname, pg_size_pretty(pg_table_size(oid)) AS rows, pg_size_pretty(pg_indexes_size(oid)) AS indexes
            FROM pg_class WHERE relnamespace = 'bank'::regnamespace AND relkind = 'r' ORDER BY relname""";

    private static final Money CENT = Money.parse("EUR 0.01");

    private final Bank bank;
    private final DataSource superuser;
    private final UUID world;
    private final UUID alice;

    OperationsTest(Bank bank, TestDatabase database) {
        this.bank = bank;
        this.superuser = database.superuser();
        this.world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        this.alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
    }

    @Test
    void aNewBalanceTouchesNoIndex(EntityManagerFactory factory) {
        factory.runInTransaction(entityManager -> {
            TransferService transfers = TransferService.joining(entityManager);
            for (int payments = 0; payments < 10; payments++) {
                transfers.transfer(TransferRequest.of(world, alice, CENT));
            }

            assertThat(entityManager
                            .createNativeQuery(
                                    "select n_tup_upd, n_tup_hot_upd from pg_stat_xact_user_tables"
                                            + " where schemaname = 'bank' and relname = 'accounts'",
                                    Object[].class)
                            .getSingleResult())
                    .isEqualTo(new Object[] {20L, 20L});
        });
    }

    @Test
    void accountsKeepRoomForTheirNextVersionsAndTheHistoryKeepsNone() throws SQLException {
        assertThat(Sql.query(superuser, "select reloptions from pg_class where oid = 'bank.accounts'::regclass"))
                .isEqualTo("{fillfactor=50}");
        assertThat(Sql.query(superuser, "select reloptions from pg_class where oid = 'bank.entries'::regclass"))
                .isEqualTo("null");
    }

    @Test
    void tellsHowTheTablesAre() throws SQLException {
        assertThat(Sql.query(superuser, TABLES)).isEqualTo("accounts");
        assertThat(Sql.query(superuser, SIZE)).isEqualTo("accounts");
        Sql.query(superuser, WHO_KEEPS_DEAD_ROWS);
    }

    @Test
    void vacuumsTheHistoryByRows() throws SQLException {
        Sql.execute(superuser, VACUUM_BY_ROWS);

        assertThat(Sql.query(superuser, "select reloptions from pg_class where oid = 'bank.entries'::regclass"))
                .contains("autovacuum_vacuum_insert_threshold=1000000");
        String reset = "reset (autovacuum_vacuum_insert_scale_factor, autovacuum_vacuum_insert_threshold)";
        Sql.execute(superuser, "alter table bank.entries " + reset + "; alter table bank.transfers " + reset);
    }

    /** Rows and indexes, with a reference of ten characters in each. */
    @Test
    void aTransferTakesLessThanTwoThirdsOfAKilobyte(TestDatabase database) throws SQLException {
        String size = "select pg_total_relation_size('bank.transfers') + pg_total_relation_size('bank.entries')";
        long before = Long.parseLong(Sql.query(superuser, size));
        int transfers = 20_000;

        bank.transfers()
                .transferEach(
                        Stream.generate(() ->
                                        TransferRequest.of(world, alice, CENT).withReference("order 4711"))
                                .limit(transfers),
                        outcome -> assertThat(outcome).isInstanceOf(Posted.class));

        long bytes = (Long.parseLong(Sql.query(superuser, size)) - before) / transfers;
        System.out.println("A transfer takes " + bytes + " bytes of tables and indexes");
        assertThat(bytes).isBetween(200L, 683L);
    }

    @Test
    void forgetsWhatWasWrittenAboutAPerson() {
        UUID paid = bank.transfers()
                .transfer(TransferRequest.of(world, alice, CENT).withReference("for Alice Smith"))
                .getId();

        for (var transfer : bank.transfers().list(alice, 0, 1_000)) {
            if (transfer.getReference() != null) {
                bank.transfers().blankReference(transfer.getId());
            }
        }

        assertThat(bank.transfers().find(paid).orElseThrow().getReference()).isNull();
        assertThat(bank.audit().isClean()).isTrue();
    }

    @Test
    void givesAnAccountAPseudonym() throws SQLException {
        OpenAccount opening = OpenAccount.of("Alice Smith", EUR);
        UUID account = bank.accounts().open(opening).getId();

        Sql.execute(
                superuser,
                "UPDATE bank.accounts SET owner = 'erased', version = version + 1 WHERE owner = 'Alice Smith'");

        assertThat(bank.accounts().get(account).getOwner()).isEqualTo("erased");
        assertThatThrownBy(() -> bank.accounts().open(opening)).isInstanceOf(AccountConflictException.class);
        assertThat(List.of(bank.audit().totalFindings())).containsExactly(0L);
    }
}
