package io.simplebank.persistence.documentation;

import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Origin;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.TransferService;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.UUID;
import java.util.stream.Stream;
import org.joda.money.Money;

/** The recipe of a payroll import: a line of the file is {@code id,employee's account,amount}. */
final class Payroll {

    private final TransferService transfers;
    private final UUID employer;
    private final PrintWriter report;
    int paid;
    int paidBefore;
    int refused;

    Payroll(TransferService transfers, UUID employer, PrintWriter report) {
        this.transfers = transfers;
        this.employer = employer;
        this.report = report;
    }

    void pay(Path csv) throws IOException {
        try (Stream<String> lines = Files.lines(csv)) {
            transfers.transferEach(lines.map(this::request), this::record);
        }
    }

    private TransferRequest request(String line) {
        String[] fields = line.split(",");
        return TransferRequest.of(employer, UUID.fromString(fields[1]), Money.parse(fields[2]))
                .withId(UUID.fromString(fields[0]))
                .withReference("salary");
    }

    private void record(TransferOutcome outcome) {
        if (outcome instanceof Refused refusal) {
            refused++;
            report.println(refusal.request().id() + "," + refusal.reason().getMessage());
        } else if (outcome instanceof Posted posted && posted.origin() == Origin.REPLAY) {
            paidBefore++;
        } else {
            paid++;
        }
    }
}
