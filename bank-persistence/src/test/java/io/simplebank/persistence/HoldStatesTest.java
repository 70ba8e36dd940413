package io.simplebank.persistence;

import static io.simplebank.persistence.Scene.cents;
import static org.assertj.core.api.Assertions.assertThat;

import io.simplebank.domain.Account;
import io.simplebank.domain.AccountNotOpenException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.Hold;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.domain.HoldStatus;
import io.simplebank.domain.Transfer;
import io.simplebank.domain.TransferNotFoundException;
import io.simplebank.persistence.Freezing.Need;
import io.simplebank.persistence.HoldCase.Before;
import io.simplebank.persistence.HoldCase.Operation;
import io.simplebank.persistence.testing.BankExtension;
import jakarta.persistence.EntityManagerFactory;
import java.util.List;
import java.util.UUID;
import javax.sql.DataSource;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

/** A hold as a state machine: whatever is done to it, in whatever status, whatever is frozen, has one outcome. */
@Tag("joining")
@ExtendWith(BankExtension.class)
@ParameterizedClass
@EnumSource(Way.class)
class HoldStatesTest {

    private final Scene scene;
    private final DataSource dataSource;

    HoldStatesTest(Way way, Bank bank, EntityManagerFactory factory, DataSource dataSource) {
        this.scene = Scene.of(way, bank, factory, dataSource);
        this.dataSource = dataSource;
    }

    /**
     * What an operation on a hold answers and leaves, in cents. Where an account is frozen against what the operation
     * needs, it is refused for that and leaves everything as it was.
     */
    @ParameterizedTest
    @CsvSource(useHeadersInDisplayName = true, delimiter = '|', textBlock = """
            before           | operation       | needs        | answer            | from | to  | held | hold
            PENDING          | HOLD_AGAIN      | NOTHING      | the hold          | 0    | 0   | 400  | PENDING
            PENDING          | HOLD_MORE       | NOTHING      | TransferConflict  | 0    | 0   | 400  | PENDING
            PENDING          | CAPTURE         | FORTH        | a transfer of 400 | -400 | 400 | 0    | CAPTURED
            PENDING          | CAPTURE_400     | FORTH        | a transfer of 400 | -400 | 400 | 0    | CAPTURED
            PENDING          | CAPTURE_300     | FORTH        | a transfer of 300 | -300 | 300 | 0    | CAPTURED
            PENDING          | CAPTURE_401     | FORTH        | HoldExceeded      | 0    | 0   | 400  | PENDING
            PENDING          | CAPTURE_DOLLARS | FORTH        | WrongCurrency     | 0    | 0   | 400  | PENDING
            PENDING          | RELEASE         | NOTHING      | the hold          | 0    | 0   | 0    | RELEASED
            PENDING          | EXPIRE          | NOTHING      | 0                 | 0    | 0   | 400  | PENDING
            PENDING          | TRANSFER        | NOTHING      | TransferConflict  | 0    | 0   | 400  | PENDING
            PENDING          | REVERSE         | NOTHING      | TransferNotFound  | 0    | 0   | 400  | PENDING
            PENDING          | CLOSE_FROM      | FROM_IS_OPEN | AccountInUse      | 0    | 0   | 400  | PENDING
            PENDING          | CLOSE_TO        | TO_IS_OPEN   | AccountInUse      | 0    | 0   | 400  | PENDING

            DUE              | HOLD_AGAIN      | NOTHING      | the hold          | 0    | 0   | 400  | PENDING
            DUE              | HOLD_MORE       | NOTHING      | TransferConflict  | 0    | 0   | 400  | PENDING
            DUE              | CAPTURE         | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            DUE              | CAPTURE_400     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            DUE              | CAPTURE_300     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            DUE              | CAPTURE_401     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            DUE              | CAPTURE_DOLLARS | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            DUE              | RELEASE         | NOTHING      | the hold          | 0    | 0   | 0    | EXPIRED
            DUE              | EXPIRE          | NOTHING      | 1                 | 0    | 0   | 0    | EXPIRED
            DUE              | TRANSFER        | NOTHING      | TransferConflict  | 0    | 0   | 400  | PENDING
            DUE              | REVERSE         | NOTHING      | TransferNotFound  | 0    | 0   | 400  | PENDING
            DUE              | CLOSE_FROM      | FROM_IS_OPEN | AccountInUse      | 0    | 0   | 400  | PENDING
            DUE              | CLOSE_TO        | TO_IS_OPEN   | AccountInUse      | 0    | 0   | 400  | PENDING

            CAPTURED         | HOLD_AGAIN      | NOTHING      | the hold          | -400 | 400 | 0    | CAPTURED
            CAPTURED         | HOLD_MORE       | NOTHING      | TransferConflict  | -400 | 400 | 0    | CAPTURED
            CAPTURED         | CAPTURE         | NOTHING      | a transfer of 400 | -400 | 400 | 0    | CAPTURED
            CAPTURED         | CAPTURE_400     | NOTHING      | a transfer of 400 | -400 | 400 | 0    | CAPTURED
            CAPTURED         | CAPTURE_300     | NOTHING      | TransferConflict  | -400 | 400 | 0    | CAPTURED
            CAPTURED         | CAPTURE_401     | NOTHING      | TransferConflict  | -400 | 400 | 0    | CAPTURED
            CAPTURED         | CAPTURE_DOLLARS | NOTHING      | TransferConflict  | -400 | 400 | 0    | CAPTURED
            CAPTURED         | RELEASE         | NOTHING      | HoldNotPending    | -400 | 400 | 0    | CAPTURED
            CAPTURED         | EXPIRE          | NOTHING      | 0                 | -400 | 400 | 0    | CAPTURED
            CAPTURED         | TRANSFER        | NOTHING      | TransferConflict  | -400 | 400 | 0    | CAPTURED
            CAPTURED         | REVERSE         | BACK         | a transfer of 400 | 0    | 0   | 0    | CAPTURED
            CAPTURED         | CLOSE_FROM      | FROM_IS_OPEN | AccountInUse      | -400 | 400 | 0    | CAPTURED
            CAPTURED         | CLOSE_TO        | TO_IS_OPEN   | AccountInUse      | -400 | 400 | 0    | CAPTURED

            CAPTURED_IN_PART | HOLD_AGAIN      | NOTHING      | the hold          | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | HOLD_MORE       | NOTHING      | TransferConflict  | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | CAPTURE         | NOTHING      | TransferConflict  | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | CAPTURE_400     | NOTHING      | TransferConflict  | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | CAPTURE_300     | NOTHING      | a transfer of 300 | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | CAPTURE_401     | NOTHING      | TransferConflict  | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | CAPTURE_DOLLARS | NOTHING      | TransferConflict  | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | RELEASE         | NOTHING      | HoldNotPending    | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | EXPIRE          | NOTHING      | 0                 | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | TRANSFER        | NOTHING      | TransferConflict  | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | REVERSE         | BACK         | a transfer of 300 | 0    | 0   | 0    | CAPTURED
            CAPTURED_IN_PART | CLOSE_FROM      | FROM_IS_OPEN | AccountInUse      | -300 | 300 | 0    | CAPTURED
            CAPTURED_IN_PART | CLOSE_TO        | TO_IS_OPEN   | AccountInUse      | -300 | 300 | 0    | CAPTURED

            RELEASED         | HOLD_AGAIN      | NOTHING      | the hold          | 0    | 0   | 0    | RELEASED
            RELEASED         | HOLD_MORE       | NOTHING      | TransferConflict  | 0    | 0   | 0    | RELEASED
            RELEASED         | CAPTURE         | NOTHING      | HoldNotPending    | 0    | 0   | 0    | RELEASED
            RELEASED         | CAPTURE_400     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | RELEASED
            RELEASED         | CAPTURE_300     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | RELEASED
            RELEASED         | CAPTURE_401     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | RELEASED
            RELEASED         | CAPTURE_DOLLARS | NOTHING      | HoldNotPending    | 0    | 0   | 0    | RELEASED
            RELEASED         | RELEASE         | NOTHING      | the hold          | 0    | 0   | 0    | RELEASED
            RELEASED         | EXPIRE          | NOTHING      | 0                 | 0    | 0   | 0    | RELEASED
            RELEASED         | TRANSFER        | NOTHING      | TransferConflict  | 0    | 0   | 0    | RELEASED
            RELEASED         | REVERSE         | NOTHING      | TransferNotFound  | 0    | 0   | 0    | RELEASED
            RELEASED         | CLOSE_FROM      | FROM_IS_OPEN | closed            | 0    | 0   | 0    | RELEASED
            RELEASED         | CLOSE_TO        | TO_IS_OPEN   | closed            | 0    | 0   | 0    | RELEASED

            EXPIRED          | HOLD_AGAIN      | NOTHING      | the hold          | 0    | 0   | 0    | EXPIRED
            EXPIRED          | HOLD_MORE       | NOTHING      | TransferConflict  | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CAPTURE         | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CAPTURE_400     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CAPTURE_300     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CAPTURE_401     | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CAPTURE_DOLLARS | NOTHING      | HoldNotPending    | 0    | 0   | 0    | EXPIRED
            EXPIRED          | RELEASE         | NOTHING      | the hold          | 0    | 0   | 0    | EXPIRED
            EXPIRED          | EXPIRE          | NOTHING      | 0                 | 0    | 0   | 0    | EXPIRED
            EXPIRED          | TRANSFER        | NOTHING      | TransferConflict  | 0    | 0   | 0    | EXPIRED
            EXPIRED          | REVERSE         | NOTHING      | TransferNotFound  | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CLOSE_FROM      | FROM_IS_OPEN | closed            | 0    | 0   | 0    | EXPIRED
            EXPIRED          | CLOSE_TO        | TO_IS_OPEN   | closed            | 0    | 0   | 0    | EXPIRED
            """)
    void hasOneOutcome(
            Before before,
            Operation operation,
            Need needs,
            String answer,
            long from,
            long to,
            long held,
            HoldStatus status)
            throws Exception {
        for (Freezing freezing : Freezing.values()) {
            HoldCase hold = HoldCase.of(scene);
            before.happenTo(hold);
            freezing.freeze(scene.accounts(), hold.request());
            State earlier = State.of(hold);

            Object answered = answerOf(operation, hold);

            State later = State.of(hold);
            if (freezing.forbids(needs)) {
                assertThat(answered).as("%s", freezing).isInstanceOf(AccountNotOpenException.class);
                assertThat(later).as("%s", freezing).isEqualTo(earlier);
            } else {
                assertThat(described(answered, hold)).as("%s", freezing).isEqualTo(answer);
                assertThat(later.outcome()).as("%s", freezing).isEqualTo(State.outcome(from, to, held, status));
            }
            if (answered instanceof BankException refusal) {
                assertThat(refusal.getOutcome()).isEqualTo(Outcome.NOT_DONE);
                boolean mayExpire = refusal instanceof HoldNotPendingException && before == Before.DUE;
                assertThat(later.equals(earlier))
                        .as("a refusal changes nothing")
                        .isEqualTo(!mayExpire);
            }
            scene.transfers().expireHolds(1_000); // what is still due is none of the next one's business
        }
        TheBooks.areRight(dataSource);
        HeldMoney.isRight(dataSource);
    }

    private static Object answerOf(Operation operation, HoldCase hold) {
        try {
            return operation.on(hold);
        } catch (BankException refusal) {
            return refusal;
        }
    }

    /** What the table says; that it is what is stored, too. */
    private String described(Object answer, HoldCase hold) {
        if (answer instanceof Hold answered) {
            assertThat(answered).usingRecursiveComparison().isEqualTo(hold.stored());
            return "the hold";
        }
        if (answer instanceof Transfer answered) {
            assertThat(answered)
                    .usingRecursiveComparison()
                    .isEqualTo(scene.transfers().find(answered.getId()).orElseThrow());
            assertThat(answered.getReversesId() == null ? answered.getId() : answered.getReversesId())
                    .isEqualTo(hold.id());
            return "a transfer of " + answered.getAmount().getAmountMinorLong();
        }
        return answer instanceof BankException refusal
                ? refusal.getClass().getSimpleName().replace("Exception", "")
                : answer.toString();
    }

    /** What a hold and its accounts have come to: what the table says, and everything else that can change. */
    private record State(String outcome, String details) {

        static State of(HoldCase hold) {
            Account from = hold.from();
            Account to = hold.to();
            Hold stored = hold.stored();
            assertThat(to.getHeld()).isEqualTo(cents(0));
            assertThat(stored.getCapturedAmount().isPositive()).isEqualTo(stored.getStatus() == HoldStatus.CAPTURED);
            return new State(
                    outcome(
                            from.getBalance().getAmountMinorLong(),
                            to.getBalance().getAmountMinorLong(),
                            from.getHeld().getAmountMinorLong(),
                            stored.getStatus()),
                    List.of(from, from.getVersion(), to, to.getVersion(), stored.getCapturedAmount()) + " "
                            + stored.getEndedAt());
        }

        static String outcome(long from, long to, long held, HoldStatus status) {
            return "from %d, to %d, held %d, %s".formatted(from, to, held, status);
        }
    }

    @ParameterizedTest
    @EnumSource(names = {"CAPTURE", "CAPTURE_300", "RELEASE", "REVERSE"})
    void isNotFoundUnderAnotherId(Operation operation) {
        HoldCase hold = HoldCase.of(scene); // not placed

        TransferNotFoundException refusal = scene.refused(TransferNotFoundException.class, () -> operation.on(hold));

        assertThat(refusal.getTransferId()).isEqualTo(hold.id());
        assertThat(scene.transfers().findHold(hold.id())).isEmpty();
    }

    @Test
    void isNotFoundUnderTheIdOfATransfer() {
        UUID transfer = scene.move(scene.world(), scene.empty(), cents(1)).getId();

        scene.refused(TransferNotFoundException.class, () -> scene.transfers().capture(transfer));
        scene.refused(TransferNotFoundException.class, () -> scene.transfers().release(transfer));
    }
}
