package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.InsufficientFundsException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankExtension;
import java.util.List;
import java.util.OptionalInt;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class ExchangeTest {

    @Test
    void exchangesBothCurrenciesOrNeither(Bank bank) {
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
}
