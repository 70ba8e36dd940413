package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** The library logs nothing itself, at whatever level: what it has to say is in an answer, an error or a listener's event. */
@ExtendWith(BankExtension.class)
class LibraryLogTest {

    @Test
    void isEmptyWhateverHappens(TestDatabase database, Bank any) throws Exception {
        UUID world = new Scene(any.transfers(), any.accounts(), database.dataSource()).world();
        CapturedLog log = new CapturedLog(Level.ALL);
        try (WireProxy proxy = new WireProxy(database.url());
                Bank bank = Bank.at(proxy.url()).open()) {
            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
            UUID alice = scene.with(eur("10.00"));
            TransferRequest request = TransferRequest.of(world, alice, eur("1.00"));
            proxy.cutOnce(WireProxy.Cut.BEFORE_THE_ANSWER_TO_COMMIT);
            bank.transfers().transfer(request);
            assertThat(proxy.hasCut()).isTrue();
            catchThrowable(() -> bank.transfers().transfer(TransferRequest.of(alice, world, eur("99.00"))));
            bank.audit();
            bank.locks();
            bank.feed().read(0, 10);
        } finally {
            log.close();
        }
        assertThat(log.lines()).isNotEmpty(); // of the driver, the pool and Hibernate
        assertThat(log.lines()).noneMatch(line -> line.startsWith("io.simplebank"));
    }
}
