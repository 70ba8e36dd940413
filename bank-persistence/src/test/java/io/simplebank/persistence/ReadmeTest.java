package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.Account;
import io.simplebank.domain.AuditReport;
import io.simplebank.domain.DatabaseSession;
import io.simplebank.domain.Hold;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.LockReport;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Statement;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The README's snippets are lines of this file, which compiles and runs them. */
@ExtendWith(BankExtension.class)
class ReadmeTest {

    private static final Pattern SNIPPET =
            Pattern.compile("<!-- snippet: (\\w+) -->\\s+```java\\n(.*?)```", Pattern.DOTALL);

    @Test
    void everySnippetStandsInThisFile() throws IOException {
        Path module = Path.of("").toAbsolutePath();
        String readme = Files.readString(module.resolveSibling("README.md"));
        String source =
                words(Files.readString(module.resolve("src/test/java/io/simplebank/persistence/ReadmeTest.java")));

        Matcher snippets = SNIPPET.matcher(readme);
        int found = 0;
        while (snippets.find()) {
            assertThat(source).as(snippets.group(1)).contains(words(snippets.group(2)));
            found++;
        }
        assertThat(found).isEqualTo(8);
    }

    /** Without comments, and whatever the formatter has done to the white space. */
    private static String words(String code) {
        return code.replaceAll("//[^\\n]*", "").replaceAll("\\s+", "");
    }

    @Test
    void movesMoney() {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            movesMoney(database);
        }
    }

    private static void movesMoney(TestDatabase database) {
        String url = database.url();
        String username = database.username();
        String password = database.password();
        UUID orderId = UUID.randomUUID();

        try (Bank bank =
                Bank.at(url).username(username).password(password).migrate().open()) {
            Account world = bank.accounts().open(OpenAccount.of("world", EUR).withoutMinimumBalance());
            Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));
            Account bob = bank.accounts().open(OpenAccount.of("bob", EUR));

            TransferService transfers = bank.transfers();
            transfers.transfer(TransferRequest.of(world.getId(), alice.getId(), Money.parse("EUR 100.00")));
            Transfer paid = transfers.transfer(TransferRequest.of(alice.getId(), bob.getId(), Money.parse("EUR 25.00"))
                    .withId(orderId)
                    .withReference("order 4711"));
        }

        try (Bank bank = Bank.at(url).open()) {
            assertThat(bank.transfers().find(orderId).orElseThrow().getReference())
                    .isEqualTo("order 4711");
        }
    }

    @Test
    void holdsCapturesAndRefunds(Bank bank) {
        TransferService transfers = bank.transfers();
        UUID alice = bank.accounts()
                .open(OpenAccount.of("alice", EUR).withoutMinimumBalance())
                .getId();
        UUID shop = bank.accounts().open(OpenAccount.of("shop", EUR)).getId();
        TransferRequest request = TransferRequest.of(alice, shop, Money.parse("EUR 25.00"));

        Hold hold = transfers.hold(request, Duration.ofDays(7));
        Transfer shipped = transfers.capture(hold.getId(), Money.parse("EUR 20.00"));
        Transfer refund = transfers.reverse(shipped.getId(), Money.parse("EUR 5.00"));

        assertThat(refund.getReversesId()).isEqualTo(hold.getId());
        assertThat(bank.accounts().get(alice).getAvailable()).isEqualTo(Money.parse("EUR -15.00"));
    }

    @Test
    void exchangesCurrencies(Bank bank) {
        TransferService transfers = bank.transfers();
        UUID aliceEuros = open(bank, "alice", EUR);
        UUID aliceDollars = open(bank, "alice", USD);
        UUID bankEuros = open(bank, "currency desk", EUR);
        UUID bankDollars = open(bank, "currency desk", USD);

        transfers.transferAll(List.of(
                TransferRequest.of(aliceEuros, bankEuros, Money.parse("EUR 100.00")),
                TransferRequest.of(bankDollars, aliceDollars, Money.parse("USD 108.37"))));

        assertThat(bank.accounts().get(aliceDollars).getBalance()).isEqualTo(Money.parse("USD 108.37"));
        assertThat(bank.accounts().get(bankEuros).getBalance()).isEqualTo(Money.parse("EUR 100.00"));

        // The desk is out of dollars: the euros stay where they are.
        bank.accounts().setMinimumBalance(bankDollars, Money.parse("USD -200.00"));
        assertThatThrownBy(() -> transfers.transferAll(List.of(
                        TransferRequest.of(aliceEuros, bankEuros, Money.parse("EUR 100.00")),
                        TransferRequest.of(bankDollars, aliceDollars, Money.parse("USD 108.37")))))
                .isInstanceOf(InsufficientFundsException.class)
                .returns(OptionalInt.of(1), refusal -> ((InsufficientFundsException) refusal).getRequestIndex());
        assertThat(bank.accounts().get(bankEuros).getBalance()).isEqualTo(Money.parse("EUR 100.00"));
    }

    private static UUID open(Bank bank, String owner, CurrencyUnit currency) {
        return bank.accounts()
                .open(OpenAccount.of(owner, currency).withoutMinimumBalance())
                .getId();
    }

    @Test
    void audits(Bank bank) {
        AuditReport report = bank.audit();
        if (!report.isClean()) {
            throw new IllegalStateException(report.toString());
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

    @Test
    void joinsATransaction(TestDatabase database, Bank bank) throws Exception {
        PlainSql.execute(database.superuser(), PurchaseOrder.TABLE);
        UUID alice = bank.accounts()
                .open(OpenAccount.of("alice", EUR).withoutMinimumBalance())
                .getId();
        UUID bob = bank.accounts().open(OpenAccount.of("bob", EUR)).getId();
        UUID orderId = UUID.randomUUID();
        try (EntityManagerFactory factory = new HibernatePersistenceConfiguration("readme")
                .managedClasses(PersistenceUnit.ENTITIES)
                .managedClass(PurchaseOrder.class)
                .property("jakarta.persistence.nonJtaDataSource", database.dataSource())
                .createEntityManagerFactory()) {

            factory.runInTransaction(entityManager -> {
                entityManager.persist(new PurchaseOrder(orderId, "paid"));
                TransferService.joining(entityManager)
                        .transfer(TransferRequest.of(alice, bob, Money.parse("EUR 25.00"))
                                .withId(orderId));
            });

            assertThat(factory.<PurchaseOrder>callInTransaction(
                            entityManager -> entityManager.find(PurchaseOrder.class, orderId)))
                    .isNotNull();
        }
        assertThat(bank.transfers().find(orderId)).isPresent();
    }
}

@ExtendWith(BankExtension.class)
class CheckoutTest {

    @Test
    void opensAnAccount(Bank bank) {
        Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));
        assertThat(alice.getBalance()).isEqualTo(Money.parse("EUR 0.00"));
    }
}
