package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.WrongLedgerException;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** Which ledgers are the same for a bank that has opened one of them. */
@Tag("server")
class LedgerIdentityTest {

    private static final UUID ID = UUID.randomUUID();
    private static final LedgerIdentity OPENED = new LedgerIdentity(ID, "bank", 16_384, "7001", "select");

    private static boolean isSame(UUID id, String database, long oid, String cluster) {
        LedgerIdentity other = new LedgerIdentity(id, database, oid, cluster, "select");
        assertThat(other.isSame(OPENED)).isEqualTo(OPENED.isSame(other));
        return OPENED.isSame(other);
    }

    @Test
    void theSameIsThePrimaryAStandbyABackupRestoredUnderTheNameAndTheDatabaseRenamed() {
        assertThat(isSame(ID, "bank", 16_384, "7001")).isTrue();
        assertThat(isSame(ID, "bank", 20_000, "7001")).isTrue();
        assertThat(isSame(ID, "bank_2026", 16_384, "7001")).isTrue();
    }

    @Test
    void anotherIsAnotherTenantsACopyInAnotherDatabaseOneInAnotherClusterAndNone() {
        assertThat(isSame(UUID.randomUUID(), "bank", 16_384, "7001")).isFalse();
        assertThat(isSame(ID, "tenant", 20_000, "7001")).isFalse();
        assertThat(isSame(ID, "bank", 16_384, "7002")).isFalse();
        assertThat(isSame(null, "bank", 16_384, "7001")).isFalse();
    }

    @Test
    void whoMayNotReadTheIdStillSeesWhetherTheDatabaseIsAnother() throws SQLException {
        try (TestDatabase database = TestDatabase.create();
                TestDatabase other = TestDatabase.create();
                User observer = User.of(database, "select on public.simplebank_changelog")) {
            PlainSql.execute(other.superuser(), "grant select on public.simplebank_changelog to " + observer.name());
            AtomicReference<DataSource> chosen = new AtomicReference<>(observer.dataSource());
            try (Bank bank = Bank.on(RoutedByThread.pool(chosen::get)).open()) {
                assertThat(bank.locks().waits()).isEmpty();

                chosen.set(new User(other, observer.name()).dataSource());
                assertThatThrownBy(bank::locks)
                        .isExactlyInstanceOf(WrongLedgerException.class)
                        .hasMessageContaining("another database");
            } finally {
                PlainSql.execute(other.superuser(), "drop owned by " + observer.name());
            }
        }
    }
}
