package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AuditFinding;
import io.simplebank.domain.AuditReport;
import io.simplebank.domain.AuditRule;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** An audit names every kind of damage that a superuser can do, and nothing else. */
@Tag("server")
@ExtendWith(BankExtension.class)
class AuditTest {

    private static AuditedBooks books;

    private final Bank bank;

    AuditTest(Bank bank) {
        this.bank = bank;
    }

    @BeforeAll
    static void makeBooks(TestDatabase database, Bank openedWhileAllIsThere) throws SQLException {
        books = AuditedBooks.in(database);
        books.takeAwayEveryConstraint();
    }

    @AfterEach
    void repair() throws SQLException {
        books.repair();
    }

    @Test
    void findsNothingInBooksThatAreRight() {
        AuditReport report = bank.audit();

        assertThat(report.findings()).isEmpty();
        assertThat(report.isClean()).isTrue();
    }

    @ParameterizedTest
    @EnumSource
    void names(Damage damage) throws SQLException {
        books.damage(damage.sql);

        AuditReport report = bank.audit();

        assertThat(report.isClean()).isFalse();
        assertThat(report.findings()).extracting(books::inWords).containsExactlyInAnyOrderElementsOf(damage.findings());
        assertThat(report.findings()).extracting(AuditFinding::rule).isSorted();
        assertThat(report.totalFindings()).isEqualTo(damage.findings().size());
    }

    @Test
    void everyRuleHasADamageThatBreaksIt() {
        assertThat(Arrays.stream(Damage.values())
                        .flatMap(damage -> damage.findings().stream())
                        .map(finding -> AuditRule.valueOf(finding.replaceFirst(" .*", ""))))
                .contains(AuditRule.values());
    }

    @Test
    void keepsTenThousandFindingsAndCountsTheRest() throws SQLException {
        books.damage("""
                insert into bank.transfers (id, from_account_id, to_account_id, from_position, to_position, amount, booked_at,
                  currency)
                select gen_random_uuid(), :alice, :bob, n, n, 1, '2026-03-01T12:07Z', 'EUR'
                from generate_series(101, 10200) n;
                update bank.accounts set balance = balance + 1 where id = :alice""");

        AuditReport report = bank.audit();

        assertThat(report.findings()).hasSize(10_000);
        assertThat(report.totalFindings()).isEqualTo(20_202);
        assertThat(report.findingsByRule())
                .isEqualTo(Map.of(
                        AuditRule.BALANCES_SUM_TO_ZERO, 1L,
                        AuditRule.BALANCE_IS_THE_SUM, 1L,
                        AuditRule.TRANSFERS_HAVE_BOTH_ENTRIES, 20_200L));
        assertThat(report.toString()).endsWith("and 20102 more");
    }
}
