package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Transfer;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What it costs to find transfers by reference: no more when there are many others, and when many carry the same one. */
@ExtendWith(BankExtension.class)
class ReferenceCostTest {

    private static final String POSTED = """
            set session_replication_role = replica;
            insert into bank.transfers (id, from_account_id, to_account_id, from_position, to_position, amount, booked_at,
              currency, reference)
            select gen_random_uuid(), gen_random_uuid(), gen_random_uuid(), 1, 1, 100, now(), 'EUR', %s
            from generate_series(1, %d) i;
            reset session_replication_role""";

    private final TestDatabase database;

    ReferenceCostTest(TestDatabase database) {
        this.database = database;
    }

    private void post(int transfers, String reference) throws SQLException {
        PlainSql.execute(database.superuser(), POSTED.formatted(reference, transfers));
    }

    @Test
    void looksUpWhatItFindsOnly() throws SQLException {
        PlainSql.execute(database.superuser(), "alter table bank.transfers set (autovacuum_enabled = false)");
        try (EntityManagerFactory factory = Effort.onOneConnection(database.url())) {
            post(50, "'rent'");
            post(3, "'order 4711'");
            PlainSql.execute(database.superuser(), "analyze bank.transfers");
            for (int i = 0; i < 10; i++) {
                assertThat(effort(factory, "rent").scansOfWholeTables()).isPositive(); // as long as it is small
            }

            post(50_000, "'rent'");
            post(50_000, "'order ' || i * 10000");
            post(50_000, "null");

            for (String reference : List.of("rent", "order 4711", "nobody's")) {
                Effort effort = effort(factory, reference);
                assertThat(effort.scansOfWholeTables()).as(reference).isZero();
                assertThat(effort.pages()).as(reference).isLessThan(40);
            }
        }
    }

    /** The first ten, and the next ten. */
    private static Effort effort(EntityManagerFactory factory, String reference) {
        return Effort.of(factory, entityManager -> {
            TransferService transfers = TransferService.joining(entityManager);
            List<Transfer> first = transfers.listByReference(reference, null, 10);
            UUID last = first.isEmpty()
                    ? new UUID(0, 0)
                    : first.get(first.size() - 1).getId();
            transfers.listByReference(reference, last, 10);
        });
    }
}
