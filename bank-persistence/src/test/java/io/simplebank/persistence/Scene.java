package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.util.UUID;
import javax.sql.DataSource;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;

/** What a test of the services stands on: both of them, run in one way, over accounts that are quickly made. */
record Scene(TransferService transfers, AccountService accounts, DataSource dataSource) {

    static Scene of(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        return new Scene(way.transfers(bank, factory), way.accounts(bank, factory), dataSource);
    }

    static Money eur(String amount) {
        return Money.parse("EUR " + amount);
    }

    static Money cents(long minorUnits) {
        return Money.ofMinor(EUR, minorUnits);
    }

    /** A new account through which money enters. */
    UUID world() {
        return world(EUR);
    }

    UUID world(CurrencyUnit currency) {
        return accounts.open(OpenAccount.of("world", currency).withoutMinimumBalance())
                .getId();
    }

    /** A new, empty account with a minimum balance of zero. */
    UUID empty() {
        return empty(EUR);
    }

    UUID empty(CurrencyUnit currency) {
        return accounts.open(OpenAccount.of("somebody", currency)).getId();
    }

    /** A new account with money from a world of its own. */
    UUID with(Money balance) {
        UUID id = empty(balance.getCurrencyUnit());
        move(world(balance.getCurrencyUnit()), id, balance);
        return id;
    }

    UUID closed() {
        UUID id = empty();
        accounts.close(id);
        return id;
    }

    UUID frozen(Money balance) {
        UUID id = with(balance);
        accounts.freeze(id);
        return id;
    }

    Transfer move(UUID from, UUID to, Money amount) {
        return transfers.transfer(TransferRequest.of(from, to, amount));
    }

    Money balance(UUID id) {
        return accounts.get(id).getBalance();
    }

    /** Runs SQL around the library, with auto-commit. */
    void execute(String sql) throws SQLException {
        PlainSql.execute(dataSource, sql);
    }

    /** Asserts that a call is refused with just this kind of error as not done, and that nothing has changed. */
    <E extends BankException> E refused(Class<E> kind, ThrowingCallable call) {
        E refusal = unchangedBy(kind, call);
        assertThat(refusal.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        return refusal;
    }

    /** Asserts that a call is refused as one that can never be right, and that nothing has changed. */
    IllegalArgumentException impossible(ThrowingCallable call) {
        return unchangedBy(IllegalArgumentException.class, call);
    }

    private <E extends Throwable> E unchangedBy(Class<E> kind, ThrowingCallable call) {
        Contents before = Contents.of(dataSource);
        Throwable thrown = catchThrowable(call);
        assertThat(thrown).isExactlyInstanceOf(kind);
        assertThat(Contents.of(dataSource)).isEqualTo(before);
        return kind.cast(thrown);
    }
}
