package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** What only one of the two ways can do: locks for later in the caller's transaction, answers for later in one's own. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@SuppressWarnings("NullAway") // null is what is tested
class OneWayOnlyTest {

    private final Bank bank;
    private final Scene joined;
    private final UUID id;

    OneWayOnlyTest(Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.bank = bank;
        joined = Scene.of(Way.JOINING, bank, factory, dataSource);
        id = joined.with(eur("10.00"));
    }

    @Test
    void refusesALockThatWouldEndAtOnce() {
        assertThatThrownBy(() -> bank.accounts().lock(id))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("AccountService.joining(entityManager)");
    }

    @Test
    void refusesToAnswerLaterWhereTheCallersTransactionMayHaveEnded() {
        UUID to = joined.empty();
        TransferRequest request = TransferRequest.of(id, to, eur("1.00"));

        assertThatThrownBy(() -> joined.transfers().submit(request))
                .isInstanceOf(IllegalStateException.class)
                .hasMessageContaining("use transfer(request), or submit(request) of Bank.transfers()");
        assertThat(joined.transfers().find(request.id())).isEmpty();

        assertThat(bank.transfers().submit(request).toCompletableFuture().join().getId())
                .isEqualTo(request.id());
    }

    @Test
    void refusesNullAndAnAccountThatDoesNotExist() {
        UUID nobody = UUID.randomUUID();

        assertThat(joined.impossible(() -> joined.accounts().lock((UUID[]) null)))
                .hasMessageContaining("ids");
        assertThat(joined.impossible(() -> joined.accounts().lock(id, null))).hasMessageContaining("id");
        AccountNotFoundException refusal = joined.refused(
                AccountNotFoundException.class, () -> joined.accounts().lock(id, nobody));
        assertThat(refusal.getAccountId()).isEqualTo(nobody);
    }

    @Test
    void locksTheSameAccountTwiceAndNoneAtAllWithoutAChange() {
        Contents before = Contents.of(joined.dataSource());

        joined.accounts().lock(id, id);
        joined.accounts().lock();

        assertThat(Contents.of(joined.dataSource())).isEqualTo(before);
    }
}
