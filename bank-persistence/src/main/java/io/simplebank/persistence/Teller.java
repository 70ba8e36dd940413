package io.simplebank.persistence;

/** Takes a command to the ledger and brings back its answer. */
interface Teller {

    /**
     * Carries out a command.
     *
     * @throws io.simplebank.domain.BankException if it is refused, or could not be carried out
     */
    <R> R serve(Command<R> command);
}
