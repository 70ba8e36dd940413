package io.simplebank.persistence;

import static io.simplebank.persistence.CapturedLog.printed;
import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.BankException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.logging.Level;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Whose account it is and what a transfer was for stand in no error, in no log at INFO, and in no entity's words. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class PersonalDataTest {

    private static final String OWNER = "Alice Smith of Baker Street";
    private static final String REFERENCE = "for the clinic";
    private static final Duration A_DAY = Duration.ofDays(1);

    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;

    PersonalDataTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        accounts = scene.accounts();
    }

    private UUID account(Money balance) {
        UUID id = accounts.open(OpenAccount.of(OWNER, EUR)).getId();
        if (balance.isPositive()) {
            transfers.transfer(TransferRequest.of(scene.world(), id, balance).withReference(REFERENCE));
        }
        return id;
    }

    private static TransferRequest request(UUID from, UUID to, Money amount) {
        return TransferRequest.of(from, to, amount).withReference(REFERENCE);
    }

    /** A call for each kind of refusal that a caller can bring about by itself. */
    private List<ThrowingCallable> refused() {
        UUID rich = account(eur("10.00"));
        UUID poor = account(eur("0.00"));
        UUID frozen = account(eur("1.00"));
        accounts.freeze(frozen);
        UUID purse = account(eur("0.00"));
        accounts.setMaximumBalance(purse, eur("1.00"));
        UUID deep = scene.world();
        scene.move(deep, scene.empty(), cents(Long.MAX_VALUE));
        TransferRequest known = request(rich, poor, eur("1.00"));
        UUID paid = transfers.transfer(known).getId();
        UUID held = transfers.hold(request(rich, poor, eur("1.00")), A_DAY).getId();
        UUID released = transfers
                .release(transfers.hold(request(rich, poor, eur("1.00")), A_DAY).getId())
                .getId();
        return List.of(
                () -> transfers.transfer(request(rich, UUID.randomUUID(), eur("1.00"))),
                () -> transfers.transfer(request(rich, frozen, eur("1.00"))),
                () -> transfers.transfer(request(rich, poor, Money.parse("USD 1.00"))),
                () -> transfers.transfer(request(rich, poor, eur("1.00")).withLeastBalance(poor, eur("9.00"))),
                () -> transfers.transfer(request(rich, poor, eur("99.00"))),
                () -> transfers.transfer(request(rich, purse, eur("2.00"))),
                () -> transfers.transfer(request(deep, poor, eur("2.00"))),
                () -> transfers.transfer(known.withReference("another")),
                () -> transfers.transferAll(List.of(request(rich, poor, eur("99.00")))),
                () -> accounts.open(OpenAccount.of("another", EUR).withId(rich)),
                () -> transfers.reverse(UUID.randomUUID()),
                () -> transfers.capture(released),
                () -> transfers.capture(held, eur("2.00")),
                () -> transfers.reverse(paid, eur("2.00")),
                () -> accounts.close(rich),
                () -> accounts.delete(rich),
                () -> accounts.setMinimumBalance(rich, eur("500.00")),
                () -> accounts.adjustBalance(rich, eur("500.00"), poor));
    }

    @Test
    void standsInNoErrorAndInNoLogAtInfo() {
        List<ThrowingCallable> calls = refused();
        List<Throwable> refusals = new ArrayList<>();
        CapturedLog log = new CapturedLog(Level.INFO);
        try {
            calls.forEach(call -> refusals.add(catchThrowable(call)));
        } finally {
            log.close();
        }
        assertThat(refusals).hasSameSizeAs(calls).allSatisfy(refusal -> {
            assertThat(refusal).isInstanceOf(BankException.class);
            assertThat(printed(refusal)).doesNotContain(OWNER).doesNotContain(REFERENCE);
        });
        assertThat(refusals.stream().map(Object::getClass).distinct()).hasSizeGreaterThanOrEqualTo(14);
        assertThat(log.lines()).noneMatch(line -> line.contains(OWNER) || line.contains(REFERENCE));
    }

    @Test
    void standsInNoEntitysWords() {
        UUID rich = account(eur("10.00"));
        Account account = accounts.get(rich);
        Transfer transfer = transfers.transfer(request(rich, account(eur("0.00")), eur("1.00")));
        assertThat(account.getOwner()).isEqualTo(OWNER);
        assertThat(transfer.getReference()).isEqualTo(REFERENCE);
        assertThat(List.of(
                        account,
                        transfer,
                        accounts.entry(rich, 1),
                        transfers.hold(request(rich, transfer.getToAccountId(), eur("1.00")), A_DAY)))
                .allSatisfy(entity ->
                        assertThat(entity.toString()).doesNotContain(OWNER).doesNotContain(REFERENCE));
    }
}
