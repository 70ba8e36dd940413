package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.Hammer;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.concurrent.atomic.AtomicInteger;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The numbers that the page on suites gives: of the server, of a bank that is injected, of the hammer. */
@ExtendWith(BankExtension.class)
class TestServerTest {

    private final TestDatabase database;

    TestServerTest(TestDatabase database) {
        this.database = database;
    }

    private String setting(String name) throws SQLException {
        return PlainSql.query(database.superuser(), "show " + name);
    }

    @Test
    void has300ConnectionsAndForgetsEverything() throws SQLException {
        assertThat(setting("max_connections")).isEqualTo("300");
        assertThat(setting("superuser_reserved_connections")).isEqualTo("3");
        assertThat(setting("fsync")).isEqualTo("off");
        assertThat(setting("autovacuum")).isEqualTo("off");
    }

    /** 20 seconds for an account and 60 more for a statement; the constraint refuses whatever else is set. */
    @Test
    void hasBanksThatWaitLongerThanThoseOfAnApplication(Bank bank) throws SQLException {
        PlainSql.execute(database.superuser(), """
                alter table bank.accounts add constraint timeouts check (owner <> 'patient'
                or array[current_setting('lock_timeout'), current_setting('statement_timeout')] = '{20s,80s}') not valid""");
        bank.accounts().open(OpenAccount.of("patient", CurrencyUnit.EUR));
        try (Bank another = Bank.at(database.url()).open()) {
            assertThatThrownBy(() -> another.accounts().open(OpenAccount.of("patient", CurrencyUnit.EUR)))
                    .hasMessageContaining("timeouts");
        }
    }

    @Test
    void isHammeredByEightThreadsAHundredTimes(Bank bank) {
        AtomicInteger calls = new AtomicInteger();
        assertThat(Hammer.on(bank).run(index -> calls.incrementAndGet()).results())
                .hasSize(800);
        assertThat(calls).hasValue(800);
    }

    @Test
    void dropsADatabaseWhoeverIsStillConnected() throws SQLException {
        TestDatabase another = TestDatabase.createEmpty();
        try (Connection left = another.dataSource().getConnection()) {
            assertThat(PlainSql.query(
                            another.dataSource(), "select rolsuper from pg_roles where rolname = current_user"))
                    .as("nobody has been granted anything in it yet")
                    .isEqualTo("t");
            another.close();
            assertThat(left.isValid(10)).isFalse();
        }
    }
}
