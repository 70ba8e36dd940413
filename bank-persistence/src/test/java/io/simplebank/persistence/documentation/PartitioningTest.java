package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class PartitioningTest {

    private static final Money CENT = Money.parse("EUR 0.01");
    private static final List<TransferRequest> BEFORE = new ArrayList<>();

    private static UUID world;
    private static UUID alice;

    private final Bank bank;
    private final DataSource writer;
    private final DataSource superuser;

    PartitioningTest(Bank bank, TestDatabase database) {
        this.bank = bank;
        this.writer = database.dataSource();
        this.superuser = database.superuser();
    }

    @BeforeAll
    static void partitionALedgerThatIsInUse(Bank bank, TestDatabase database) throws SQLException {
        world = bank.accounts()
                .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                .getId();
        alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        for (int number = 0; number < 100; number++) {
            UUID customer = customer(number);
            bank.accounts().open(OpenAccount.of("customer", EUR).withId(customer));
            BEFORE.add(TransferRequest.of(world, customer, CENT).withReference("welcome"));
        }
        bank.transfers().transferEach(BEFORE);

        Sql.execute(database.superuser(), Sql.resource("partitioning.sql"));
        Sql.execute(database.superuser(), Sql.resource("/META-INF/simplebank/roles/01-roles.sql"));
    }

    /** The same ids in each run: of a hundred random ones, none falls into some partition once in 45 runs. */
    private static UUID customer(int number) {
        return new UUID(0, number);
    }

    @Test
    void theBooksAreTheSameAndGoOn() {
        Transfer paid = bank.transfers().transfer(TransferRequest.of(world, alice, CENT));
        bank.transfers().reverse(paid.getId());
        bank.transfers()
                .capture(bank.transfers()
                        .hold(TransferRequest.of(world, alice, CENT), Duration.ofDays(1))
                        .getId());

        assertThat(bank.transfers().transfer(BEFORE.get(0)).getId())
                .isEqualTo(BEFORE.get(0).id());
        assertThat(bank.transfers().listByReference("welcome", null, 1_000)).hasSize(100);
        assertThat(bank.accounts().entries(alice, 0, 10)).hasSize(3);
        assertThat(bank.audit().totalFindings()).isZero();
        assertThat(bank.audit().transfers()).isGreaterThanOrEqualTo(102);
    }

    @Test
    void aBankOpensOnIt(TestDatabase database) {
        try (Bank another = Bank.at(database.url()).open()) {
            assertThat(another.transfers().find(BEFORE.get(0).id())).isPresent();
        }
    }

    @Test
    void rowsAreSpread() throws SQLException {
        String partitions = Sql.query(
                superuser,
                "select count(distinct tableoid) from bank.entries where account_id <= '" + customer(99) + "'");

        assertThat(partitions).isEqualTo("16");
    }

    @Test
    void anAccountsHistoryIsReadInOnePartition() throws SQLException {
        String plan = Sql.query(
                superuser,
                "explain (format json) select * from bank.entries where account_id = '" + alice + "' and position > 7");

        assertThat(plan.split("\"Relation Name\"")).hasSize(2);
    }

    @Test
    void whatTheTriggersRefuseIsRefusedStill() {
        assertThatThrownBy(
                        () -> Sql.execute(superuser, """
                        insert into bank.entries (account_id, position, transfer_id, amount, balance, booked_at, currency)
                        select account_id, position + 1, gen_random_uuid(), 1, balance + 1, booked_at, currency
                        from bank.entries where account_id = '%s'""".formatted(BEFORE.get(1).toAccountId())))
                .hasMessageContaining("entries_continue_the_chain");
        assertThatThrownBy(() -> Sql.execute(superuser, "update bank.entries set amount = amount + 1"))
                .hasMessageContaining("entries_are_never_changed");
        assertThatThrownBy(() -> Sql.execute(superuser, "delete from bank.entries_3"))
                .hasMessageContaining("entries_are_never_changed");
        assertThatThrownBy(() -> Sql.execute(superuser, "truncate bank.entries"))
                .hasMessageContaining("entries_are_never_truncated");
        assertThatThrownBy(() -> Sql.execute(superuser, "truncate bank.entries_3"))
                .hasMessageContaining("entries_3_are_never_truncated");
    }

    /** The triggers that prove postings stand on the table: whoever writes into a partition goes around them. */
    @Test
    void aWriterCannotGoAroundTheTable() {
        String around = """
                begin;
                insert into bank.entries_3 (account_id, position, transfer_id, amount, balance, booked_at, currency)
                select account_id, position + 1000, transfer_id, amount, balance, booked_at, currency from bank.entries_3;
                rollback""";

        assertThatThrownBy(() -> Sql.execute(writer, around)).hasMessageContaining("permission denied");
        assertThatNoException().isThrownBy(() -> Sql.execute(superuser, around));
    }

    /** Hence no partition for each month: the keys that keep ids and positions unique would have to contain the time. */
    @Test
    void timeCannotPartitionIt() {
        for (String table : List.of("transfers", "entries")) {
            assertThatThrownBy(() -> Sql.execute(
                            superuser,
                            "create table bank.by_time (like bank." + table
                                    + " including all) partition by range (booked_at)"))
                    .isInstanceOf(SQLException.class)
                    .hasMessageContaining("must include all partitioning columns");
        }
    }
}
