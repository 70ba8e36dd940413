package io.simplebank.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;

import io.simplebank.domain.TransferOutcome.Origin;
import io.simplebank.domain.TransferRequest.LeastBalance;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.io.Serializable;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.joda.money.Money;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Hosts put requests into queues and what came of them into sessions and caches; {@link BankExceptionTest} has the errors. */
class SerializationTest {

    private static final Money EUR_1 = Money.ofMinor(EUR, 100);

    static List<Serializable> values() {
        Account alice = TestAccount.with(100).build();
        Account bob = TestAccount.empty();
        LeastBalance least = new LeastBalance(bob.getId(), EUR_1);
        TransferRequest request = TestAccount.request(alice, bob, 1).withReference("füß \uD83D\uDCB0");
        TransferRequest watchful = new TransferRequest(
                UUID.randomUUID(), alice.getId(), bob.getId(), EUR_1, null, TransferRequest.Extent.UP_TO, least);
        Hold hold =
                Hold.place(TestAccount.request(alice, bob, 1), alice, bob, null, Duration.ofDays(1), TestAccount.NOW);
        Posting posting = TestAccount.post(alice, bob, 1);
        Transfer transfer = posting.transfer();
        DatabaseSession session = new DatabaseSession(1, "root", null, SessionState.values()[0], null, null, "select");
        LockWait wait = new LockWait(
                session, List.of(session), "tuple", "ExclusiveLock", null, alice.getId(), Duration.ofSeconds(1));
        LedgerLock lock = new LedgerLock(session, "bank.accounts", "relation", "RowShareLock", true, null);
        AuditFinding finding = new AuditFinding(AuditRule.values()[0], "EUR", alice.getId(), 1L, null, null, "1", "2");
        return List.of(
                least,
                request,
                watchful,
                OpenAccount.of("alice", EUR).withMaximumBalance(EUR_1),
                OpenAccount.of("world", EUR).withoutMinimumBalance(),
                alice,
                bob,
                hold,
                hold.release(alice, TestAccount.NOW),
                posting,
                transfer,
                posting.debit(),
                new Hold.Capture(hold, posting),
                new Entry.Key(alice.getId(), 1),
                new TransferEvent(1, transfer),
                new TransferOutcome.Posted(request, transfer, Origin.REPLAY),
                new TransferOutcome.Refused(request, new AccountNotFoundException(request.id(), bob.getId())),
                Statement.of(
                        alice.getId(),
                        Instant.EPOCH,
                        Instant.MAX,
                        "EUR",
                        posting.debit().getBalanceMinor() - posting.debit().getAmountMinor(),
                        List.of(posting.debit()),
                        posting.debit().getBalanceMinor()),
                session,
                wait,
                lock,
                new LockReport(Instant.EPOCH, List.of(wait), 1, List.of(lock), 1),
                finding,
                new AuditReport(Instant.EPOCH, 1, 1, 1, 1, 1, List.of(finding), Map.of(AuditRule.values()[0], 1L)));
    }

    @ParameterizedTest
    @MethodSource("values")
    void comesBackAsItWas(Serializable value) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(value);
        }
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            Object read = in.readObject();
            assertThat(read)
                    .usingRecursiveComparison()
                    .ignoringFieldsMatchingRegexes(".*stackTrace", ".*suppressedExceptions", ".*cause")
                    .isEqualTo(value);
            assertThat(read).hasSameClassAs(value).hasToString(value.toString());
        }
    }

    @Test
    void isTriedWithEachTypeThatCanBeNamed() {
        assertThat(WallsTest.values()).allMatch(type -> values().stream().anyMatch(type::isInstance));
    }
}
