package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.eur;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowable;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.AccountBusyException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.PostingRefusedException;
import io.simplebank.domain.SchemaMismatchException;
import io.simplebank.domain.TransferOutcome;
import io.simplebank.domain.TransferOutcome.Posted;
import io.simplebank.domain.TransferOutcome.Refused;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import jakarta.persistence.EntityManagerFactory;
import java.sql.SQLException;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.TestInstance.Lifecycle;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What each SQLState means for the call that is answered with it, all that PostgreSQL 15 to 18 know and some that teams
 * make up: it refuses this call, and those behind it are made, or it ends the stream.
 *
 * @see <a href="https://www.postgresql.org/docs/18/errcodes-appendix.html">PostgreSQL error codes</a>
 */
@Tag("anywhere")
@ExtendWith(BankExtension.class)
@TestInstance(Lifecycle.PER_CLASS)
class SqlStatesTest {

    /** Raises what the row names. */
    private static final String TRIGGERS = """
            create function public.raise_it() returns trigger language plpgsql as $$
            begin
              raise exception 'the host says no' using errcode = to_jsonb(new) ->> tg_argv[0];
            end $$;
            create trigger raise_it before insert on bank.transfers for each row
            when (new.reference ~ '^[0-9A-Z]{5}$') execute function public.raise_it('reference');
            create trigger raise_it before insert on bank.accounts for each row
            when (new.owner ~ '^[0-9A-Z]{5}$') execute function public.raise_it('owner')""";

    /** The connection, or the server, is gone: during COMMIT, which is sent along, nobody knows. */
    private static final String GONE =
            "08000 08001 08003 08004 08006 08007 08P01 25P03 25P04 57P01 57P02 57P03 57P04 57P05";

    /** The server or the session cannot do its work. */
    private static final String AWAY = """
            25000 25001 25002 25003 25004 25005 25006 25007 25008 25P01 25P02 26000 42P05 53000 53100 53200 53300 53400
            57000 57014 58000 58030 58P01 58P02 58P03 F0000 F0001 XX000 XX001 XX002""";

    /** Another transaction is in the way, at each attempt. */
    private static final String RIVALLED = "40000 40001 40003 40P01 55P03 72000";

    private static final String MISMATCHED = "3F000 42703 42704 42883 42P01";

    private static final String REFUSED = """
            01000 01003 01004 01006 01007 01008 0100C 01P01 02000 02001 03000 09000 0A000 0B000 0F000 0F001 0L000 0LP01
            0P000 0Z000 0Z002 10608 20000 21000 22000 22001 22002 22003 22004 22005 22007 22008 22009 22010 22011 22012
            22013 22014 22015 22016 22018 22019 2200B 2200C 2200D 2200F 2200G 2200H 2200L 2200M 2200N 2200S 2200T 2201B
            2201E 2201F 2201G 2201W 2201X 22021 22022 22023 22024 22025 22026 22027 2202E 2202G 2202H 22030 22031 22032
            22033 22034 22035 22036 22037 22038 22039 2203A 2203B 2203C 2203D 2203E 2203F 2203G 22P01 22P02 22P03 22P04
            22P05 22P06 23000 23001 23502 23503 23505 23514 23P01 24000 27000 28000 28P01 2B000 2BP01 2D000 2F000 2F002
            2F003 2F004 2F005 34000 38000 38001 38002 38003 38004 39000 39001 39004 39P01 39P02 39P03 3B000 3B001 3D000
            40002 42000 42501 42601 42602 42611 42622 42701 42702 42710 42712 42723 42725 42803 42804 42809 42830 42846
            428C9 42939 42P02 42P03 42P04 42P06 42P07 42P08 42P09 42P10 42P11 42P12 42P13 42P14 42P15 42P16 42P17 42P18
            42P19 42P20 42P21 42P22 44000 54000 54001 54011 54023 55000 55006 55P02 55P04 HV000 HV001 HV002 HV004 HV005
            HV006 HV007 HV008 HV009 HV00A HV00B HV00C HV00D HV00J HV00K HV00L HV00M HV00N HV00P HV00Q HV00R HV010 HV014
            HV021 HV024 HV090 HV091 P0000 P0001 P0002 P0003 P0004""";

    private static final String OF_TEAMS = "TEAM1 ZZ001 45000 99999 AB123 P0999 70001 ABCDE";

    private final TestDatabase database;
    private final Bank bank;
    private final Scene scene;
    private final UUID world;
    private final UUID till;

    SqlStatesTest(TestDatabase database) throws SQLException {
        this.database = database;
        this.bank = Bank.at(database.url())
                .attempts(2)
                .lockTimeout(Duration.ofSeconds(1))
                .poolSize(2)
                .open();
        this.scene = new Scene(bank.transfers(), bank.accounts(), database.superuser());
        this.world = scene.world();
        this.till = scene.empty();
        scene.execute(TRIGGERS);
    }

    @AfterAll
    void close() throws Exception {
        bank.close();
        TheBooks.areRight(database.dataSource());
    }

    private static Stream<Arguments> ofEach(String states, Class<? extends BankException> kind) {
        return Stream.of(states.split("\\s+")).map(state -> Arguments.of(state, kind));
    }

    static Stream<Arguments> refusals() {
        return Stream.of(
                        ofEach(REFUSED, PostingRefusedException.class),
                        ofEach(OF_TEAMS, PostingRefusedException.class),
                        ofEach(MISMATCHED, SchemaMismatchException.class),
                        ofEach(RIVALLED, AccountBusyException.class))
                .flatMap(each -> each);
    }

    static Stream<Arguments> ends() {
        return Stream.concat(
                Stream.of(GONE.split("\\s+")).map(state -> Arguments.of(state, Outcome.UNKNOWN)),
                Stream.of(AWAY.split("\\s+")).map(state -> Arguments.of(state, Outcome.NOT_DONE)));
    }

    private TransferRequest payment(String reference) {
        return TransferRequest.of(world, till, eur("1.00")).withReference(reference);
    }

    @ParameterizedTest
    @MethodSource("refusals")
    void refusesItsOwnCallAndNoOther(String state, Class<? extends BankException> kind) {
        List<TransferRequest> requests = List.of(payment("first"), payment(state), payment("last"));

        List<TransferOutcome> outcomes = bank.transfers().transferEach(requests);

        assertThat(outcomes).extracting(outcome -> outcome instanceof Posted).containsExactly(true, false, true);
        BankException reason = ((Refused) outcomes.get(1)).reason();
        assertThat(reason).isExactlyInstanceOf(kind);
        assertThat(reason.getOutcome()).isEqualTo(Outcome.NOT_DONE);
        assertThat(reason.getRequestId()).isEqualTo(requests.get(1).id());
        assertThat(SqlState.of(reason)).isEqualTo(state);
        assertThat(bank.transfers().find(requests.get(1).id())).isEmpty();
    }

    @ParameterizedTest
    @MethodSource
    void ends(String state, Outcome outcome) {
        List<TransferRequest> requests = List.of(payment("first"), payment(state), payment("last"));

        BankUnavailableException end = catchThrowableOfType(
                BankUnavailableException.class, () -> bank.transfers().transferEach(requests));

        assertThat(end.getOutcome()).isEqualTo(outcome);
        assertThat(SqlState.of(end)).isEqualTo(state);
        assertThat(bank.transfers().find(requests.get(1).id())).isEmpty();
        assertThat(bank.transfers().transferEach(List.of(requests.get(0), requests.get(2))))
                .hasOnlyElementsOfType(Posted.class);
    }

    @ParameterizedTest
    @CsvSource({"TEAM1", "22023", "42501", "0A000", "54000", "P0002"})
    void refusesAnAccountToo(String state) {
        OpenAccount opening = OpenAccount.of(state, EUR);

        PostingRefusedException refusal = scene.refused(
                PostingRefusedException.class, () -> bank.accounts().open(opening));

        assertThat(refusal.getConstraint()).isEqualTo("SQLState " + state);
        assertThat(refusal.getRequestId()).isEqualTo(opening.id());
        assertThat(scene.empty()).isNotNull();
    }

    @ParameterizedTest
    @CsvSource({
        "TEAM1, io.simplebank.domain.PostingRefusedException",
        "42501, io.simplebank.domain.PostingRefusedException",
        "42P01, io.simplebank.domain.SchemaMismatchException",
        "55P03, io.simplebank.domain.AccountBusyException",
        "25006, java.lang.IllegalStateException",
    })
    void meansTheSameInTheCallersTransaction(String state, Class<?> kind, EntityManagerFactory factory) {
        TransferRequest request = payment(state);

        Throwable refusal =
                catchThrowable(() -> new CallersOf(factory).transfers().transfer(request));

        assertThat(refusal).isExactlyInstanceOf(kind);
        if (refusal instanceof BankException reason) {
            assertThat(reason.getRequestId()).isEqualTo(request.id());
        }
    }

    /** Only who has begun a transaction can tell what becomes of it. */
    @ParameterizedTest
    @CsvSource({"40001", "40P01", "57014", "53100", "XX000"})
    void isPassedOnInTheCallersTransaction(String state, EntityManagerFactory factory) {
        TransferRequest request = payment(state);

        Throwable failure =
                catchThrowable(() -> new CallersOf(factory).transfers().transfer(request));

        assertThat(failure).isNotInstanceOf(BankException.class);
        assertThat(SqlState.of(failure)).isEqualTo(state);
    }

    @Test
    void whatIsRaisedAtCommitRefusesItsOwnCallToo() throws SQLException {
        scene.execute("""
                create function public.raise_late() returns trigger language plpgsql as $$
                begin
                  raise exception 'the host says no' using errcode = 'LATE1';
                end $$;
                create constraint trigger raise_late after insert on bank.transfers deferrable initially deferred
                for each row when (new.reference = 'late1') execute function public.raise_late()""");
        List<TransferRequest> requests = List.of(payment("first"), payment("late1"), payment("last"));

        List<TransferOutcome> outcomes = bank.transfers().transferEach(requests);

        assertThat(outcomes).extracting(outcome -> outcome instanceof Posted).containsExactly(true, false, true);
        assertThat(((Refused) outcomes.get(1)).reason())
                .isInstanceOfSatisfying(
                        PostingRefusedException.class,
                        reason -> assertThat(reason.getConstraint()).isEqualTo("SQLState LATE1"));
    }
}
