package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.UUID;
import java.util.function.UnaryOperator;
import java.util.stream.IntStream;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** A transaction that always loses against others is tried as often as was set, and no more. */
@ExtendWith(BankExtension.class)
class AttemptsTest {

    private static final String ALWAYS_LOSES = """
            create or replace function public.lose() returns trigger language plpgsql as $$
            begin
              raise exception 'another was first' using errcode = '%s';
            end $$;
            create trigger lose before insert on bank.transfers for each row execute function public.lose();
            create trigger lose before insert on bank.accounts for each row when (new.owner = 'loser')
            execute function public.lose()""";

    private final TestDatabase database;
    private final Scene scene;
    private final UUID world;
    private final UUID alice;
    private final Heard heard = new Heard();

    AttemptsTest(TestDatabase database, Bank bank) {
        this.database = database;
        scene = new Scene(bank.transfers(), bank.accounts(), database.superuser());
        world = scene.world();
        alice = scene.empty();
    }

    @BeforeEach
    void lose() throws SQLException {
        loseWith("40001");
    }

    private void loseWith(String sqlState) throws SQLException {
        win();
        PlainSql.execute(database.superuser(), ALWAYS_LOSES.formatted(sqlState));
    }

    @AfterEach
    void win() throws SQLException {
        PlainSql.execute(database.superuser(), "drop function if exists public.lose cascade");
    }

    private Bank bank(UnaryOperator<BankBuilder> setup) {
        return setup.apply(Bank.at(database.url()).listener(heard)).open();
    }

    private void assertTried(Bank bank, int times, String sqlState) {
        TransferRequest request = TransferRequest.of(world, alice, eur("1.00"));
        OpenAccount opening = OpenAccount.of("loser", CurrencyUnit.EUR);
        AccountBusyException refusal =
                scene.refused(AccountBusyException.class, () -> bank.transfers().transfer(request));
        assertThat(refusal.getRequestId()).isEqualTo(request.id());
        scene.refused(AccountBusyException.class, () -> bank.accounts().open(opening));
        assertThat(heard.of(BankListener.Retry.class))
                .isEqualTo(IntStream.range(0, 2 * (times - 1))
                        .mapToObj(retry -> new BankListener.Retry(sqlState, 1 + retry % Math.max(1, times - 1)))
                        .toList());
    }

    @Test
    void areTenByDefault() {
        try (Bank bank = bank(builder -> builder)) {
            assertTried(bank, 10, "40001");
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 5})
    void areAsManyAsWereSet(int attempts) {
        try (Bank bank = bank(builder -> builder.attempts(attempts))) {
            assertTried(bank, attempts, "40001");
        }
    }

    @ParameterizedTest
    @CsvSource({"40001", "40P01"})
    void followASerializationFailureAndADeadlock(String sqlState) throws SQLException {
        loseWith(sqlState);
        try (Bank bank = bank(builder -> builder.attempts(3))) {
            assertTried(bank, 3, sqlState);
        }
    }

    @Test
    void followNothingElse() throws SQLException {
        loseWith("57014"); // cancelled
        try (Bank bank = bank(builder -> builder)) {
            scene.refused(
                    io.simplebank.domain.BankUnavailableException.class,
                    () -> bank.transfers().transfer(TransferRequest.of(world, alice, eur("1.00"))));
        }
        assertThat(heard.of(BankListener.Retry.class)).isEmpty();
    }
}
