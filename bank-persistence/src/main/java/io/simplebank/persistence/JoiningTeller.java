package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.UUID;
import java.util.function.BiConsumer;

/** Serves each command at once, in the caller's transaction. As thread-safe as the caller's entity manager. */
record JoiningTeller(CallersTransactions transactions, Ledger ledger) implements Teller {

    /** The most commands whose locks are taken together, and so in the ledger's order. */
    static final int CHUNK = 10_000;

    @Override
    public <R> R serve(Command<R> command) {
        return transactions
                .write(command.requestId(), session -> ledger.post(session, command))
                .get();
    }

    @Override
    public <R, C extends Command<R>> void serveEach(
            Iterator<C> commands, BiConsumer<? super C, ? super Answer<R>> answers) {
        while (commands.hasNext()) {
            List<C> chunk = new ArrayList<>();
            while (chunk.size() < CHUNK && commands.hasNext()) { // in this order: hasNext() draws one
                chunk.add(commands.next());
            }
            List<Answer<R>> theirs = serveTogether(chunk);
            for (int i = 0; i < chunk.size(); i++) {
                answers.accept(chunk.get(i), theirs.get(i));
            }
        }
    }

    @SuppressWarnings("unchecked") // the answer at an index is the answer to the command at that index
    private <R> List<Answer<R>> serveTogether(List<? extends Command<R>> chunk) {
        UUID requestId = chunk.get(0).requestId();
        List<Answer<R>> answers = new ArrayList<>(chunk.size());
        transactions
                .write(requestId, session -> ledger.post(session, chunk))
                .forEach(answer -> answers.add((Answer<R>) answer));
        return answers;
    }
}
