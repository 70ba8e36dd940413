package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AuditReport;
import io.simplebank.domain.DatabaseSession;
import io.simplebank.domain.LockReport;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class IncidentTest {

    @Test
    void audits(Bank bank) {
        AuditReport report = bank.audit();
        if (!report.isClean()) {
            throw new IllegalStateException(report.toString()); // rule, account, position, expected, found
        }

        assertThat(report.totalFindings()).isZero();
    }

    @Test
    void tellsWhoBlocksWhom(Bank bank) {
        StringWriter written = new StringWriter();
        PrintWriter log = new PrintWriter(written);

        LockReport report = bank.locks();
        List<DatabaseSession> culprits = report.roots();
        log.println(report.describe());

        assertThat(culprits).isEmpty();
        assertThat(written.toString()).startsWith("Nobody waits");
    }
}
