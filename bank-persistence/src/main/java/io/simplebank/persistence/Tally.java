package io.simplebank.persistence;

import io.simplebank.domain.BankClosedException;
import io.simplebank.domain.BankException;
import io.simplebank.domain.BankInterruptedException;
import io.simplebank.domain.BankUnavailableException;
import io.simplebank.domain.HoldNotPendingException;
import io.simplebank.persistence.Answer.Accepted;
import io.simplebank.persistence.Answer.Refused;
import io.simplebank.persistence.BankListener.Answers;
import io.simplebank.persistence.BankListener.Kind;
import io.simplebank.persistence.BankListener.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Counts calls by how they ended. Confined to one thread. */
final class Tally {

    private final List<Count> counts = new ArrayList<>(2); // nearly always one

    private static final class Count {

        private final Kind kind;
        private final Outcome outcome;
        private final @Nullable Class<?> error;
        private int calls;
        private int transfers;

        Count(Kind kind, Outcome outcome, @Nullable Class<?> error) {
            this.kind = kind;
            this.outcome = outcome;
            this.error = error;
        }
    }

    void add(Command<?> command, Answer<?> answer) {
        if (answer instanceof Refused<?> refused) {
            add(command, outcome(refused.refusal()), refused.refusal().getClass());
        } else if (answer instanceof Accepted<?> accepted) {
            boolean expired = accepted.result() instanceof HoldEnd end && end.transfer() == null;
            if (expired) {
                add(command, Outcome.REFUSED, HoldNotPendingException.class);
            } else {
                boolean posted = accepted.isChange() || command.kind() == Kind.LOOKUP;
                add(command, posted ? Outcome.POSTED : Outcome.REPLAYED, null);
            }
        }
    }

    void add(Command<?> command, Outcome outcome, @Nullable Class<?> error) {
        Count count = count(command.kind(), outcome, error);
        count.calls++;
        count.transfers += transfers(command);
    }

    private Count count(Kind kind, Outcome outcome, @Nullable Class<?> error) {
        for (Count count : counts) {
            if (count.kind == kind && count.outcome == outcome && count.error == error) {
                return count;
            }
        }
        Count first = new Count(kind, outcome, error);
        counts.add(first);
        return first;
    }

    /** How many transfers a command asks for. */
    static int transfers(Command<?> command) {
        return command.kind().isOfTransfers() ? command.transfers() : 0;
    }

    static Outcome outcome(Throwable error) {
        if (error instanceof BankException refusal && refusal.getOutcome() == BankException.Outcome.UNKNOWN) {
            return Outcome.UNKNOWN;
        }
        boolean decided = error instanceof IllegalArgumentException
                || (error instanceof BankException
                        && !(error instanceof BankUnavailableException
                                || error instanceof BankInterruptedException
                                || error instanceof BankClosedException));
        return decided ? Outcome.REFUSED : Outcome.UNAVAILABLE;
    }

    int calls(Outcome outcome) {
        int calls = 0;
        for (Count count : counts) {
            calls += count.outcome == outcome ? count.calls : 0;
        }
        return calls;
    }

    /** The simple name of an exception's class, {@code null} if there was none. */
    @Nullable
    String firstError() {
        for (Count count : counts) {
            if (count.error != null) {
                return count.error.getSimpleName();
            }
        }
        return null;
    }

    void forEach(Consumer<Answers> action) {
        for (Count count : counts) {
            action.accept(new Answers(count.kind, count.outcome, count.error, count.calls, count.transfers));
        }
    }
}
