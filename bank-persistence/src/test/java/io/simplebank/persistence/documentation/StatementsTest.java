package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.testing.BankExtension;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class StatementsTest {

    @Test
    void drawsUpAStatement(Bank bank) {
        UUID alice = bank.accounts()
                .open(OpenAccount.of("alice", EUR).withoutMinimumBalance())
                .getId();
        UUID bob = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
        bank.transfers().transfer(TransferRequest.of(alice, bob, Money.parse("EUR 25.00")));
        Instant from = Instant.now().minus(Duration.ofDays(31));
        Instant to = Instant.now().plus(Duration.ofDays(1));
        StringWriter written = new StringWriter();
        PrintWriter csv = new PrintWriter(written);

        Statement march = bank.accounts().statement(alice, from, to);
        Money saved = march.closingBalance().minus(march.openingBalance());
        bank.accounts().stream(alice, from, to)
                .forEach(line -> csv.println(line.getPosition() + "," + line.getAmount() + "," + line.getBalance()));

        assertThat(saved).isEqualTo(Money.parse("EUR -25.00"));
        assertThat(written.toString().trim()).isEqualTo("1,EUR -25.00,EUR -25.00");
    }
}
