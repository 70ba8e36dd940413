package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

@ExtendWith(BankExtension.class)
class PayrollTest {

    private static final int EMPLOYEES = 2_500;

    private final Bank bank;
    private final UUID employer;
    private final UUID employee;
    private final StringWriter report = new StringWriter();
    private final List<String> lines = new ArrayList<>();

    @TempDir
    Path folder;

    PayrollTest(Bank bank) {
        this.bank = bank;
        this.employer = bank.accounts()
                .open(OpenAccount.of("employer", EUR).withoutMinimumBalance())
                .getId();
        this.employee = bank.accounts().open(OpenAccount.of("employee", EUR)).getId();
    }

    @BeforeEach
    void writeTheFile() {
        for (int employees = 0; employees < EMPLOYEES; employees++) {
            lines.add(UUID.randomUUID() + "," + employee + ",EUR 1000.00");
        }
    }

    @Test
    void paysEachAndReportsWhomItCannot() throws IOException {
        UUID unknown = UUID.randomUUID();
        lines.set(7, UUID.randomUUID() + "," + unknown + ",EUR 1000.00");

        Payroll payroll = pay();

        assertThat(payroll.paid).isEqualTo(EMPLOYEES - 1);
        assertThat(payroll.refused).isEqualTo(1);
        assertThat(report.toString().lines()).singleElement().asString().contains(unknown.toString());
    }

    @Test
    void goesOnWhereABadLineBrokeItOff() throws IOException {
        String good = lines.set(EMPLOYEES - 1, "no id," + employee + ",EUR 1000.00");
        assertThatIllegalArgumentException().isThrownBy(this::pay).withMessageContaining("no id");
        lines.set(EMPLOYEES - 1, good);

        Payroll again = pay();

        assertThat(again.paidBefore).isPositive();
        assertThat(again.paid + again.paidBefore).isEqualTo(EMPLOYEES);
        assertThat(bank.accounts().get(employee).getBalance())
                .isEqualTo(Money.parse("EUR 1000.00").multipliedBy(EMPLOYEES));
    }

    private Payroll pay() throws IOException {
        Path csv = Files.write(folder.resolve("salaries.csv"), lines);
        Payroll payroll = new Payroll(bank.transfers(), employer, new PrintWriter(report));
        payroll.pay(csv);
        return payroll;
    }
}
