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
import java.util.List;
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

    @Test
    void releasesAllThatIsPending(Bank bank) {
        TransferService transfers = bank.transfers();
        UUID buyer = bank.accounts()
                .open(OpenAccount.of("buyer", EUR).withoutMinimumBalance())
                .getId();
        UUID shop = bank.accounts().open(OpenAccount.of("shop", EUR)).getId();
        for (int i = 0; i < 250; i++) {
            transfers.hold(TransferRequest.of(buyer, shop, Money.parse("EUR 1.00")), Duration.ofDays(7));
        }

        List<Hold> page = transfers.pendingHolds(buyer, null, 100);
        while (!page.isEmpty()) {
            page.forEach(pending -> transfers.release(pending.getId()));
            page = transfers.pendingHolds(buyer, page.get(page.size() - 1).getId(), 100);
        }

        assertThat(bank.accounts().get(buyer).getHeld()).isEqualTo(Money.zero(EUR));
    }
}
