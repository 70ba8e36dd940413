package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.LedgerLock;
import io.simplebank.domain.LockReport;
import io.simplebank.persistence.testing.BankTest;
import io.simplebank.persistence.testing.TestDatabase;
import org.junit.jupiter.api.Test;

/** A report keeps a thousand locks, and counts the rest. */
@BankTest
class ManyLocksTest {

    private static final String TABLES = """
            do $$ begin
              for i in 1..1100 loop execute format('create table bank.many_%s (id int)', i); end loop;
            end $$""";

    private static final String LOCKS = """
            do $$ begin
              for i in 1..1100 loop execute format('lock table bank.many_%s in share mode', i); end loop;
            end $$""";

    @Test
    void areCountedBeyondAThousand(Bank bank, TestDatabase database) throws Exception {
        PlainSql.execute(database.superuser(), TABLES);
        try (Program migration = new Program(database.superuser(), "migration").execute(LOCKS)) {
            LockReport report = bank.locks();
            assertThat(report.locks()).hasSize(1_000).hasSize(LockReport.MOST);
            assertThat(report.totalLocks()).isEqualTo(1_100);
            assertThat(report.locks())
                    .extracting(LedgerLock::session)
                    .allMatch(session -> session.pid() == migration.pid());
            assertThat(report.describe()).contains("1100 locks in the schema bank");
        }
    }
}
