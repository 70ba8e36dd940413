package io.simplebank.persistence;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.Hold;
import io.simplebank.domain.OpenAccount;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferRequest;
import io.simplebank.persistence.testing.BankExtension;
import io.simplebank.persistence.testing.TestDatabase;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Consumer;
import java.util.function.Function;
import org.joda.money.Money;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What a user who has the role {@code simplebank_reader} can do, which is to read. */
@ExtendWith(BankExtension.class)
class ReaderTest {

    private static final Money EURO = Money.of(EUR, 1);

    private final TestDatabase database;
    private final Bank writer;
    private final User user;
    private final Bank reader;
    private final UUID alice;
    private final UUID bob;
    private final UUID newcomer;
    private final Transfer transfer;
    private final Hold hold;

    ReaderTest(TestDatabase database, Bank writer) throws SQLException {
        this.database = database;
        this.writer = writer;
        user = User.of(database, "simplebank_reader");
        reader = user.bank().open();
        alice = open(OpenAccount.of("alice", EUR).withoutMinimumBalance());
        bob = open(OpenAccount.of("bob", EUR));
        newcomer = open(OpenAccount.of("carol", EUR));
        transfer = writer.transfers().transfer(request());
        hold = writer.transfers().hold(request(), Duration.ofDays(1));
    }

    private UUID open(OpenAccount request) {
        return writer.accounts().open(request).getId();
    }

    private TransferRequest request() {
        return TransferRequest.of(alice, bob, EURO).withReference("rent");
    }

    @AfterEach
    void close() throws SQLException {
        reader.close();
        user.close();
    }

    @Test
    void readsWhatTheWriterReads() {
        Instant from = transfer.getBookedAt();
        Instant to = from.plusSeconds(1);
        List<Function<Bank, Object>> questions = List.of(
                bank -> bank.accounts().get(alice).getBalance(),
                bank -> bank.accounts().find(bob).orElseThrow().getPosition(),
                bank -> bank.accounts().list(0, 100),
                bank -> bank.accounts().list("alice", 0, 100),
                bank -> bank.accounts().list(alice, 100),
                bank -> bank.accounts().list("alice", null, 100),
                bank -> bank.accounts().entry(alice, 1).getAmount(),
                bank -> bank.accounts().entries(alice, 0, 10).size(),
                bank -> bank.accounts().balanceAt(alice, to),
                bank -> bank.accounts().statement(alice, from, to).toString(),
                bank -> bank.accounts().stream(alice, from, to).count(),
                bank -> bank.transfers().find(transfer.getId()).orElseThrow().getAmount(),
                bank -> bank.transfers().list(alice, 0, 10),
                bank -> bank.transfers().listByReference("rent", null, 10),
                bank -> bank.transfers().findHold(hold.getId()).orElseThrow().getStatus(),
                bank -> bank.transfers().pendingHolds(alice, 0, 10).size(),
                bank -> bank.transfers().pendingHolds(alice, alice, 10).size(),
                bank -> bank.feed().read(0, 10),
                bank -> bank.audit().transfers(),
                bank -> bank.audit().findings());

        for (Function<Bank, Object> question : questions) {
            assertThat(question.apply(reader)).isEqualTo(question.apply(writer));
        }
    }

    @Test
    void writesNothingThroughTheLibrary() {
        Hold other = writer.transfers().hold(request(), Duration.ofDays(1));
        Map<String, Consumer<Bank>> writes = new LinkedHashMap<>();
        writes.put("open", bank -> bank.accounts().open(OpenAccount.of("dave", EUR)));
        writes.put("transfer", bank -> bank.transfers().transfer(request()));
        writes.put("reverse", bank -> bank.transfers().reverse(transfer.getId()));
        writes.put("hold", bank -> bank.transfers().hold(request(), Duration.ofDays(1)));
        writes.put("capture", bank -> bank.transfers().capture(hold.getId()));
        writes.put("release", bank -> bank.transfers().release(other.getId()));
        writes.put("blank", bank -> bank.transfers().blankReference(transfer.getId()));
        writes.put("freeze", bank -> bank.accounts().freeze(alice));
        writes.put("limit", bank -> bank.accounts().setMinimumBalance(alice, null));
        writes.put("delete", bank -> bank.accounts().delete(newcomer));
        Contents before = Contents.of(database.dataSource());

        writes.forEach((name, write) -> {
            BankException refusal = catchThrowableOfType(BankException.class, () -> write.accept(reader));
            assertThat((Throwable) refusal).as(name).isNotNull();
            assertThat(refusal.getOutcome()).as(name).isEqualTo(Outcome.NOT_DONE);
            assertThat(SqlState.of(refusal)).as(name).isEqualTo(PlainSession.INSUFFICIENT_PRIVILEGE);
        });

        assertThat(Contents.of(database.dataSource())).isEqualTo(before);
        writes.values().forEach(write -> write.accept(writer));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "update bank.accounts set version = version",
                "delete from bank.accounts",
                "insert into bank.accounts select * from bank.accounts",
                "truncate bank.entries",
                "select * from bank.accounts for share",
                "update public.simplebank_changelog set orderexecuted = orderexecuted",
                "set role simplebank_writer"
            })
    void writesNothingAroundIt(String sql) throws SQLException {
        try (PlainSession session = new PlainSession(user.dataSource())) {
            session.assertDenied(sql);
        }
    }
}
