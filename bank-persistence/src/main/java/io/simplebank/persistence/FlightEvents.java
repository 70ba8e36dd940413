package io.simplebank.persistence;

import java.util.List;
import jdk.jfr.Category;
import jdk.jfr.Description;
import jdk.jfr.Event;
import jdk.jfr.Label;
import jdk.jfr.Name;
import jdk.jfr.StackTrace;
import jdk.jfr.Threshold;
import jdk.jfr.Timespan;
import org.jspecify.annotations.Nullable;

/**
 * What the Java Flight Recorder hears of the ledger. Nothing in it names an owner, a reference, an amount or an id. Where no
 * recording wants an event, it costs an object that the compiler removes.
 */
final class FlightEvents {

    private FlightEvents() {}

    /** Calls that are carried out together, and how they ended. */
    @Category("Simple Bank")
    @StackTrace(false)
    abstract static class Calls extends Event {

        @Label("Calls")
        int calls;

        @Label("Transfers")
        @Description("That the calls asked for")
        int transfers;

        @Label("Accounts")
        @Description("That were locked")
        int accounts;

        @Label("Posted")
        @Description("Calls that were done")
        int posted;

        @Label("Replayed")
        @Description("Calls that had been done before")
        int replayed;

        @Label("Refused")
        @Description("Calls that the ledger refused")
        int refused;

        void count(Tally tally) {
            posted = tally.calls(BankListener.Outcome.POSTED);
            replayed = tally.calls(BankListener.Outcome.REPLAYED);
            refused = tally.calls(BankListener.Outcome.REFUSED);
        }
    }

    @Name("io.simplebank.Group")
    @Label("Group Commit")
    @Description("Calls that shared a transaction, from the queue to the commit")
    @Threshold("10 ms")
    static final class Group extends Calls {

        @Label("Unavailable")
        @Description("Calls that the bank could not answer")
        int unavailable;

        @Label("Unknown")
        @Description("Calls of which is not known whether they were done")
        int unknown;

        @Label("Postponed")
        @Description("Calls that wait on, for accounts that others hold")
        int postponed;

        @Label("Queue Depth")
        @Description("Calls that waited when the group was taken, its own among them")
        int queueDepth;

        @Label("Transactions")
        int transactions;

        @Label("Longest Wait")
        @Description("In the queue, of the group's first call")
        @Timespan
        long longestWait;

        @Label("Lock Time")
        @Description("Of the queries that lock accounts")
        @Timespan
        long lockTime;

        @Label("Write Time")
        @Description("Of the statements that write and commit")
        @Timespan
        long writeTime;

        @Override
        void count(Tally tally) {
            super.count(tally);
            unavailable = tally.calls(BankListener.Outcome.UNAVAILABLE);
            unknown = tally.calls(BankListener.Outcome.UNKNOWN);
        }
    }

    @Name("io.simplebank.JoinedCall")
    @Label("Joined Call")
    @Description("A call in the caller's own transaction, without its commit")
    @Threshold("10 ms")
    static final class JoinedCall extends Calls {

        @Label("Kind")
        @Nullable
        String kind;

        @Label("Error")
        @Description("The class of the exception, if the call threw one")
        @Nullable
        String error;

        void of(List<? extends Command<?>> commands, List<Answer<?>> answers, @Nullable RuntimeException failure) {
            kind = commands.get(0).kind().name();
            calls = commands.size();
            for (Command<?> command : commands) {
                transfers += Tally.transfers(command);
            }
            accounts = (int) commands.stream()
                    .flatMap(command -> command.accountIds().stream())
                    .distinct()
                    .count();
            Tally tally = new Tally();
            for (int i = 0; i < answers.size(); i++) {
                tally.add(commands.get(i), answers.get(i));
            }
            count(tally);
            error = failure == null ? tally.firstError() : failure.getClass().getSimpleName();
        }
    }

    @Name("io.simplebank.Retry")
    @Label("Retry")
    @Description("A transaction that is tried again")
    @Category("Simple Bank")
    @StackTrace(false)
    static final class Retry extends Event {

        @Label("SQLState")
        @Nullable
        String sqlState;

        @Label("Attempt")
        @Description("How many have failed")
        int attempt;
    }

    @Name("io.simplebank.ConnectionLoss")
    @Label("Connection Loss")
    @Category("Simple Bank")
    @StackTrace(false)
    static final class ConnectionLoss extends Event {

        @Label("SQLState")
        @Nullable
        String sqlState;

        @Label("During Commit")
        @Description("Whether COMMIT was on its way")
        boolean duringCommit;
    }
}
