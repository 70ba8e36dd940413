package io.simplebank.persistence;

import io.simplebank.persistence.AccountLocks.Locked;
import io.simplebank.persistence.Answer.Accepted;
import io.simplebank.persistence.Answer.Refused;
import java.time.Clock;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.hibernate.SharedSessionContract;
import org.jspecify.annotations.Nullable;

/**
 * The one posting algorithm, for a transaction of the library's own as for a caller's: lock, look up, apply, write.
 * Thread-safe.
 */
final class Ledger {

    private final Clock clock;
    private final @Nullable Currencies currencies;

    /** Of callers' transactions, which may be in one ledger after the other: their locks read the currencies, too. */
    Ledger(Clock clock) {
        this(clock, null);
    }

    /**
     * @param currencies of the only ledger that it posts in
     */
    Ledger(Clock clock, @Nullable Currencies currencies) {
        this.clock = clock;
        this.currencies = currencies;
    }

    /** What the clock says. */
    Instant now() {
        return Arguments.notNull("the clock's time", clock.instant());
    }

    /**
     * Carries out commands in order within the session's transaction. A refused command changes nothing, for its neighbours
     * neither. The answers hold once the transaction has committed.
     *
     * @return an answer for each command, in order
     */
    List<Answer<?>> post(LedgerSession session, List<? extends Command<?>> commands) {
        Set<UUID> accountIds = new LinkedHashSet<>();
        Set<UUID> transferIds = new LinkedHashSet<>();
        Set<UUID> holdIds = new LinkedHashSet<>();
        Set<UUID> reversedIds = new LinkedHashSet<>();
        for (Command<?> command : commands) {
            accountIds.addAll(command.accountIds());
            transferIds.addAll(command.transferIds());
            holdIds.addAll(command.holdIds());
            reversedIds.addAll(command.reversedIds());
        }

        Locked locked = session.lock(accountIds, transferIds, holdIds);
        Instant now = now();
        SharedSessionContract hibernate = session.hibernate();
        if (currencies != null) {
            locked = currencies.complete(hibernate, locked);
        }
        Map<UUID, Long> reversed = reversedIds.isEmpty() ? Map.of() : TransferRows.reversed(hibernate, reversedIds);
        Known known = new Known(
                locked.transferSeen() ? TransferRows.find(hibernate, transferIds) : List.of(),
                locked.holdSeen() ? HoldRows.find(hibernate, holdIds) : List.of(),
                reversed);
        Books books = new Books(locked.accounts(), known, now);
        List<Answer<?>> answers = books.apply(commands);
        boolean lookedUp = locked.transferSeen() && locked.holdSeen();
        if (!lookedUp && answers.stream().anyMatch(Refused.class::isInstance)) {
            // Perhaps no refusal but a replay, of what was posted while the locks were waited for.
            Known more =
                    new Known(TransferRows.find(hibernate, transferIds), HoldRows.find(hibernate, holdIds), reversed);
            if (more.isMoreThan(known)) {
                books = new Books(locked.accounts(), more, now);
                answers = books.apply(commands);
            }
        }

        if (accountIds.isEmpty() && isSomethingMissing(answers)) {
            Standby.requirePrimary(hibernate); // else the lock has found out, which a standby does not give
        }
        if (books.isChanged()) {
            Currencies.enter(hibernate, books.uncounted());
            Journal.write(session, books);
            session.changed(books.changedAccountIds(), books.changedHoldIds());
        }
        return session.followsUnknownOutcome() ? afterUnknownOutcome(answers) : answers;
    }

    private static boolean isSomethingMissing(List<Answer<?>> answers) {
        return answers.stream()
                .anyMatch(answer -> answer instanceof Accepted<?> accepted
                        && Optional.empty().equals(accepted.result()));
    }

    private static List<Answer<?>> afterUnknownOutcome(List<Answer<?>> answers) {
        List<Answer<?>> settled = new ArrayList<>(answers.size());
        answers.forEach(answer -> settled.add(answer.afterUnknownOutcome()));
        return settled;
    }
}
