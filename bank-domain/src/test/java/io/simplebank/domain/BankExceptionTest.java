package io.simplebank.domain;

import static io.simplebank.domain.BankException.Outcome.NOT_DONE;
import static io.simplebank.domain.BankException.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;
import static org.joda.money.CurrencyUnit.EUR;
import static org.joda.money.CurrencyUnit.JPY;

import io.simplebank.domain.BankException.Outcome;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;
import org.joda.money.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.FieldSource;

/** Every refusal says which call it ended, what became of it, and who the culprits are. */
class BankExceptionTest {

    private static final UUID REQUEST = UUID.randomUUID();
    private static final UUID ACCOUNT = UUID.randomUUID();
    private static final UUID TRANSFER = UUID.randomUUID();
    private static final Money ONE = Money.parse("EUR 1.00");
    private static final Money TWO = Money.parse("EUR 2.00");
    private static final Money ZERO = Money.parse("EUR 0.00");
    private static final Exception CAUSE = new IllegalStateException("cause");

    /** One of each kind, and two of those whose outcome is given. */
    static final List<Expected> KINDS = List.of(
            new Expected(new AccountBusyException(REQUEST, "busy", CAUSE), REQUEST, NOT_DONE, CAUSE),
            new Expected(new AccountConflictException(ACCOUNT, "owner"), ACCOUNT, NOT_DONE, null, ACCOUNT, "owner"),
            new Expected(new AccountInUseException(ACCOUNT, ACCOUNT + " in use"), null, NOT_DONE, null, ACCOUNT),
            new Expected(new AccountNotFoundException(REQUEST, ACCOUNT), REQUEST, NOT_DONE, null, ACCOUNT),
            new Expected(
                    new AccountNotOpenException(REQUEST, ACCOUNT, AccountStatus.FROZEN),
                    REQUEST,
                    NOT_DONE,
                    null,
                    ACCOUNT,
                    AccountStatus.FROZEN),
            new Expected(
                    new AlreadyReversedException(REQUEST, TRANSFER, ONE, TWO),
                    REQUEST,
                    NOT_DONE,
                    null,
                    TRANSFER,
                    ONE,
                    TWO),
            new Expected(
                    new BalanceOverflowException(REQUEST, ACCOUNT, ONE, TWO),
                    REQUEST,
                    NOT_DONE,
                    null,
                    ACCOUNT,
                    ONE,
                    TWO),
            new Expected(new BankClosedException(REQUEST), REQUEST, NOT_DONE, null),
            new Expected(new BankInterruptedException(REQUEST, NOT_DONE, "queued", CAUSE), REQUEST, NOT_DONE, CAUSE),
            new Expected(new BankInterruptedException(REQUEST, UNKNOWN, "in flight", CAUSE), REQUEST, UNKNOWN, CAUSE),
            new Expected(
                    new BankUnavailableException(REQUEST, NOT_DONE, "no connection", CAUSE), REQUEST, NOT_DONE, CAUSE),
            new Expected(new BankUnavailableException(REQUEST, UNKNOWN, "lost", CAUSE), REQUEST, UNKNOWN, CAUSE),
            new Expected(
                    new CurrencyMismatchException(REQUEST, "account", ACCOUNT, "ISK", 0, 2),
                    REQUEST,
                    NOT_DONE,
                    null,
                    ACCOUNT,
                    "ISK",
                    0,
                    2),
            new Expected(new HoldExceededException(REQUEST, ONE, TWO), REQUEST, NOT_DONE, null, REQUEST, ONE, TWO),
            new Expected(
                    new HoldNotPendingException(REQUEST, HoldStatus.EXPIRED),
                    REQUEST,
                    NOT_DONE,
                    null,
                    REQUEST,
                    HoldStatus.EXPIRED),
            new Expected(
                    new InsufficientFundsException(REQUEST, ACCOUNT, ONE, TWO, ZERO),
                    REQUEST,
                    NOT_DONE,
                    null,
                    ACCOUNT,
                    ONE,
                    TWO,
                    ZERO),
            new Expected(
                    new LeastBalanceException(REQUEST, ACCOUNT, ONE, TWO), REQUEST, NOT_DONE, null, ACCOUNT, ONE, TWO),
            new Expected(
                    new MaximumBalanceException(REQUEST, ACCOUNT, ONE, TWO, ZERO),
                    REQUEST,
                    NOT_DONE,
                    null,
                    ACCOUNT,
                    ONE,
                    TWO,
                    ZERO),
            new Expected(new TransferNotFoundException(REQUEST, TRANSFER), REQUEST, NOT_DONE, null, TRANSFER),
            new Expected(new LockOrderException(REQUEST, ACCOUNT), REQUEST, NOT_DONE, null, ACCOUNT),
            new Expected(
                    new PostingRefusedException(REQUEST, "entries_pkey", CAUSE),
                    REQUEST,
                    NOT_DONE,
                    CAUSE,
                    "entries_pkey"),
            new Expected(new SchemaMismatchException("no PostgreSQL", CAUSE), null, NOT_DONE, CAUSE),
            new Expected(new SchemaMismatchException(REQUEST, "no table", CAUSE), REQUEST, NOT_DONE, CAUSE),
            new Expected(
                    new TransferConflictException(REQUEST, TRANSFER, "amount"),
                    REQUEST,
                    NOT_DONE,
                    null,
                    TRANSFER,
                    "amount"),
            new Expected(
                    new UnknownCurrencyException(REQUEST, "account", ACCOUNT, "ZZZ"),
                    REQUEST,
                    NOT_DONE,
                    null,
                    ACCOUNT,
                    "ZZZ"),
            new Expected(
                    new WrongCurrencyException(REQUEST, ACCOUNT, EUR, JPY), REQUEST, NOT_DONE, null, ACCOUNT, EUR, JPY),
            new Expected(
                    new WrongLedgerException(REQUEST, ACCOUNT, TRANSFER), REQUEST, NOT_DONE, null, ACCOUNT, TRANSFER));

    @ParameterizedTest
    @FieldSource("KINDS")
    void namesTheRequestTheOutcomeAndTheCause(Expected expected) {
        assertThat(expected.exception().getRequestId()).isEqualTo(expected.requestId());
        assertThat(expected.exception().getOutcome()).isEqualTo(expected.outcome());
        assertThat(expected.exception().getCause()).isSameAs(expected.cause());
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void carriesTheCulpritsAsFieldsAndNamesThemInItsMessage(Expected expected) {
        assertThat(culprits(expected.exception())).containsExactlyInAnyOrderElementsOf(expected.culprits());
        assertThat(expected.culprits())
                .allSatisfy(culprit -> assertThat(expected.exception()).hasMessageContaining(culprit.toString()));
    }

    @ParameterizedTest
    @FieldSource("KINDS")
    void survivesSerialization(Expected expected) throws IOException, ClassNotFoundException {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
            out.writeObject(expected.exception());
        }

        BankException read;
        try (ObjectInputStream in = new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
            read = (BankException) in.readObject();
        }

        assertThat(read)
                .hasSameClassAs(expected.exception())
                .hasMessage(expected.exception().getMessage());
        assertThat(read.getRequestId()).isEqualTo(expected.requestId());
        assertThat(read.getOutcome()).isEqualTo(expected.outcome());
        assertThat(culprits(read)).containsExactlyInAnyOrderElementsOf(expected.culprits());
    }

    @Test
    void isOfAKindThatIsLookedAtHere() {
        assertThat(KINDS.stream().<Class<?>>map(expected -> expected.exception().getClass()))
                .containsOnly(BankException.class.getPermittedSubclasses());
    }

    @Test
    void namesTheRequestOfAListOnce() {
        BankException refusal = new AccountNotFoundException(REQUEST, ACCOUNT);
        assertThat(refusal.getRequestIndex()).isEmpty();
        assertThat(refusal).hasMessage("account " + ACCOUNT + " does not exist");

        refusal.nameRequest(0);
        refusal.nameRequest(7);

        assertThat(refusal.getRequestIndex()).hasValue(0);
        assertThat(refusal).hasMessage("request 0: account " + ACCOUNT + " does not exist");
    }

    @Test
    void tellsACopyOfALedgerFromAnotherOneAndFromNone() {
        assertThat(new WrongLedgerException(null, ACCOUNT, ACCOUNT))
                .hasMessageContaining("a copy of it in another database");
        assertThat(new WrongLedgerException(null, ACCOUNT, TRANSFER))
                .hasMessageContaining("leads to ledger " + TRANSFER);
        assertThat(new WrongLedgerException(null, ACCOUNT, null)).hasMessageContaining("a database without a ledger");
        assertThat(new WrongLedgerException(null, null, null)).hasMessageContaining("leads to another database");
    }

    /** What the getters that an exception adds to those of all return. */
    private static List<Object> culprits(BankException exception) {
        return Stream.of(exception.getClass().getDeclaredMethods())
                .filter(method -> method.getName().startsWith("get"))
                .map(getter -> {
                    try {
                        return getter.invoke(exception);
                    } catch (ReflectiveOperationException failure) {
                        throw new AssertionError(getter.toString(), failure);
                    }
                })
                .toList();
    }

    private record Expected(
            BankException exception,
            @Nullable UUID requestId,
            Outcome outcome,
            @Nullable Throwable cause,
            List<Object> culprits) {

        Expected(
                BankException exception,
                @Nullable UUID requestId,
                Outcome outcome,
                @Nullable Throwable cause,
                Object... culprits) {
            this(exception, requestId, outcome, cause, List.of(culprits));
        }

        /** The name of its test. */
        @Override
        public String toString() {
            return exception.getClass().getSimpleName() + ", " + outcome;
        }
    }
}
