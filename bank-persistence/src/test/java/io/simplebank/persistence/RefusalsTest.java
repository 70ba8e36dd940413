package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.BalanceOverflowException;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** Each way for a transfer to be refused: as not done, with the culprits named, and without a trace in the tables. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class RefusalsTest {

    private final Scene scene;
    private final TransferService transfers;

    RefusalsTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
    }

    @Test
    void refusesAnAccountThatDoesNotExist() {
        UUID known = scene.with(eur("10.00"));
        UUID unknown = UUID.randomUUID();

        for (TransferRequest request : new TransferRequest[] {
            TransferRequest.of(unknown, known, eur("1.00")), TransferRequest.of(known, unknown, eur("1.00"))
        }) {
            AccountNotFoundException refusal =
                    scene.refused(AccountNotFoundException.class, () -> transfers.transfer(request));

            assertThat(refusal.getRequestId()).isEqualTo(request.id());
            assertThat(refusal.getAccountId()).isEqualTo(unknown);
            assertThat(refusal).hasMessage("account " + unknown + " does not exist");
        }
    }

    @Test
    void refusesAnAccountThatIsFrozenOrClosed() {
        UUID open = scene.with(eur("10.00"));
        UUID frozen = scene.frozen(eur("10.00"));
        UUID closed = scene.closed();

        assertNotOpen(TransferRequest.of(frozen, open, eur("1.00")), frozen, AccountStatus.FROZEN);
        assertNotOpen(TransferRequest.of(open, frozen, eur("1.00")), frozen, AccountStatus.FROZEN);
        assertNotOpen(TransferRequest.of(closed, open, eur("1.00")), closed, AccountStatus.CLOSED);
        assertNotOpen(TransferRequest.of(open, closed, eur("1.00")), closed, AccountStatus.CLOSED);

        scene.accounts().unfreeze(frozen);
        scene.move(frozen, open, eur("1.00"));
    }

    private void assertNotOpen(TransferRequest request, UUID culprit, AccountStatus status) {
        AccountNotOpenException refusal =
                scene.refused(AccountNotOpenException.class, () -> transfers.transfer(request));

        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getAccountId()).isEqualTo(culprit);
        assertThat(refusal.getStatus()).isEqualTo(status);
    }

    @Test
    void refusesAnotherCurrencyThanEitherAccounts() {
        UUID euros = scene.with(eur("10.00"));
        UUID dollars = scene.with(Money.parse("USD 10.00"));

        TransferRequest fromEuros = TransferRequest.of(euros, dollars, Money.parse("USD 1.00"));
        WrongCurrencyException from = scene.refused(WrongCurrencyException.class, () -> transfers.transfer(fromEuros));
        assertThat(from.getRequestId()).isEqualTo(fromEuros.id());
        assertThat(from.getAccountId()).isEqualTo(euros);
        assertThat(from.getExpected()).isEqualTo(EUR);
        assertThat(from.getRequested()).isEqualTo(USD);

        TransferRequest toDollars = TransferRequest.of(euros, dollars, eur("1.00"));
        WrongCurrencyException to = scene.refused(WrongCurrencyException.class, () -> transfers.transfer(toDollars));
        assertThat(to.getRequestId()).isEqualTo(toDollars.id());
        assertThat(to.getAccountId()).isEqualTo(dollars);
        assertThat(to.getExpected()).isEqualTo(USD);
        assertThat(to.getRequested()).isEqualTo(EUR);
    }

    @Test
    void refusesOneCentMoreThanIsThere() {
        UUID from = scene.with(eur("10.00"));
        UUID to = scene.empty();
        TransferRequest request = TransferRequest.of(from, to, eur("10.01"));

        InsufficientFundsException refusal =
                scene.refused(InsufficientFundsException.class, () -> transfers.transfer(request));

        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getAccountId()).isEqualTo(from);
        assertThat(refusal.getAvailable()).isEqualTo(eur("10.00"));
        assertThat(refusal.getRequested()).isEqualTo(eur("10.01"));
        assertThat(refusal.getMinimum()).isEqualTo(eur("0.00"));

        scene.move(from, to, eur("10.00"));
    }

    @Test
    void refusesToGoBelowAnOverdraftButGoesDownToIt() {
        UUID from = scene.accounts()
                .open(OpenAccount.of("overdrawn", EUR).withMinimumBalance(eur("-5.00")))
                .getId();
        UUID to = scene.empty();

        InsufficientFundsException refusal =
                scene.refused(InsufficientFundsException.class, () -> scene.move(from, to, eur("5.01")));
        assertThat(refusal.getAvailable()).isEqualTo(eur("0.00"));
        assertThat(refusal.getMinimum()).isEqualTo(eur("-5.00"));

        scene.move(from, to, eur("5.00"));
        assertThat(scene.balance(from)).isEqualTo(eur("-5.00"));
    }

    @Test
    void refusesACreditThatOverflows() {
        UUID rich = scene.empty();
        scene.move(scene.world(), rich, cents(Long.MAX_VALUE - 1));
        TransferRequest request = TransferRequest.of(scene.world(), rich, cents(2));

        BalanceOverflowException refusal =
                scene.refused(BalanceOverflowException.class, () -> transfers.transfer(request));

        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getAccountId()).isEqualTo(rich);
        assertThat(refusal.getBalance()).isEqualTo(cents(Long.MAX_VALUE - 1));
        assertThat(refusal.getRequested()).isEqualTo(cents(2));

        scene.move(scene.world(), rich, cents(1));
        assertThat(scene.balance(rich)).isEqualTo(cents(Long.MAX_VALUE));
    }

    @Test
    void refusesADebitThatOverflows() {
        UUID poor = scene.world();
        scene.move(poor, scene.empty(), cents(Long.MAX_VALUE));
        TransferRequest request = TransferRequest.of(poor, scene.empty(), cents(2));

        BalanceOverflowException refusal =
                scene.refused(BalanceOverflowException.class, () -> transfers.transfer(request));

        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getAccountId()).isEqualTo(poor);
        assertThat(refusal.getBalance()).isEqualTo(cents(-Long.MAX_VALUE));
        assertThat(refusal.getRequested()).isEqualTo(cents(2));

        scene.move(poor, scene.empty(), cents(1));
        assertThat(scene.balance(poor)).isEqualTo(cents(Long.MIN_VALUE));
    }

    @Test
    void refusesADebitThatOverflowsBelowAMinimumAsOneWithoutFunds() {
        UUID poor = scene.accounts()
                .open(OpenAccount.of("deep", EUR).withMinimumBalance(cents(Long.MIN_VALUE)))
                .getId();
        UUID to = scene.empty();
        scene.move(poor, scene.empty(), cents(Long.MAX_VALUE));

        InsufficientFundsException refusal =
                scene.refused(InsufficientFundsException.class, () -> scene.move(poor, to, cents(2)));

        assertThat(refusal.getMinimum()).isEqualTo(cents(Long.MIN_VALUE));
        scene.move(poor, to, cents(1));
    }

    @Test
    void saysWhichConstraintOfTheHostsRefusedWhatTheLibraryHadAccepted(TestDatabase database) throws Exception {
        UUID from = scene.world();
        UUID to = scene.empty();
        TransferRequest request = TransferRequest.of(from, to, eur("1000.01"));
        PlainSql.execute(
                database.superuser(),
                "alter table bank.transfers add constraint hosts_limit check (amount <= 100000) not valid");

        PostingRefusedException refusal;
        try {
            refusal = scene.refused(PostingRefusedException.class, () -> transfers.transfer(request));
            scene.move(from, to, eur("1000.00"));
        } finally {
            PlainSql.execute(database.superuser(), "alter table bank.transfers drop constraint hosts_limit");
        }

        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getConstraint()).isEqualTo("hosts_limit");
        transfers.transfer(request);
    }
}
