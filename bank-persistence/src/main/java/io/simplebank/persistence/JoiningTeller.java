package io.simplebank.persistence;

/** Serves each command at once, in the caller's transaction. As thread-safe as the caller's entity manager. */
record JoiningTeller(CallersTransactions transactions, Ledger ledger) implements Teller {

    @Override
    public <R> R serve(Command<R> command) {
        return transactions
                .write(command.requestId(), session -> ledger.post(session, command))
                .get();
    }
}
