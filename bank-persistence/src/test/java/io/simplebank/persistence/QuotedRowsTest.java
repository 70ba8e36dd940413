package io.simplebank.persistence;

import static io.simplebank.persistence.CapturedLog.printed;
import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.Opening.Opened;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.util.UUID;
import java.util.logging.Level;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/**
 * PostgreSQL quotes the row that a constraint refuses ("Failing row contains …"): whose it is, and what for. No error of
 * the library's repeats that, nor does a log of what the library sets up itself.
 */
@ExtendWith(BankExtension.class)
class QuotedRowsTest {

    private static final String PRIVATE = "for the clinic";

    private final TestDatabase database;
    private final Scene scene;
    private final TransferRequest request;
    private final OpenAccount opening = OpenAccount.of(PRIVATE, EUR);

    QuotedRowsTest(TestDatabase database, Bank bank) throws Exception {
        this.database = database;
        scene = new Scene(bank.transfers(), bank.accounts(), database.superuser());
        UUID world = scene.world();
        request = TransferRequest.of(world, scene.empty(), eur("1.00")).withReference(PRIVATE);
        scene.execute("alter table bank.transfers drop constraint if exists not_now, add constraint not_now"
                + " check (reference not like '%clinic') not valid");
        scene.execute("alter table bank.accounts drop constraint if exists not_now, add constraint not_now"
                + " check (owner not like '%clinic') not valid");
    }

    @ParameterizedTest
    @EnumSource
    void noErrorAndNoLogQuotesARow(Opening way) {
        CapturedLog log = new CapturedLog(Level.FINE);
        try (Opened opened = way.on(database.url(), builder -> builder)) {
            assertRefused(opened.bank().transfers(), opened.bank().accounts());
        } finally {
            log.close();
        }
        if (way != Opening.USING) { // there, Hibernate and its log are the host's
            assertThat(log.lines()).noneMatch(line -> line.contains(PRIVATE));
        }
    }

    @Test
    void noErrorInTheCallersTransactionQuotesARow(EntityManagerFactory factory) {
        CallersOf callers = new CallersOf(factory);
        assertRefused(callers.transfers(), callers.accounts());
    }

    @ParameterizedTest
    @EnumSource
    void aPlainTriggerIsAConstraintToo(Way way, Bank bank, EntityManagerFactory factory) throws Exception {
        scene.execute("alter table bank.transfers drop constraint not_now");
        scene.execute("""
                create or replace function public.refuse() returns trigger language plpgsql as $$
                begin
                  raise exception 'not now' using detail = 'Failing row contains ' || new::text;
                end $$;
                create or replace trigger not_now before insert on bank.transfers
                for each row when (new.reference like '%clinic') execute function public.refuse()""");

        PostingRefusedException refusal = scene.refused(
                PostingRefusedException.class,
                () -> way.transfers(bank, factory).transfer(request));

        assertThat(refusal.getConstraint()).isEqualTo("SQLState P0001");
        assertThat(printed(refusal)).contains("not now").doesNotContain(PRIVATE).doesNotContain("Failing row");
        scene.execute("drop trigger not_now on bank.transfers");
    }

    private void assertRefused(TransferService transfers, AccountService accounts) {
        assertQuotesNothing(scene.refused(PostingRefusedException.class, () -> transfers.transfer(request)));
        assertQuotesNothing(scene.refused(PostingRefusedException.class, () -> accounts.open(opening)));
    }

    private static void assertQuotesNothing(PostingRefusedException refusal) {
        assertThat(refusal.getConstraint()).isEqualTo("not_now");
        assertThat(refusal).hasRootCauseInstanceOf(java.sql.SQLException.class);
        assertThat(printed(refusal))
                .contains("violates check constraint")
                .doesNotContain(PRIVATE)
                .doesNotContain("Failing row");
    }
}
