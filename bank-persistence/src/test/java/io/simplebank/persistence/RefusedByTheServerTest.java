package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What PostgreSQL itself refuses for the sake of one call ends neither the calls beside it nor those behind. */
@ExtendWith(BankExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class RefusedByTheServerTest {

    private static final String EMOJI = "paid \uD83D\uDE00";

    private final TestDatabase database;
    private final Bank bank;

    RefusedByTheServerTest(TestDatabase database, Bank bank) {
        this.database = database;
        this.bank = bank;
    }

    /** Triggers on {@code bank.transfers} for the reference {@code BAD}, and the SQLState of what they run into. */
    static Stream<Arguments> triggers() {
        return Stream.of(
                Arguments.of("perform public.f()", "54001", PostingRefusedException.class), // itself, without end
                Arguments.of("perform 1 / 0", "22012", PostingRefusedException.class),
                Arguments.of("perform 'x'::int", "22P02", PostingRefusedException.class),
                Arguments.of("perform (select 1 union all select 2)", "21000", PostingRefusedException.class),
                Arguments.of("select 1 into strict n from pg_class", "P0003", PostingRefusedException.class),
                Arguments.of("select 1 into strict n where false", "P0002", PostingRefusedException.class),
                Arguments.of("assert false", "P0004", PostingRefusedException.class),
                Arguments.of("case 1 when 2 then null; end case", "20000", PostingRefusedException.class),
                Arguments.of("execute 'selekt'", "42601", PostingRefusedException.class),
                Arguments.of("execute 'commit'", "0A000", PostingRefusedException.class),
                Arguments.of("commit", "2D000", PostingRefusedException.class),
                Arguments.of("perform repeat('x', 300)::varchar(200)::bit(3)", "22P02", PostingRefusedException.class),
                Arguments.of("insert into audit_log values (1)", "42P01", SchemaMismatchException.class),
                Arguments.of("perform shop.check_limit(1)", "3F000", SchemaMismatchException.class),
                Arguments.of("perform new.nothing", "42703", SchemaMismatchException.class),
                Arguments.of("perform check_limit(new)", "42883", SchemaMismatchException.class));
    }

    @ParameterizedTest
    @MethodSource("triggers")
    void aTriggerRefusesItsOwnCall(String body, String state, Class<? extends BankException> kind) throws SQLException {
        PlainSql.execute(database.superuser(), """
                create or replace function public.f() returns void language plpgsql as $$ begin perform public.f(); end $$;
                create or replace function public.t() returns trigger language plpgsql as $$
                declare n int;
                begin
                  %s;
                  return new;
                end $$;
                create or replace trigger t before insert on bank.transfers for each row when (new.reference = 'BAD')
                execute function public.t()""".formatted(body));
        BankException reason = assertRefused(bank, "BAD");

        assertThat(SqlState.of(reason)).isEqualTo(state);
        assertThat(reason).isExactlyInstanceOf(kind).hasMessageContaining(state);
    }

    @Test
    void aPolicyRefusesItsOwnCall() throws SQLException {
        PlainSql.execute(database.superuser(), """
                create policy everything on bank.transfers using (true) with check (reference <> 'NOT YOURS');
                alter table bank.transfers enable row level security""");
        try (User writer = User.of(database, "simplebank_writer");
                Bank theirs = writer.bank().open()) {
            assertThat(SqlState.of(assertRefused(theirs, "NOT YOURS"))).isEqualTo(SqlState.INSUFFICIENT_PRIVILEGE);
        }
    }

    @Test
    void anEncodingWithoutTheCharactersRefusesItsOwnCall() throws SQLException {
        TestDatabase owned = TestDatabase.createEmpty(); // by a superuser, who migrates
        String name = owned.url().replaceAll(".*/(\\w+).*", "$1");
        PlainSql.execute(
                owned.superuser(),
                "create database " + name + "_latin1 encoding 'LATIN1' locale 'C' template template0");
        try (Bank latin =
                Bank.at(owned.url().replace(name, name + "_latin1")).migrate().open()) {
            assertThat(SqlState.of(assertRefused(latin, EMOJI))).isEqualTo("22P05");
            assertThat(assertRefused(latin, "\u20AC").getOutcome()).isEqualTo(Outcome.NOT_DONE); // of LATIN9
            assertThatThrownBy(() -> latin.accounts().open(OpenAccount.of(EMOJI, EUR)))
                    .isInstanceOf(PostingRefusedException.class);
            assertThatThrownBy(() -> latin.transfers().listByReference(EMOJI, null, 1))
                    .isInstanceOf(PostingRefusedException.class);
            assertThat(latin.audit().isClean()).isTrue();
        } finally {
            PlainSql.execute(owned.superuser(), "drop database " + name + "_latin1 with (force)");
            owned.close();
        }
    }

    /** Sends a call between two others, and as the only one. */
    private static BankException assertRefused(Bank bank, String reference) {
        List<TransferRequest> requests = Stream.of("first", reference, "last")
                .map(text -> payment(bank, text))
                .toList();

        List<TransferOutcome> outcomes = bank.transfers().transferEach(requests);

        assertThat(outcomes).extracting(outcome -> outcome instanceof Posted).containsExactly(true, false, true);
        BankException reason = ((Refused) outcomes.get(1)).reason();
        assertThat(reason.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        assertThat(reason.getRequestId()).isEqualTo(requests.get(1).id());
        assertThat(bank.transfers().transferEach(requests.subList(1, 2))).hasOnlyElementsOfType(Refused.class);
        return reason;
    }

    private static TransferRequest payment(Bank bank, String reference) {
        Scene scene = new Scene(bank.transfers(), bank.accounts(), null);
        return TransferRequest.of(scene.world(), scene.empty(), eur("1.00")).withReference(reference);
    }
}
