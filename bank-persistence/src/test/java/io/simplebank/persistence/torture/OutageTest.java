package io.simplebank.persistence.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import java.net.ConnectException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import org.assertj.core.util.Throwables;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A bank whose server, or the way to it, goes away and comes back. */
@Tag("alone")
class OutageTest {

    private static final Duration PATIENCE = Duration.ofSeconds(1);
    private static final int CALLERS = 64;

    @TempDir
    private Path folder;

    private TortureServer server;
    private Network network;
    private Bank bank;
    private UUID from;
    private UUID to;

    @BeforeEach
    void open() throws Exception {
        server = TortureServer.start(folder.resolve("data"), folder.resolve("server.log"));
        network = new Network(server.port(), 0);
        try (Bank patient = Bank.at(TortureServer.url(TortureServer.SUPERUSER, server.port()))
                .migrate()
                .open()) {
            from = patient.accounts()
                    .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                    .getId();
            to = patient.accounts().open(OpenAccount.of("alice", EUR)).getId();
        }
        bank = open(server.port());
    }

    private static Bank open(int port) {
        return Bank.at(TortureServer.url(TortureServer.SUPERUSER, port))
                .connectionTimeout(PATIENCE)
                .lockTimeout(PATIENCE)
                .statementTimeout(PATIENCE.multipliedBy(2))
                .poolSize(4)
                .open();
    }

    @AfterEach
    void close() throws Exception {
        bank.close();
        network.close();
        server.close();
    }

    @Test
    void failsClearlyWhileTheServerIsAwayAndComesBackByItself() throws Exception {
        server.stop();

        BankUnavailableException failure;
        do {
            failure = failure(bank);
            assertThat(failure).hasMessageContaining("no connection to the database");
            assertThat(failure.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        } while (!(Throwables.getRootCause(failure) instanceof ConnectException)); // at first it shuts down

        server.start();
        awaitService(bank);
        assertThat(bank.audit().isClean()).isTrue();
    }

    @Test
    void letsNobodyWaitForAServerThatHasBeenAwayForLong() throws Exception {
        server.stop();
        BankUnavailableException failure = failure(bank);
        while (!String.valueOf(failure.getCause()).contains("no connection to be had for")) {
            failure = failure(bank); // has waited for as long as it may: the absence is not yet a long one
        }

        int threads = bankThreads();
        ConcurrentLinkedQueue<BankUnavailableException> failures = new ConcurrentLinkedQueue<>();
        ExecutorService callers = Executors.newFixedThreadPool(CALLERS);
        for (int i = 0; i < 10_000; i++) {
            callers.execute(() -> failures.add(failure(bank)));
        }
        callers.shutdown();

        assertThat(callers.awaitTermination(1, TimeUnit.MINUTES)).isTrue();
        assertThat(failures)
                .hasSize(10_000)
                .allSatisfy(one -> assertThat(one.getOutcome()).isEqualTo(Outcome.NOT_DONE));
        assertThat(bankThreads()).isLessThanOrEqualTo(threads);
        server.start();
        awaitService(bank);
    }

    @Test
    void givesUpAConnectionThatHasFallenSilent() throws Exception {
        try (Bank behindIt = open(network.port())) {
            behindIt.transfers().transfer(request());
            TransferRequest request = request();
            network.fallSilent();
            CompletableFuture<Transfer> call =
                    behindIt.transfers().submit(request).toCompletableFuture();
            while (!network.hasSwallowedSomething()) {
                Thread.onSpinWait();
            }
            network.mend();

            // Tried again on another connection, or refused: but not left hanging.
            assertThat(call.handle((transfer, failure) -> true).get(1, TimeUnit.MINUTES))
                    .isTrue();
            awaitService(behindIt);
            Transfer settled = behindIt.transfers().transfer(request);
            assertThat(bank.transfers().list(to, 0, 100)).containsOnlyOnce(settled);
        }
    }

    private TransferRequest request() {
        return TransferRequest.of(from, to, Money.parse("EUR 1.00"));
    }

    private BankUnavailableException failure(Bank itself) {
        return catchThrowableOfType(
                BankUnavailableException.class, () -> itself.transfers().transfer(request()));
    }

    /** Calls until one succeeds; the test's own bound ends it. */
    private void awaitService(Bank itself) {
        while (failure(itself) != null) {
            Thread.onSpinWait();
        }
    }

    private static int bankThreads() {
        return (int) Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("simple-bank"))
                .count();
    }
}
