package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AuditReport;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.postgresql.ds.PGSimpleDataSource;

/** Every command that the pages show about backups: run, restored, opened, audited. */
@Tag("anywhere")
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class BackupsTest {

    private static final String EVERYTHING = """
            pg_dump -Fc -f simple_bank.dump simple_bank
            createdb restored
            pg_restore -1 -d restored simple_bank.dump
            """;

    private static final String LEDGER_ALONE = """
            pg_dump -Fc -n bank -f ledger.dump simple_bank
            pg_dump -Fc -t 'public.simplebank_*' -f history.dump simple_bank
            createdb restored
            pg_restore -1 -d restored history.dump
            pg_restore -1 -d restored ledger.dump
            """;

    private static final String ROLES = "psql -1 -v ON_ERROR_STOP=1 -f 01-roles.sql simple_bank";

    private static final Money EURO = Money.parse("EUR 1.00");

    private final TransferRequest request;
    private final OpenAccount world = OpenAccount.of("world", EUR).withoutMinimumBalance();
    private final OpenAccount alice = OpenAccount.of("alice", EUR);

    private InstalledPostgres server;
    private UUID hold;

    BackupsTest() {
        request = TransferRequest.of(world.id(), alice.id(), EURO).withReference("order 4711");
    }

    @BeforeAll
    void fillALedgerBesideATableOfTheApplications(@TempDir Path folder) throws Exception {
        server = InstalledPostgres.start(folder);
        server.shell("createdb simple_bank");
        try (Bank bank = Bank.at(server.url("simple_bank")).migrate().open()) {
            Files.writeString(folder.resolve("01-roles.sql"), Sql.resource("/META-INF/simplebank/roles/01-roles.sql"));
            server.shell(ROLES);
            bank.accounts().open(world);
            bank.accounts().open(alice);
            bank.transfers().transfer(request);
            hold = bank.transfers()
                    .hold(TransferRequest.of(alice.id(), world.id(), EURO), Duration.ofDays(1))
                    .getId();
        }
        Sql.execute(
                database("simple_bank"),
                "create table public.orders (id uuid); insert into public.orders values (null)");
    }

    @AfterAll
    void stop() {
        if (server != null) {
            server.close();
        }
    }

    private DataSource database(String name) {
        PGSimpleDataSource dataSource = new PGSimpleDataSource();
        dataSource.setUrl(server.url(name));
        return dataSource;
    }

    @AfterEach
    void dropWhatWasRestored() throws Exception {
        server.shell("dropdb --if-exists restored");
    }

    @ParameterizedTest
    @ValueSource(strings = {EVERYTHING, LEDGER_ALONE})
    void whatIsRestoredIsALedgerThatGoesOn(String commands) throws Exception {
        server.shell(commands);

        try (Bank before = Bank.at(server.url("simple_bank")).open();
                Bank bank = Bank.at(server.url("restored")).open()) {
            AuditReport report = bank.audit();
            assertThat(report.isClean()).isTrue();
            assertThat(report.entries()).isEqualTo(before.audit().entries()).isPositive();
            assertThat(report.holds()).isEqualTo(1);
            assertThat(bank.accounts().open(alice).getAvailable()).isEqualTo(Money.zero(EUR));
            bank.transfers().transfer(request); // is there
            assertThat(bank.accounts().get(alice.id()).getBalance()).isEqualTo(EURO);
            bank.transfers().capture(hold);
            assertThat(bank.audit().isClean()).isTrue();
            assertThat(bank.feed().read(0, 10)).hasSize(2);
        }
        Bank.at(server.url("restored")).migrate().open().close(); // finds nothing to do
    }

    @Test
    void theRolesMayWorkOnWhatIsRestored() throws Exception {
        server.shell(LEDGER_ALONE);
        Sql.execute(database("restored"), "create role teller login in role simplebank_writer");
        try (Bank bank = Bank.at(server.url("restored")).username("teller").open()) {
            bank.transfers().capture(hold);
        } finally {
            Sql.execute(database("restored"), "drop role teller");
        }
    }

    @Test
    void theApplicationsTablesAreInTheFirstAlone() throws Exception {
        String orders = "select to_regclass('public.orders') is not null";
        server.shell(EVERYTHING);
        assertThat(Sql.query(database("restored"), orders)).isEqualTo("t");
        server.shell("dropdb restored\n" + LEDGER_ALONE);
        assertThat(Sql.query(database("restored"), orders)).isEqualTo("f");
    }

    /** Why there are two archives. */
    @Test
    void inOneCallTheTablesWouldLeaveTheLedgerOut() throws Exception {
        server.shell("pg_dump -Fc -n bank -t 'public.simplebank_*' -f wrong.dump simple_bank");

        assertThat(server.shell("pg_restore -l wrong.dump"))
                .contains("simplebank_changelog")
                .doesNotContain("accounts");
    }

    @Test
    void dataAloneIsRefusedByTheTriggers() throws Exception {
        server.shell("createdb restored");
        Bank.at(server.url("restored")).migrate().open().close();

        assertThatThrownBy(() -> server.shell("pg_dump -Fc -f simple_bank.dump simple_bank\n"
                        + "pg_restore -1 -a -n bank -d restored simple_bank.dump"))
                .hasMessageContaining("violates");
    }
}
