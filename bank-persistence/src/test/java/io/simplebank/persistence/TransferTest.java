package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class TransferTest {

    @Test
    void movesMoneyFromOneAccountToAnother(Bank bank) {
        Account world = bank.accounts().open(OpenAccount.of("world", EUR).withoutMinimumBalance());
        Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));

        Transfer transfer =
                bank.transfers().transfer(TransferRequest.of(world.getId(), alice.getId(), Money.parse("EUR 100.00")));

        assertThat(bank.transfers().find(transfer.getId())).contains(transfer);
        assertThat(bank.accounts().get(alice.getId()).getBalance()).isEqualTo(Money.parse("EUR 100.00"));
        assertThat(bank.accounts().get(world.getId()).getBalance()).isEqualTo(Money.parse("EUR -100.00"));
    }

    @Test
    void refusesToOverdrawAnAccount(Bank bank) {
        Account alice = bank.accounts().open(OpenAccount.of("alice", EUR));
        Account bob = bank.accounts().open(OpenAccount.of("bob", EUR));
        TransferRequest request = TransferRequest.of(alice.getId(), bob.getId(), Money.parse("EUR 0.01"));

        assertThatThrownBy(() -> bank.transfers().transfer(request)).isInstanceOf(InsufficientFundsException.class);

        assertThat(bank.transfers().find(request.id())).isEmpty();
        assertThat(bank.accounts().entries(alice.getId(), 0, 10)).isEmpty();
    }
}
