package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;

import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.time.Duration;
import java.util.UUID;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.joda.money.CurrencyUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** What the server is told not to wait longer for: constraints in the database look at it. */
@Tag("server")
@ExtendWith(BankExtension.class)
class TimeoutsTest {

    private static final String CHECK = """
            alter table bank.%s add constraint timeouts_are_as_set
            check (array[current_setting('lock_timeout'), current_setting('statement_timeout'),
                current_setting('idle_in_transaction_session_timeout')] = '{%s}') not valid""";

    /** A posting that takes longer than anybody waits. */
    private static final String SLOW = """
            create function public.take_your_time() returns trigger language plpgsql as $$
            begin
              if new.reference = 'slow' then perform pg_sleep(600); end if;
              return new;
            end $$;
            create trigger take_your_time before insert on bank.transfers
            for each row execute function public.take_your_time()""";

    private final TestDatabase database;
    private final Scene scene;
    private final UUID from;
    private final UUID to;

    TimeoutsTest(TestDatabase database, Bank any) {
        this.database = database;
        scene = new Scene(any.transfers(), any.accounts(), database.superuser());
        from = scene.world();
        to = scene.empty();
    }

    @AfterEach
    void dropWhatLooks() throws Exception {
        scene.execute("alter table bank.transfers drop constraint if exists timeouts_are_as_set");
        scene.execute("alter table bank.accounts drop constraint if exists timeouts_are_as_set");
        scene.execute("drop function if exists public.take_your_time cascade");
    }

    @ParameterizedTest
    @EnumSource
    void aGroupWaitsBrieflyForAnAccountAndTenSecondsForAStatement(Opening opening) throws Throwable {
        try (Opened opened = opening.on(database.url(), builder -> builder)) {
            accepts(
                    "transfers",
                    "200ms,10200ms,10s",
                    () -> opened.bank().transfers().transfer(TransferRequest.of(from, to, eur("1.00"))));
        }
    }

    @ParameterizedTest
    @EnumSource
    void anyOtherTransactionWaitsFiveSecondsForAnAccount(Opening opening) throws Throwable {
        try (Opened opened = opening.on(database.url(), builder -> builder)) {
            accepts(
                    "accounts",
                    "5s,15s,10s",
                    () -> opened.bank().accounts().open(OpenAccount.of("somebody", CurrencyUnit.EUR)));
        }
    }

    @ParameterizedTest
    @EnumSource
    void waitsForAsLongAsIsSet(Opening opening) throws Throwable {
        try (Opened opened = opening.on(
                database.url(),
                builder -> builder.lockTimeout(Duration.ofMillis(150)).statementTimeout(Duration.ofSeconds(2)))) {
            accepts(
                    "transfers",
                    "150ms,2150ms,2s",
                    () -> opened.bank().transfers().transfer(TransferRequest.of(from, to, eur("1.00"))));
            accepts(
                    "accounts",
                    "150ms,2150ms,2s",
                    () -> opened.bank().accounts().open(OpenAccount.of("somebody", CurrencyUnit.EUR)));
        }
    }

    /** That a constraint is met, after a look that it would not let anything else through. */
    private void accepts(String table, String timeouts, ThrowingCallable call) throws Throwable {
        scene.execute(CHECK.formatted(table, "0,0,0"));
        scene.refused(PostingRefusedException.class, call);
        dropWhatLooks();
        scene.execute(CHECK.formatted(table, timeouts));
        call.call();
        dropWhatLooks();
    }

    @ParameterizedTest
    @EnumSource
    void whatTakesTooLongIsNotDone(Opening opening) throws Exception {
        scene.execute(SLOW);
        try (Opened opened = opening.on(database.url(), builder -> builder.statementTimeout(Duration.ofSeconds(1)))) {
            TransferService transfers = opened.bank().transfers();
            TransferRequest slow = TransferRequest.of(from, to, eur("1.00")).withReference("slow");

            scene.refused(BankUnavailableException.class, () -> transfers.transfer(slow));

            transfers.transfer(TransferRequest.of(from, to, eur("1.00")));
            dropWhatLooks();
            transfers.transfer(slow);
        }
    }
}
