package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.USD;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountConflictException;
import io.simplebank.domain.AccountInUseException;
import io.simplebank.domain.AccountNotFoundException;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.AccountStatus;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import java.util.function.Consumer;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/** From open, through frozen and back, to closed or deleted: which step is taken, and which is refused. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class AccountLifecycleTest {

    private final Scene scene;
    private final AccountService accounts;

    AccountLifecycleTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        scene = Scene.of(way, bank, factory, dataSource);
        accounts = scene.accounts();
    }

    @Test
    void opensAnAccountAsItWasAskedFor() {
        OpenAccount request = OpenAccount.of("alice", EUR).withMinimumBalance(eur("-5.00"));

        Account account = accounts.open(request);

        assertThat(account.getId()).isEqualTo(request.id());
        assertThat(account.getMinimumBalance()).isEqualTo(eur("-5.00"));
        assertThat(account.getBalance()).isEqualTo(eur("0.00"));
        assertThat(account.getHeld()).isEqualTo(eur("0.00"));
        assertThat(account.getAvailable()).isEqualTo(eur("0.00"));
        assertThat(account.getStatus()).isEqualTo(AccountStatus.OPEN);
        assertThat(account.getPosition()).isZero();
        assertThat(account.getLastBookedAt()).isNull();
        assertThat(accounts.get(request.id())).usingRecursiveComparison().isEqualTo(account);
        assertThat(accounts.open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                        .getMinimumBalance())
                .isNull();
    }

    @Test
    void openingAgainReturnsTheAccountAsItIsNow() {
        OpenAccount request = OpenAccount.of("alice", EUR);
        accounts.open(request);
        scene.move(scene.world(), request.id(), eur("10.00"));
        accounts.setMinimumBalance(request.id(), eur("1.00"));
        accounts.freeze(request.id());
        Contents before = Contents.of(scene.dataSource());

        Account again = accounts.open(request);

        assertThat(again.getBalance()).isEqualTo(eur("10.00"));
        assertThat(again.getStatus()).isEqualTo(AccountStatus.FROZEN);
        assertThat(again.getMinimumBalance()).isEqualTo(eur("1.00"));
        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    @Test
    void refusesAnIdThatWasUsedForAnotherOwnerOrCurrency() {
        UUID id = accounts.open(OpenAccount.of("alice", EUR)).getId();

        assertConflict("owner", OpenAccount.of("Alice", EUR).withId(id));
        assertConflict("currency", OpenAccount.of("alice", USD).withId(id));

        accounts.open(OpenAccount.of("alice", EUR).withId(id).withoutMinimumBalance()); // not compared
    }

    private void assertConflict(String field, OpenAccount request) {
        AccountConflictException refusal = scene.refused(AccountConflictException.class, () -> accounts.open(request));

        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        assertThat(refusal.getAccountId()).isEqualTo(request.id());
        assertThat(refusal.getField()).isEqualTo(field);
    }

    @Test
    void freezesAndUnfreezes() {
        UUID id = scene.with(eur("10.00"));

        accounts.freeze(id);
        assertThat(accounts.get(id).getStatus()).isEqualTo(AccountStatus.FROZEN);
        assertNothingHappens(accounts::freeze, id);

        accounts.unfreeze(id);
        assertThat(accounts.get(id).getStatus()).isEqualTo(AccountStatus.OPEN);
        assertNothingHappens(accounts::unfreeze, id);
    }

    @Test
    void closesForGood() {
        UUID id = scene.closed();

        assertThat(accounts.get(id).getStatus()).isEqualTo(AccountStatus.CLOSED);
        assertNothingHappens(accounts::close, id);
        assertNotOpen(accounts::freeze, id, AccountStatus.CLOSED);
        assertNotOpen(accounts::unfreeze, id, AccountStatus.CLOSED);
    }

    @Test
    void refusesToCloseAFrozenAccount() {
        UUID id = scene.empty();
        accounts.freeze(id);

        assertNotOpen(accounts::close, id, AccountStatus.FROZEN);

        accounts.unfreeze(id);
        accounts.close(id);
    }

    @Test
    void refusesToCloseAnAccountThatIsNotEmpty() throws Exception {
        UUID id = scene.with(eur("10.00"));
        assertThat(scene.refused(AccountInUseException.class, () -> accounts.close(id)))
                .hasMessageContaining("EUR 10.00")
                .returns(id, AccountInUseException::getAccountId);

        UUID indebted = scene.world();
        scene.move(indebted, id, eur("1.00"));
        scene.refused(AccountInUseException.class, () -> accounts.close(indebted));

        UUID holding = scene.world();
        scene.transfers().hold(TransferRequest.of(holding, scene.empty(), eur("1.00")), Duration.ofDays(1));
        scene.refused(AccountInUseException.class, () -> accounts.close(holding));
        assertThat(accounts.get(holding).getHeld()).isEqualTo(eur("1.00"));
        assertThat(accounts.get(holding).getAvailable()).isEqualTo(eur("-1.00"));

        scene.move(id, scene.world(), eur("11.00"));
        accounts.close(id);
        assertThat(accounts.entries(id, 0, 10)).hasSize(3);
    }

    @Test
    void deletesOnlyWhatNeverHadAnEntry() {
        UUID id = scene.empty();
        UUID used = scene.empty();
        UUID world = scene.world();
        scene.move(world, used, eur("1.00"));
        scene.move(used, world, eur("1.00"));

        assertThat(scene.refused(AccountInUseException.class, () -> accounts.delete(used)))
                .hasMessageContaining("close it instead")
                .returns(used, AccountInUseException::getAccountId);

        accounts.delete(id);
        assertThat(accounts.find(id)).isEmpty();
        assertNotFound(accounts::delete, id);
        accounts.open(OpenAccount.of("another", USD).withId(id)); // the id is free again
    }

    @Test
    void refusesAnAccountThatDoesNotExist() {
        UUID nobody = UUID.randomUUID();

        assertNotFound(accounts::get, nobody);
        assertNotFound(accounts::freeze, nobody);
        assertNotFound(accounts::unfreeze, nobody);
        assertNotFound(accounts::close, nobody);
        assertNotFound(accounts::delete, nobody);
        assertNotFound(id -> accounts.setMinimumBalance(id, eur("0.00")), nobody);
        assertNotFound(id -> accounts.setMinimumBalance(id, null), nobody);
        assertNotFound(id -> accounts.entry(id, 1), nobody);
        assertNotFound(id -> accounts.balanceAt(id, Instant.now()), nobody);
    }

    private void assertNothingHappens(Consumer<UUID> step, UUID id) {
        Contents before = Contents.of(scene.dataSource());
        step.accept(id);
        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    private void assertNotOpen(Consumer<UUID> step, UUID id, AccountStatus status) {
        AccountNotOpenException refusal = scene.refused(AccountNotOpenException.class, () -> step.accept(id));
        assertThat(refusal.getAccountId()).isEqualTo(id);
        assertThat(refusal.getStatus()).isEqualTo(status);
    }

    private void assertNotFound(Consumer<UUID> step, UUID id) {
        AccountNotFoundException refusal = scene.refused(AccountNotFoundException.class, () -> step.accept(id));
        assertThat(refusal.getAccountId()).isEqualTo(id);
        assertThat(refusal.getRequestId()).isNull();
    }
}
