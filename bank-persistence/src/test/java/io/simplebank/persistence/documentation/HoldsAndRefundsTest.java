package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AlreadyReversedException;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.BankExtension;
import java.time.Duration;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

@ExtendWith(BankExtension.class)
class HoldsAndRefundsTest {

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
        assertThatThrownBy(() -> transfers.reverse(shipped.getId(), Money.parse("EUR 15.01")))
                .isInstanceOf(AlreadyReversedException.class);
    }
}
