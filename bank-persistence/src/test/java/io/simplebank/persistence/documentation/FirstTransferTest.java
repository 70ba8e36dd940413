package io.simplebank.persistence.documentation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.Account;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

@Tag("migrating")
class FirstTransferTest {

    @Test
    void movesMoneyInADatabaseThatWasEmpty() {
        try (TestDatabase database = TestDatabase.createEmpty()) {
            UUID orderId = UUID.randomUUID();

            moveMoney(database.url(), database.username(), database.password(), orderId);

            try (Bank bank = Bank.at(database.url()).open()) {
                assertThat(bank.transfers().find(orderId))
                        .map(Transfer::getReference)
                        .contains("order 4711");
            }
        }
    }

    private static void moveMoney(String url, String username, String password, UUID orderId) {
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
    }
}
