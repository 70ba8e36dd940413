package io.simplebank.persistence.torture;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import com.zaxxer.hikari.HikariConfig;
import com.zaxxer.hikari.HikariDataSource;
import io.simplebank.domain.Account;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.Entry;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferEvent;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Bank;
import io.simplebank.persistence.BankBuilder;
import io.simplebank.persistence.IsolationLevel;
import jakarta.persistence.EntityManagerFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.hibernate.jpa.HibernatePersistenceConfiguration;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.postgresql.ds.PGSimpleDataSource;

/**
 * After a planned switch-over the old primary is back, as a standby. Connections live that lead there, and nothing can be
 * posted over them.
 */
@Tag("alone")
class SwitchOverTest {

    private static final int CONNECTIONS = 4;

    @TempDir
    private static Path folder;

    private static Servers servers;
    private static UUID world;
    private static UUID alice;

    /** An address, which leads to the primary, but for a moment after a switch-over. */
    private Network address;

    private final List<AutoCloseable> opened = new ArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        servers = Servers.start(folder);
        try (Bank bank = Bank.on(servers.primary().dataSource()).migrate().open()) {
            world = bank.accounts()
                    .open(OpenAccount.of("world", EUR).withoutMinimumBalance())
                    .getId();
            alice = bank.accounts().open(OpenAccount.of("alice", EUR)).getId();
        }
    }

    @AfterAll
    static void stop() {
        servers.close();
    }

    @BeforeEach
    void lead() throws Exception {
        address = new Network(servers.primary().port(), 0);
    }

    @AfterEach
    void close() throws Exception {
        for (int i = opened.size() - 1; i >= 0; i--) {
            opened.get(i).close();
        }
        address.close();
        try (Bank bank = Bank.on(servers.primary().dataSource()).open()) {
            assertThat(bank.audit().isClean()).isTrue();
        }
    }

    private <T extends AutoCloseable> T closedLater(T resource) {
        opened.add(resource);
        return resource;
    }

    /** Whose pool the bank is on. */
    private enum Pool {
        ITS_OWN {
            @Override
            BankBuilder on(String url, SwitchOverTest test) {
                return Bank.at(url).poolSize(CONNECTIONS);
            }
        },
        HIKARI {
            @Override
            BankBuilder on(String url, SwitchOverTest test) {
                return Bank.on(test.closedLater(hikari(url)));
            }
        },
        HIKARI_OF_A_PERSISTENCE_UNIT {
            @Override
            BankBuilder on(String url, SwitchOverTest test) {
                HikariDataSource pool = test.closedLater(hikari(url));
                EntityManagerFactory factory = test.closedLater(new HibernatePersistenceConfiguration("host")
                        .managedClasses(Account.class, Transfer.class, Entry.class, Hold.class)
                        .property("jakarta.persistence.nonJtaDataSource", pool)
                        .createEntityManagerFactory());
                return Bank.using(factory);
            }
        },
        ANOTHER {
            @Override
            BankBuilder on(String url, SwitchOverTest test) {
                PGSimpleDataSource source = new PGSimpleDataSource();
                source.setUrl(url);
                return Bank.on(test.closedLater(new PlainPool(source)).dataSource());
            }
        };

        abstract BankBuilder on(String url, SwitchOverTest test);

        private static HikariDataSource hikari(String url) {
            HikariConfig config = new HikariConfig();
            config.setJdbcUrl(url);
            config.setMaximumPoolSize(CONNECTIONS);
            return new HikariDataSource(config);
        }
    }

    private Bank open(Pool pool, IsolationLevel level, Integer... ports) {
        return closedLater(pool.on(TortureServer.url(TortureServer.SUPERUSER, ports), this)
                .isolation(level)
                .open());
    }

    private static TransferRequest payment() {
        return TransferRequest.of(world, alice, Money.parse("EUR 1.00"));
    }

    private static BankUnavailableException failure(Bank bank, TransferRequest request) {
        return catchThrowableOfType(
                BankUnavailableException.class, () -> bank.transfers().transfer(request));
    }

    /** The old primary is back as a standby, and there is no other primary yet: calls have filled the pool again. */
    private static void awaitTheStandby(Bank bank) {
        BankUnavailableException failure;
        do {
            failure = failure(bank, payment());
        } while (failure == null || !failure.getMessage().contains("is a standby"));
        assertThat(failure.getOutcome()).isEqualTo(Outcome.NOT_DONE);
    }

    @ParameterizedTest
    @EnumSource
    void leavesTheServerThatAnAddressLedTo(Pool pool) throws Exception {
        leaves(pool, IsolationLevel.READ_COMMITTED);
    }

    /** A standby has no such level, and says so before it says that it takes no writes. */
    @ParameterizedTest
    @EnumSource(names = {"ITS_OWN", "HIKARI"})
    void leavesItAtSerializableToo(Pool pool) throws Exception {
        leaves(pool, IsolationLevel.SERIALIZABLE);
    }

    private void leaves(Pool pool, IsolationLevel level) throws Exception {
        Bank bank = open(pool, level, address.port());
        Transfer before = bank.transfers().transfer(payment());
        servers.beginSwitchOver();
        awaitTheStandby(bank);
        if (level != IsolationLevel.SERIALIZABLE) {
            assertThat(bank.transfers().find(before.getId())).isPresent();
            assertThatThrownBy(() -> bank.feed().read(0, 1)).isExactlyInstanceOf(IllegalStateException.class);
        }
        servers.finishSwitchOver();
        address.leadTo(servers.primary().port());

        // Over connections that lead to the standby, as no other calls have been made meanwhile.
        Transfer after = bank.transfers().transfer(payment());
        assertThat(bank.transfers().reverse(after.getId()).getReversesId()).isEqualTo(after.getId());
        assertThat(bank.feed().read(0, 1_000))
                .extracting(TransferEvent::transfer)
                .contains(before, after);
    }

    /** What was posted on the primary and has not come to the standby is not told to be missing. */
    @Test
    void whatIsReadAheadOfTheLocksIsNotMissingOnAStandby() throws Exception {
        Bank bank = open(Pool.HIKARI, IsolationLevel.READ_COMMITTED, address.port());
        servers.beginSwitchOver();
        awaitTheStandby(bank);
        assertThat(bank.accounts().get(alice).getOwner()).isEqualTo("alice"); // the pool is filled again

        BankUnavailableException failure = catchThrowableOfType(
                BankUnavailableException.class, () -> bank.transfers().reverse(UUID.randomUUID()));

        assertThat(failure).hasMessageContaining("is a standby");
        servers.finishSwitchOver();
    }

    @Test
    void findsThePrimaryAmongSeveralServers() throws Exception {
        Integer old = servers.primary().port();
        Integer other = servers.standby().port();
        Bank bank = open(Pool.ITS_OWN, IsolationLevel.READ_COMMITTED, old, other);
        bank.transfers().transfer(payment());
        servers.beginSwitchOver();
        servers.finishSwitchOver();

        while (failure(bank, payment()) != null) {
            Thread.onSpinWait();
        }
        try (Bank another = Bank.at(TortureServer.url(TortureServer.SUPERUSER, old, other))
                .migrate()
                .open()) {
            another.transfers().transfer(payment());
        }
        String toRead = TortureServer.url(TortureServer.SUPERUSER, old, other) + "&targetServerType=secondary";
        try (Bank reader = Bank.at(toRead).open()) {
            assertThat(reader.accounts().get(alice).getOwner()).isEqualTo("alice");
            assertThat(failure(reader, payment())).hasMessageContaining("is a standby");
        }
    }

    @Test
    void readsOnAStandbyAndSaysWhyItDoesNotWrite() {
        String url =
                TortureServer.url(TortureServer.SUPERUSER, servers.standby().port());
        try (Bank bank = Bank.at(url).migrate().open()) { // which finds nothing to do
            assertThat(bank.accounts().list(0, 10)).hasSize(2);
            assertThat(bank.audit().isClean()).isTrue();
            BankUnavailableException failure = failure(bank, payment());
            assertThat(failure.getOutcome()).isEqualTo(Outcome.NOT_DONE);
            assertThat(failure).hasMessageContaining("is a standby").hasMessageContaining("targetServerType=primary");
            assertThat(bank.accounts().list(0, 10)).hasSize(2);
        }
    }

    @Test
    void isNotOpenedForWritingWhereThereIsNoPrimary() {
        Integer standby = servers.standby().port();
        BankBuilder builder = Bank.at(TortureServer.url(TortureServer.SUPERUSER, standby, standby));

        assertThatThrownBy(builder::open)
                .isExactlyInstanceOf(BankUnavailableException.class)
                .hasMessageContaining("One of several must be the primary and take writes");
    }
}
