package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.stream.IntStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Connections that a setting forbids to write. A standby answers in the same way, and says that it is one. */
class ReadOnlyTest {

    private static final int ATTEMPTS = 3;

    private final TestDatabase database = TestDatabase.create();
    private final String name = database.url().replaceAll(".*/(\\w+).*", "$1");
    private final Heard heard = new Heard();

    @AfterEach
    void close() {
        database.close();
    }

    /** Where it is forbidden, too. */
    private void execute(String sql) throws SQLException {
        PlainSql.execute(database.superuser(), "begin read write; " + sql + "; commit");
    }

    private void forbid() throws SQLException {
        execute("alter database " + name + " set default_transaction_read_only = on");
    }

    private void allow() throws SQLException {
        execute("alter database " + name + " reset default_transaction_read_only");
    }

    private static void assertRefused(ThrowingCallable call) {
        BankUnavailableException refusal = catchThrowableOfType(BankUnavailableException.class, call);
        assertThat(refusal).hasMessageContaining("default_transaction_read_only");
        assertThat(refusal.getOutcome()).isEqualTo(Outcome.NOT_DONE);
    }

    @ParameterizedTest
    @EnumSource
    void areToldSoAfterSomeAttemptsAndReplacedWhenWritesAreAllowed(Opening way) throws SQLException {
        forbid();
        try (Opened opened =
                way.on(database.url(), builder -> builder.attempts(ATTEMPTS).listener(heard))) {
            Bank bank = opened.bank();

            assertRefused(() -> bank.accounts().open(OpenAccount.of("alice", EUR)));
            assertThat(heard.of(BankListener.Retry.class))
                    .isEqualTo(IntStream.range(1, ATTEMPTS)
                            .mapToObj(attempt -> new BankListener.Retry("25006", attempt))
                            .toList());
            assertThat(bank.accounts().list(0, 10)).isEmpty(); // over a connection that stays read-only
            allow();

            Scene scene = new Scene(bank.transfers(), bank.accounts(), database.superuser());
            scene.move(scene.world(), scene.empty(), eur("1.00"));
        }
    }

    @Test
    void migrateNothing() throws SQLException {
        try (TestDatabase empty = TestDatabase.createEmpty()) {
            String itsName = empty.url().replaceAll(".*/(\\w+).*", "$1");
            execute("alter database " + itsName + " set default_transaction_read_only = on");

            BankUnavailableException refusal = catchThrowableOfType(
                    BankUnavailableException.class,
                    () -> Bank.at(empty.url()).migrate().open());

            assertThat(refusal).hasMessageContaining("default_transaction_read_only is set");
        }
    }
}
