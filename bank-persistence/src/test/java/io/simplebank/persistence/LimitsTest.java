package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountInUseException;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.LeastBalanceException;
import io.simplebank.domain.MaximumBalanceException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.domain.WrongCurrencyException;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.UUID;
import javax.sql.DataSource;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** As much as there is, no less than is demanded, no more than is allowed, and not in a direction that is frozen. */
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class LimitsTest {

    private static final Duration AN_HOUR = Duration.ofHours(1);

    private final Scene scene;
    private final TransferService transfers;
    private final AccountService accounts;
    private final UUID from;
    private final UUID to;

    LimitsTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        transfers = scene.transfers();
        accounts = scene.accounts();
        from = scene.with(eur("10.00"));
        to = scene.empty();
    }

    @AfterEach
    void theBooksAreRight() throws Exception {
        TheBooks.areRight(scene.dataSource());
        HeldMoney.isRight(scene.dataSource());
    }

    @Test
    void movesAsMuchAsIsAvailable() {
        UUID hold = transfers
                .hold(TransferRequest.of(from, to, eur("4.00")), AN_HOUR)
                .getId();
        TransferRequest request = TransferRequest.upTo(from, to, eur("100.00"));

        Transfer moved = transfers.transfer(request);

        assertThat(moved.getAmount()).isEqualTo(eur("6.00"));
        transfers.release(hold);
        assertThat(transfers.transfer(request)).usingRecursiveComparison().isEqualTo(moved); // a replay moves nothing
        assertThat(scene.balance(to)).isEqualTo(eur("6.00"));
        transfers.transfer(TransferRequest.upTo(from, to, eur("100.00")));
        scene.refused(
                InsufficientFundsException.class,
                () -> transfers.transfer(TransferRequest.upTo(from, to, eur("100.00"))));
    }

    @Test
    void demandsALeastBalanceOfAThirdAccount() throws Exception {
        UUID third = scene.with(eur("5.00"));
        TransferRequest request = TransferRequest.of(from, to, eur("1.00"));
        transfers.hold(TransferRequest.of(third, to, eur("1.00")), AN_HOUR);

        LeastBalanceException refusal = scene.refused(
                LeastBalanceException.class, () -> transfers.transfer(request.withLeastBalance(third, eur("4.01"))));
        assertThat(refusal.getAccountId()).isEqualTo(third);
        assertThat(refusal.getAvailable()).isEqualTo(eur("4.00"));

        transfers.transfer(request.withLeastBalance(third, eur("4.00")));
        transfers.transfer(
                request.withLeastBalance(third, eur("400.00"))); // a replay is answered whatever it has by now
        assertThat(scene.balance(to)).isEqualTo(eur("1.00"));
    }

    @Test
    void refusesALeastBalanceOfAnAccountThatIsNotThereOrOfAnotherCurrency() {
        UUID nobody = UUID.randomUUID();
        TransferRequest request = TransferRequest.of(from, to, eur("1.00"));

        assertThat(scene.refused(
                                AccountNotFoundException.class,
                                () -> transfers.transfer(request.withLeastBalance(nobody, eur("1.00"))))
                        .getAccountId())
                .isEqualTo(nobody);
        scene.refused(
                WrongCurrencyException.class,
                () -> transfers.transfer(request.withLeastBalance(from, Money.parse("USD 1.00"))));
    }

    @Test
    void keepsTheMaximum() {
        UUID purse = accounts.open(OpenAccount.of("purse", EUR).withMaximumBalance(eur("5.00")))
                .getId();
        assertThat(accounts.get(purse).getMaximumBalance()).isEqualTo(eur("5.00"));
        MaximumBalanceException refusal =
                scene.refused(MaximumBalanceException.class, () -> scene.move(from, purse, eur("5.01")));
        assertThat(refusal.getAccountId()).isEqualTo(purse);
        scene.move(from, purse, eur("5.00"));

        scene.refused(MaximumBalanceException.class, () -> accounts.setMaximumBalance(purse, eur("4.99")));
        scene.refused(WrongCurrencyException.class, () -> accounts.setMaximumBalance(purse, Money.parse("USD 9.00")));
        accounts.setMaximumBalance(purse, eur("5.01"));
        scene.move(from, purse, cents(1));
        accounts.setMaximumBalance(purse, null);
        assertThat(accounts.get(purse).getMaximumBalance()).isNull();
        scene.move(from, purse, eur("1.00"));
    }

    @Test
    void capturesNoMoreThanTheMaximumAndKeepsTheHold() {
        UUID hold = transfers
                .hold(TransferRequest.of(from, to, eur("4.00")), AN_HOUR)
                .getId();
        accounts.setMaximumBalance(to, eur("3.99"));

        scene.refused(MaximumBalanceException.class, () -> transfers.capture(hold));
        transfers.capture(hold, eur("3.99"));

        assertThat(scene.balance(to)).isEqualTo(eur("3.99"));
    }

    /** An account that is to stay overdrawn: what no amount can reach must not wrap round. */
    @Test
    void keepsAMaximumBelowZero() {
        UUID world = scene.world();
        scene.move(world, to, eur("1.00"));
        accounts.setMaximumBalance(world, eur("-0.50"));
        UUID rich = scene.empty();
        scene.move(scene.world(), rich, cents(Long.MAX_VALUE));

        scene.refused(MaximumBalanceException.class, () -> scene.move(rich, world, cents(Long.MAX_VALUE)));
        scene.move(rich, world, eur("0.50"));
    }

    @Test
    void freezesOneWay() {
        UUID world = scene.world();
        accounts.freezeDebits(from);
        assertThat(accounts.get(from).getStatus()).isEqualTo(AccountStatus.DEBITS_FROZEN);
        AccountNotOpenException refusal =
                scene.refused(AccountNotOpenException.class, () -> scene.move(from, to, cents(1)));
        assertThat(refusal.getStatus()).isEqualTo(AccountStatus.DEBITS_FROZEN);
        scene.refused(
                AccountNotOpenException.class, () -> transfers.hold(TransferRequest.of(from, to, cents(1)), AN_HOUR));
        scene.move(world, from, cents(1));

        accounts.freezeCredits(from); // whatever was frozen before
        assertThat(accounts.get(from).getStatus()).isEqualTo(AccountStatus.CREDITS_FROZEN);
        scene.refused(AccountNotOpenException.class, () -> scene.move(world, from, cents(1)));
        scene.move(from, to, cents(1));

        accounts.unfreeze(from);
        scene.move(world, from, cents(1));
    }

    @ParameterizedTest
    @EnumSource(names = {"FROZEN", "DEBITS_FROZEN", "CREDITS_FROZEN"})
    void aFrozenAccountIsNeitherClosedNorReopened(AccountStatus status) {
        UUID id = scene.empty();
        switch (status) {
            case FROZEN -> accounts.freeze(id);
            case DEBITS_FROZEN -> accounts.freezeDebits(id);
            default -> accounts.freezeCredits(id);
        }

        assertThat(scene.refused(AccountNotOpenException.class, () -> accounts.close(id))
                        .getStatus())
                .isEqualTo(status);
        scene.refused(AccountNotOpenException.class, () -> accounts.reopen(id));
    }

    @Test
    void aClosedAccountIsNotFrozenButReopened() {
        UUID closed = scene.closed();
        scene.refused(AccountNotOpenException.class, () -> accounts.freezeDebits(closed));
        scene.refused(AccountNotOpenException.class, () -> accounts.freezeCredits(closed));
        scene.refused(AccountNotOpenException.class, () -> accounts.setMaximumBalance(closed, eur("1.00")));
        scene.refused(
                AccountNotOpenException.class,
                () -> transfers.hold(TransferRequest.of(from, closed, cents(1)), AN_HOUR));

        accounts.reopen(closed);
        Contents open = Contents.of(scene.dataSource());
        accounts.reopen(closed);

        assertThat(Contents.of(scene.dataSource()))
                .as("nothing happens if it is open")
                .isEqualTo(open);
        scene.move(from, closed, cents(1));
        scene.refused(AccountNotFoundException.class, () -> accounts.reopen(UUID.randomUUID()));
    }

    @Test
    void anAccountThatAHoldNamesIsNotDeleted() {
        UUID payer = accounts.open(OpenAccount.of("payer", EUR).withoutMinimumBalance())
                .getId();
        UUID payee = scene.empty();
        UUID hold = transfers
                .hold(TransferRequest.of(payer, payee, cents(1)), AN_HOUR)
                .getId();
        transfers.release(hold);

        scene.refused(AccountInUseException.class, () -> accounts.delete(payer));
        scene.refused(AccountInUseException.class, () -> accounts.delete(payee));
        accounts.close(payer);
        accounts.close(payee);
    }
}
