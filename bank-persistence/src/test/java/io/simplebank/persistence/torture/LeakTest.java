package io.simplebank.persistence.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.TransferService;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Collectors;
import org.joda.money.Money;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** What a thousand faults leave behind. */
@Tag("alone")
class LeakTest {

    private static final int FAULTS = 1_000;
    /** After so many, all threads have been needed that ever are. */
    private static final int FEW = 20;

    private static final int CONNECTIONS = 1;

    /** The bank's sessions; none of its transactions is to be left open. */
    private static final String SESSIONS = """
            select count(*), count(*) filter (where state <> 'idle')
            from pg_stat_activity where application_name = 'simple-bank'""";

    @TempDir
    private Path folder;

    @Test
    void leavesNoConnectionNorThreadBehindAfterAThousandFaults() throws Exception {
        Set<Thread> before = threads();
        try (TortureServer server = TortureServer.start(folder.resolve("data"), folder.resolve("server.log"));
                Network network = new Network(server.port(), 0)) {
            try (Bank bank = Bank.at(TortureServer.url(TortureServer.SUPERUSER, network.port()))
                    .poolSize(CONNECTIONS)
                    .connectionTimeout(Duration.ofSeconds(5))
                    .migrate()
                    .open()) {
                UUID from = bank.accounts()
                        .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                        .getId();
                UUID to = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
                int threads = 0;
                for (int i = 0; i < FAULTS; i++) {
                    TransferRequest request = TransferRequest.of(from, to, Money.parse("EUR 1.00"));
                    CompletableFuture<Transfer> call =
                            bank.transfers().submit(request).toCompletableFuture();
                    network.cut();
                    network.mend();
                    call.exceptionally(failure -> null).join();
                    settle(bank.transfers(), request);
                    threads = i < FEW ? Math.max(threads, threads().size()) : threads;
                }

                assertThat(bank.accounts().get(to).getBalance()).isEqualTo(Money.of(EUR, FAULTS));
                assertThat(threads().size()).isLessThanOrEqualTo(threads);
                awaitSessions(server, CONNECTIONS);
            }
            awaitSessions(server, 0);
        }
        assertThat(threads()).isSubsetOf(before);
    }

    private static void settle(TransferService transfers, TransferRequest request) {
        while (true) {
            try {
                transfers.transfer(request);
                return;
            } catch (BankUnavailableException away) {
                // once more, with the same id
            }
        }
    }

    /** Waits until the server has noticed that the others are gone; the test's own bound ends it. */
    private static void awaitSessions(TortureServer server, int most) throws SQLException {
        try (Connection connection = server.dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            while (true) {
                try (ResultSet row = statement.executeQuery(SESSIONS)) {
                    row.next();
                    if (row.getInt(1) <= most && row.getInt(2) == 0) {
                        return;
                    }
                }
            }
        }
    }

    private static Set<Thread> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().startsWith("simple-bank"))
                .collect(Collectors.toSet());
    }
}
