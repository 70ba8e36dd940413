package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.simplebank.domain.AuditReport;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import javax.sql.DataSource;
import org.hibernate.cfg.AvailableSettings;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.hibernate.resource.jdbc.spi.StatementInspector;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An audit sees the books as they were at one moment, whatever others do, and however the bank was opened. */
@Tag("server")
@ExtendWith(BankExtension.class)
class AuditSnapshotTest {

    private static final int POSTERS = 4;
    private static final int ROUNDS = 40;

    private final TestDatabase database;
    private final DataSource dataSource;
    private final Bank bank;
    private final Scene scene;

    AuditSnapshotTest(TestDatabase database, DataSource dataSource, Bank bank) {
        this.database = database;
        this.dataSource = dataSource;
        this.bank = bank;
        scene = new Scene(bank.transfers(), bank.accounts(), dataSource);
    }

    @BeforeEach
    void post() {
        UUID alice = scene.with(eur("10.00"));
        scene.transfers().hold(TransferRequest.of(alice, scene.empty(), eur("1.00")), Duration.ofHours(1));
    }

    @ParameterizedTest
    @EnumSource
    void givesTheSameBillOnEachOpening(Opening opening) {
        AuditReport expected = bank.audit();
        try (Opened opened = opening.on(database.url(), builder -> builder)) {
            AuditReport report = opened.bank().audit();

            assertThat(report.isClean()).isTrue();
            assertThat(report)
                    .usingRecursiveComparison()
                    .ignoringFields("takenAt")
                    .isEqualTo(expected);
        }
    }

    @Test
    void counts() throws SQLException {
        AuditReport report = bank.audit();

        assertThat(List.of(
                        report.accounts(), report.transfers(), report.entries(), report.holds(), report.currencies()))
                .containsExactly(count("accounts"), count("transfers"), count("entries"), count("holds"), 1L)
                .doesNotContain(0L);
    }

    private long count(String table) throws SQLException {
        return Long.parseLong(PlainSql.query(dataSource, "select count(*) from bank." + table));
    }

    @Test
    void doesNotSeeWhatIsPostedBetweenItsQueries() {
        UUID world = scene.world();
        UUID alice = scene.empty();
        AtomicInteger posted = new AtomicInteger();
        StatementInspector poster = sql -> {
            if (sql.equals(AuditQueries.ENTRIES)) {
                scene.move(world, alice, cents(1));
                posted.incrementAndGet();
            }
            return sql;
        };
        AuditReport before = bank.audit();
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("watched")
                        .managedClasses(PersistenceUnit.ENTITIES)
                        .property(AvailableSettings.JAKARTA_NON_JTA_DATASOURCE, dataSource)
                        .property(AvailableSettings.STATEMENT_INSPECTOR, poster)
                        .createEntityManagerFactory();
                Bank watched = Bank.using(factory).open()) {

            assertThat(watched.audit())
                    .usingRecursiveComparison()
                    .ignoringFields("takenAt")
                    .isEqualTo(before);
        }
        assertThat(posted).hasValue(1);
        assertThat(bank.audit().transfers()).isEqualTo(before.transfers() + 1);
    }

    @Test
    void isCleanWhileOthersPost() throws Exception {
        List<UUID> accounts = List.of(scene.world(), scene.with(eur("100.00")), scene.with(eur("100.00")));
        AtomicInteger posting = new AtomicInteger(POSTERS);

        List<Integer> audits = Together.run(POSTERS + 1, thread -> () -> {
            if (thread < POSTERS) {
                try {
                    move(accounts.get(thread % 3), accounts.get((thread + 1) % 3));
                    return 0;
                } finally {
                    posting.decrementAndGet();
                }
            }
            return auditUntilNobodyPosts(posting);
        });

        assertThat(audits.get(POSTERS)).isPositive();
        assertThat(bank.audit().transfers()).isEqualTo(TheBooks.transfers(dataSource));
    }

    private void move(UUID from, UUID to) {
        TransferService transfers = bank.transfers();
        for (int round = 0; round < ROUNDS; round++) {
            UUID id = scene.move(from, to, cents(5)).getId();
            transfers.reverse(id, cents(2));
            UUID hold = transfers
                    .hold(TransferRequest.of(from, to, cents(3)), Duration.ofHours(1))
                    .getId();
            if (round % 2 == 0) {
                transfers.capture(hold, cents(1));
            }
        }
    }

    private int auditUntilNobodyPosts(AtomicInteger posting) {
        int audits = 0;
        long transfers = 0;
        while (posting.get() > 0) {
            AuditReport report = bank.audit();
            assertThat(report.findings()).isEmpty();
            assertThat(report.transfers()).isGreaterThanOrEqualTo(transfers);
            transfers = report.transfers();
            audits++;
        }
        return audits;
    }

    @Test
    void waitsForNobodysLocks() throws SQLException {
        UUID alice = scene.with(eur("1.00"));
        try (ForeignSession foreign = new ForeignSession(dataSource).hold(alice)) {
            assertThat(bank.audit().isClean()).isTrue();
            foreign.release();
        }
    }

    @Test
    void dependsOnNoSettingOfTheSession() throws SQLException {
        try (Connection connection = dataSource.getConnection();
                Statement statement = connection.createStatement()) {
            statement.execute("set statement_timeout = '1min'; set lock_timeout = '1min';"
                    + " set idle_in_transaction_session_timeout = '1min'; set search_path = public");
            connection.setAutoCommit(false);
            statement.execute(Auditor.PREFACE);

            assertThat(Catalog.column(connection, """
                            select setting from pg_settings where name in ('statement_timeout', 'lock_timeout',
                              'idle_in_transaction_session_timeout', 'transaction_timeout')""")).containsOnly("0");
            assertThat(Catalog.column(connection, """
                            select current_setting(name) from unnest(
                              array['transaction_isolation', 'transaction_read_only', 'search_path', 'TimeZone']) name"""))
                    .containsExactly("repeatable read", "on", "pg_catalog, pg_temp", "UTC");
            connection.rollback();
        }
    }

    @Test
    void givesNoCleanBillOfTablesThatItCannotRead() throws SQLException {
        try (TestDatabase other = TestDatabase.create();
                Bank withoutHolds = Bank.at(other.url()).open()) {
            assertThat(withoutHolds.audit().isClean()).isTrue();
            PlainSql.execute(other.superuser(), "drop table bank.holds");

            assertThatExceptionOfType(SchemaMismatchException.class).isThrownBy(withoutHolds::audit);
        }
    }
}
