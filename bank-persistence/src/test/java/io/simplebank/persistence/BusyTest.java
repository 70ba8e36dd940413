package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Waiting has an end: for an account that another program holds, and for a connection. */
@Tag("server")
@ExtendWith(BankExtension.class)
class BusyTest {

    private static final Duration SHORT = Duration.ofMillis(200);

    private final TestDatabase database;
    private final Scene scene;
    private final UUID held;
    private final UUID free;
    private final TransferRequest request;

    BusyTest(TestDatabase database, Bank bank) {
        this.database = database;
        scene = new Scene(bank.transfers(), bank.accounts(), database.dataSource());
        held = scene.with(eur("10.00"));
        free = scene.with(eur("10.00"));
        request = TransferRequest.of(free, held, eur("1.00"));
    }

    @ParameterizedTest
    @EnumSource
    void anAccountThatStaysLockedIsRefusedAsBusy(Opening opening) throws Exception {
        try (Opened opened = opening.on(database.url(), builder -> builder.lockTimeout(SHORT))) {
            assertBusyWhileHeld(opened.bank().transfers(), opened.bank().accounts());
        }
    }

    @Test
    void theCallersLockTimeoutRulesWhereTheCallIsJoined(EntityManagerFactory factory) throws Exception {
        CallersOf callers = new CallersOf(factory, "set local lock_timeout = " + SHORT.toMillis());

        assertBusyWhileHeld(callers.transfers(), callers.accounts());
    }

    private void assertBusyWhileHeld(TransferService transfers, AccountService accounts) throws Exception {
        try (ForeignSession rival = new ForeignSession(scene.dataSource())) {
            rival.hold(held);
            AccountBusyException refusal = scene.refused(AccountBusyException.class, () -> transfers.transfer(request));
            assertThat(refusal.getRequestId()).isEqualTo(request.id());
            assertThat(refusal).hasMessageContaining("lock timeout");

            assertThat(scene.refused(AccountBusyException.class, () -> accounts.freeze(held)))
                    .returns(null, AccountBusyException::getRequestId);
            scene.refused(AccountBusyException.class, () -> accounts.adjustBalance(free, eur("0.00"), held));

            // Neither a look nor another account waits for it.
            assertThat(accounts.get(held).getBalance()).isEqualTo(eur("10.00"));
            transfers.transfer(TransferRequest.of(free, scene.empty(), eur("1.00")));
        }
        assertThat(transfers.transfer(request).getId()).isEqualTo(request.id());
    }

    @ParameterizedTest
    @EnumSource
    void aCallThatGetsNoConnectionIsNotDone(Opening opening) throws Exception {
        whileTheOnlyConnectionIsTaken(opening, Opening.SHORT, bank -> {
            BankUnavailableException refusal = scene.refused(
                    BankUnavailableException.class, () -> bank.transfers().transfer(request));
            assertThat(refusal.getRequestId()).isEqualTo(request.id());
            assertThat(refusal).hasMessageContaining("nothing was done");
            scene.refused(BankUnavailableException.class, () -> bank.accounts().freeze(free));
            scene.refused(BankUnavailableException.class, () -> bank.accounts().get(free));
        });
    }

    @ParameterizedTest
    @EnumSource
    void anInterruptWhileWaitingForAConnectionIsNotLost(Opening opening) throws Exception {
        UUID id = scene.empty();
        OpenAccount open = OpenAccount.of("alice", EUR);
        whileTheOnlyConnectionIsTaken(opening, Opening.PATIENCE, bank -> {
            assertInterrupted(request.id(), () -> bank.transfers().transfer(request));
            assertInterrupted(open.id(), () -> bank.accounts().open(open));
            assertInterrupted(null, () -> bank.accounts().freeze(id));
        });
    }

    private void assertInterrupted(@Nullable UUID requestId, ThrowingCallable call) {
        Contents before = Contents.of(scene.dataSource());
        Thread.currentThread().interrupt();

        Throwable thrown = catchThrowable(call);

        assertThat(Thread.interrupted()).isTrue();
        assertThat(thrown).isInstanceOfSatisfying(BankInterruptedException.class, interrupted -> {
            assertThat(interrupted.getRequestId()).isEqualTo(requestId);
            assertThat(interrupted.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        });
        assertThat(Contents.of(scene.dataSource())).isEqualTo(before);
    }

    /** Another call of the same bank has the connection, and waits with it for an account that is held. */
    private void whileTheOnlyConnectionIsTaken(Opening opening, Duration patience, Consumer<Bank> work)
            throws Exception {
        try (Opened opened =
                opening.on(database.url(), patience, builder -> builder.lockTimeout(Duration.ofMinutes(2)))) {
            CompletableFuture<Void> freezing;
            try (ForeignSession rival = new ForeignSession(scene.dataSource())) {
                rival.hold(held);
                freezing = CompletableFuture.runAsync(
                        () -> opened.bank().accounts().freeze(held));
                rival.awaitAWaiter();
                work.accept(opened.bank());
            }
            freezing.get(1, TimeUnit.MINUTES);
            opened.bank().accounts().unfreeze(held);
            assertThat(opened.bank().transfers().transfer(request).getId()).isEqualTo(request.id());
        }
    }
}
