package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.function.BiConsumer;
import org.jspecify.annotations.Nullable;

/** Serves each command at once, in the caller's transaction. As thread-safe as the caller's entity manager. */
record JoiningTeller(CallersTransactions transactions, Ledger ledger) implements Teller {

    /** The most commands whose locks are taken together, and so in the ledger's order. */
    static final int CHUNK = 10_000;

    @Override
    public <R> R serve(Command<R> command) {
        return JoiningTeller.<R>own(post(List.of(command)).get(0)).get();
    }

    private List<Answer<?>> post(List<? extends Command<?>> commands) {
        FlightEvents.JoinedCall event = new FlightEvents.JoinedCall();
        event.begin();
        try {
            List<Answer<?>> answers =
                    transactions.write(commands.get(0).requestId(), session -> ledger.post(session, commands));
            record(event, commands, answers, null);
            return answers;
        } catch (RuntimeException failure) {
            record(event, commands, List.of(), failure);
            throw failure;
        }
    }

    private static void record(
            FlightEvents.JoinedCall event,
            List<? extends Command<?>> commands,
            List<Answer<?>> answers,
            @Nullable RuntimeException failure) {
        event.end();
        if (event.shouldCommit()) {
            event.of(commands, answers, failure);
            event.commit();
        }
    }

    @SuppressWarnings("unchecked") // the answer at an index is the answer to the command at that index
    private static <R> Answer<R> own(Answer<?> answer) {
        return (Answer<R>) answer;
    }

    @Override
    public <R, C extends Command<R>> void serveEach(
            Iterator<C> commands, BiConsumer<? super C, ? super Answer<R>> answers) {
        while (commands.hasNext()) {
            List<C> chunk = new ArrayList<>();
            while (chunk.size() < CHUNK && commands.hasNext()) { // in this order: hasNext() draws one
                chunk.add(commands.next());
            }
            List<Answer<?>> theirs = post(chunk);
            for (int i = 0; i < chunk.size(); i++) {
                answers.accept(chunk.get(i), own(theirs.get(i)));
            }
        }
    }
}
