package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What a listener does not hear of, and when it hears of the rest. */
@ExtendWith(BankExtension.class)
@SuppressWarnings("NullAway") // null is what is tested
class UnreportedTest {

    private final TestDatabase database;
    private final Heard heard = new Heard();
    private final Bank bank;
    private final UUID world;
    private final UUID alice;

    UnreportedTest(TestDatabase database, Bank any) {
        this.database = database;
        Scene scene = new Scene(any.transfers(), any.accounts(), database.dataSource());
        world = scene.world();
        alice = scene.with(eur("10.00"));
        bank = Bank.at(database.url()).listener(heard).open();
        heard.clear();
    }

    @AfterEach
    void close() {
        bank.close();
    }

    private TransferRequest request() {
        return TransferRequest.of(alice, world, eur("1.00"));
    }

    @Test
    void areAccountsLookUpsAndSweeps() {
        UUID id = bank.accounts().open(OpenAccount.of("bob", CurrencyUnit.EUR)).getId();
        bank.accounts().freeze(id);
        bank.accounts().unfreeze(id);
        bank.accounts().setMaximumBalance(id, eur("5.00"));
        bank.accounts().close(id);
        bank.accounts().get(id);
        bank.accounts().entries(alice, 0, 10);
        bank.transfers().find(id);
        bank.transfers().list(alice, 0, 10);
        bank.transfers().expireHolds(10);
        bank.feed().read(0, 10);
        bank.audit();
        bank.locks();
        assertThat(heard.all()).isEmpty();
    }

    @Test
    void areJoinedCalls(EntityManagerFactory factory) {
        factory.runInTransaction(
                entityManager -> TransferService.joining(entityManager).transfer(request()));
        assertThat(heard.all()).isEmpty();
    }

    @Test
    void isWhatCanNeverBeRight() {
        assertThat(catchThrowable(() -> bank.transfers().transfer(null))).isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> bank.transfers().transfer(TransferRequest.of(alice, alice, eur("1.00")))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(catchThrowable(() -> bank.transfers().reverse(alice, eur("0.00"))))
                .isInstanceOf(IllegalArgumentException.class);
        assertThat(heard.all()).isEmpty();
    }

    /** Another bank finds the transfer when the listener is told, and the caller is told later. */
    @Test
    void isNothingThatIsNotCommittedYet(Bank any) {
        TransferRequest request = request();
        List<Boolean> found = new ArrayList<>();
        try (Bank told = Bank.at(database.url())
                .listener(new BankListener() {
                    @Override
                    public void onAnswers(Answers answers) {
                        found.add(any.transfers().find(request.id()).isPresent());
                    }
                })
                .open()) {
            told.transfers().transfer(request);
            assertThat(found).containsExactly(true);
        }
    }
}
