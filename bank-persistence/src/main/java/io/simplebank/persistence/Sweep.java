package io.simplebank.persistence;

import io.simplebank.domain.BankException.Outcome;
import io.simplebank.domain.Hold;
import io.simplebank.persistence.Answer.Refused;
import io.simplebank.persistence.TransactionFailure.Kind;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Expires holds whose time is over. Confined to one call.
 *
 * <p>First as many as are wanted in one transaction. Where that fails, its holds are tried again in halves, until the ones
 * that cannot be ended are alone. Those are passed over, and others take their place. Two of them on one account mean that
 * the account cannot be written, and all of its holds are passed over.
 */
final class Sweep {

    /** After so many holds that cannot be ended, it is not they who are to blame. */
    private static final int MOST_GUILTY = 1_000;

    private static final int MOST_SUPPRESSED = 10;

    private final Ledger ledger;
    private final int limit;
    private final Set<UUID> guiltyHolds = new HashSet<>();
    private final Map<UUID, Integer> guiltyHoldsOfAccounts = new HashMap<>();
    private final Set<UUID> guiltyAccounts = new HashSet<>();
    private @Nullable RuntimeException failure;
    private int expired;

    /** What the transaction at work has locked. */
    private List<Hold> locked = List.of();

    /**
     * @param limit how many holds expire at most
     */
    Sweep(Ledger ledger, int limit) {
        this.ledger = ledger;
        this.limit = limit;
    }

    /** In the caller's transaction, which an error of the database ends: nothing is tried again. */
    int joining(Transacting transactions) {
        Map<Hold, RuntimeException> refused = new HashMap<>();
        expired = transactions.write(null, session -> expire(session, null, refused));
        refused.values().forEach(this::remember);
        return result();
    }

    /** In transactions of the library's own. */
    int on(OwnTransactions transactions) {
        boolean more = true;
        while (more && expired < limit && guiltyHolds.size() < MOST_GUILTY) {
            int before = expired + guiltyHolds.size();
            int wanted = limit - expired;
            int found = expire(transactions, null);
            more = found == wanted && expired + guiltyHolds.size() > before;
        }
        return result();
    }

    private int result() {
        if (expired == 0 && failure != null) {
            throw failure;
        }
        return expired;
    }

    /** Expires some holds, or any; returns how many were due and free. */
    private int expire(OwnTransactions transactions, @Nullable List<Hold> some) {
        Map<Hold, RuntimeException> refused = new HashMap<>();
        try {
            expired += transactions.run(Stopwatch.OFF, session -> expire(session, some, refused));
            int found = locked.size();
            refused.forEach((hold, reason) -> blame(transactions, hold, reason));
            return found;
        } catch (TransactionFailure failed) {
            List<Hold> holds = new ArrayList<>(locked);
            if (!isOfRows(failed) || holds.isEmpty() || (holds.size() == 1 && failed.kind() == Kind.TOO_SLOW)) {
                throw failed.forRequest(null);
            }
            if (holds.size() == 1) {
                blame(transactions, holds.get(0), failed.forRequest(holds.get(0).getId()));
            } else {
                holds.sort(Comparator.comparing(Hold::getFromAccountId));
                expireInnocent(transactions, holds.subList(0, holds.size() / 2));
                expireInnocent(transactions, holds.subList(holds.size() / 2, holds.size()));
            }
            return holds.size();
        }
    }

    private void expireInnocent(OwnTransactions transactions, List<Hold> half) {
        List<Hold> innocent = half.stream()
                .filter(hold -> !guiltyAccounts.contains(hold.getFromAccountId()))
                .toList();
        if (!innocent.isEmpty() && guiltyHolds.size() < MOST_GUILTY) {
            expire(transactions, innocent);
        }
    }

    /** Whether a constraint, the range of a type, or the number of rows may be the reason. */
    private static boolean isOfRows(TransactionFailure failed) {
        return failed.outcome() == Outcome.NOT_DONE
                && switch (failed.kind()) {
                    case REFUSED, MISMATCHED, FAILED, TOO_SLOW -> true;
                    default -> false;
                };
    }

    private void blame(OwnTransactions transactions, Hold hold, RuntimeException reason) {
        guiltyHolds.add(hold.getId());
        if (guiltyHoldsOfAccounts.merge(hold.getFromAccountId(), 1, Integer::sum) > 1) {
            guiltyAccounts.add(hold.getFromAccountId());
        }
        remember(reason);
        transactions.refused(new Expiry(hold), reason);
    }

    private void remember(RuntimeException reason) {
        if (failure == null) {
            failure = reason;
        } else if (failure.getSuppressed().length < MOST_SUPPRESSED) {
            failure.addSuppressed(reason);
        }
    }

    /** In a session's transaction: returns how many have expired. */
    private int expire(LedgerSession session, @Nullable List<Hold> some, Map<Hold, RuntimeException> refused) {
        if (session.followsUnknownOutcome()) { // nobody can tell how many the lost attempt has ended
            throw new TransactionFailure(Kind.LOST, Outcome.UNKNOWN, null).forRequest(null);
        }
        refused.clear();
        locked = List.of();
        locked = some == null
                ? HoldRows.lockDue(session.hibernate(), ledger.now(), guiltyAccounts, guiltyHolds, limit - expired)
                : HoldRows.lockDue(session.hibernate(), ledger.now(), some);
        if (locked.isEmpty()) {
            return 0;
        }
        session.lockFree(locked.stream().map(Hold::getFromAccountId).distinct().toList()); // for the session to know
        List<Answer<?>> answers =
                ledger.post(session, locked.stream().map(Expiry::new).toList());
        int count = 0;
        for (int i = 0; i < answers.size(); i++) {
            if (answers.get(i) instanceof Refused<?> refusal) {
                refused.put(locked.get(i), refusal.refusal());
            } else if (Boolean.TRUE.equals(answers.get(i).get())) {
                count++;
            }
        }
        return count;
    }
}
