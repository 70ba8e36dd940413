package io.simplebank.persistence;

import io.simplebank.domain.Transfer;
import io.simplebank.persistence.AccountLocks.Locked;
import io.simplebank.persistence.Answer.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;

/**
 * The one posting algorithm, for a transaction of the library's own as for a caller's: lock, look up, apply, write.
 * Thread-safe.
 */
final class Ledger {

    private static final String EXISTING =
            "select t from Transfer t where cast(sql('(? = any(?))', t.id, :ids) as Boolean)";

    private final Clock clock;

    Ledger(Clock clock) {
        this.clock = clock;
    }

    /**
     * Posts commands in order within the session's transaction. A refused command changes nothing, for its neighbours
     * neither. The answers hold once the transaction has committed.
     *
     * @return an answer for each command, in order
     */
    List<Answer<?>> post(LedgerSession session, List<? extends Command<?>> commands) {
        Set<UUID> accountIds = new LinkedHashSet<>();
        Set<UUID> transferIds = new LinkedHashSet<>();
        for (Command<?> command : commands) {
            accountIds.addAll(command.accountIds());
            transferIds.addAll(command.transferIds());
        }

        Locked locked = session.lock(accountIds, transferIds);
        Instant now = clock.instant();
        boolean lookedUp = locked.transferSeen();
        Books books = new Books(locked.accounts(), lookedUp ? existing(session, transferIds) : List.of(), now);
        List<Answer<?>> answers = books.apply(commands);
        if (!lookedUp && answers.stream().anyMatch(Refused.class::isInstance)) {
            // Perhaps no refusal but a replay, of a transfer that was posted while the locks were waited for.
            List<Transfer> existing = existing(session, transferIds);
            if (!existing.isEmpty()) {
                books = new Books(locked.accounts(), existing, now);
                answers = books.apply(commands);
            }
        }

        if (!books.postings().isEmpty()) {
            Journal.write(session, books.postings());
            session.changed(books.changedAccountIds());
        }
        return answers;
    }

    /** Those of the transfers that exist, asked under the locks: whoever held one of them before us has committed. */
    private static List<Transfer> existing(LedgerSession session, Collection<UUID> transferIds) {
        return session.hibernate()
                .createSelectionQuery(EXISTING, Transfer.class)
                .setParameter("ids", transferIds.toArray(UUID[]::new), UUID[].class)
                .getResultList();
    }

    /** Posts one command and returns its result, or throws its refusal. */
    @SuppressWarnings("unchecked") // the answer at an index is the answer to the command at that index
    <R> Answer<R> post(LedgerSession session, Command<R> command) {
        return (Answer<R>) post(session, List.of(command)).get(0);
    }
}
