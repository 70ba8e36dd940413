package io.simplebank.persistence;

import java.util.Iterator;
import java.util.function.BiConsumer;

/** Takes commands to the ledger and brings back their answers. */
interface Teller {

    /**
     * Carries out a command.
     *
     * @throws io.simplebank.domain.BankException if it is refused, or could not be carried out
     */
    <R> R serve(Command<R> command);

    /**
     * Carries out any number of commands, each on its own and many at a time, and passes their answers on in order, on the
     * caller's thread. Memory does not grow with their number.
     *
     * @throws io.simplebank.domain.BankException if a command could not be carried out for a reason that is not its own;
     *     commands behind it may have been
     */
    <R, C extends Command<R>> void serveEach(Iterator<C> commands, BiConsumer<? super C, ? super Answer<R>> answers);
}
