package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;

/** What makes a request with a used id a replay, and what a conflict. */
class ReplayTest {

    private static final Money AMOUNT = Money.parse("EUR 25.00");

    private final Account alice = TestAccount.with(100_00).build();
    private final Account bob = TestAccount.empty();
    private final TransferRequest request =
            TransferRequest.of(alice.getId(), bob.getId(), AMOUNT).withReference("order 4711");
    private final Transfer stored =
            Transfer.post(request, alice, bob, TestAccount.NOW).transfer();

    @Test
    void anEqualRequestIsAReplay() {
        assertThat(stored.differenceTo(request)).isNull();
        assertThat(stored.differenceTo(request.withReference("order " + 4711))).isNull();
    }

    @Test
    void aRequestWithoutAReferenceIsAReplayOfATransferWithoutOne() {
        TransferRequest bare = TransferRequest.of(alice.getId(), bob.getId(), AMOUNT);
        Transfer transfer = Transfer.post(bare, alice, bob, TestAccount.NOW).transfer();

        assertThat(transfer.differenceTo(bare)).isNull();
        assertThat(transfer.differenceTo(bare.withReference("order 4711"))).isEqualTo("reference");
    }

    @Test
    void anyOtherContentIsAConflictThatNamesTheField() {
        UUID carol = UUID.randomUUID();

        assertThat(stored.differenceTo(with(carol, bob.getId(), AMOUNT))).isEqualTo("fromAccountId");
        assertThat(stored.differenceTo(with(alice.getId(), carol, AMOUNT))).isEqualTo("toAccountId");
        assertThat(stored.differenceTo(with(bob.getId(), alice.getId(), AMOUNT)))
                .isEqualTo("fromAccountId");
        assertThat(stored.differenceTo(with(alice.getId(), bob.getId(), AMOUNT.plusMinor(1))))
                .isEqualTo("amount");
        assertThat(stored.differenceTo(with(alice.getId(), bob.getId(), Money.ofMinor(CurrencyUnit.USD, 25_00))))
                .isEqualTo("amount");
        assertThat(stored.differenceTo(request.withReference("order 4712"))).isEqualTo("reference");
        assertThat(stored.differenceTo(request.withReference(null))).isEqualTo("reference");
    }

    private TransferRequest with(UUID from, UUID to, Money amount) {
        return new TransferRequest(request.id(), from, to, amount, request.reference());
    }
}
