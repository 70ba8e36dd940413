package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What becomes of the members of a group: gathered while it is at work, made known when it is through. Confined to one thread. */
final class GroupResults {

    private final List<Result> results = new ArrayList<>();
    private final List<Member<?>> postponed = new ArrayList<>();
    private final Set<UUID> heldAccounts = new HashSet<>();

    private record Result(
            Member<?> member,
            @Nullable Answer<?> answer,
            @Nullable Throwable defect) {}

    void answer(List<Member<?>> group, List<Answer<?>> theirs) {
        for (int i = 0; i < group.size(); i++) {
            results.add(new Result(group.get(i), group.get(i).settled(theirs.get(i)), null));
        }
    }

    /** Refuses each with an error of its own. */
    void refuse(List<Member<?>> group, TransactionFailure failure) {
        group.forEach(member -> refuse(member, member.error(failure)));
    }

    void refuse(Member<?> member, RuntimeException error) {
        results.add(new Result(member, new Answer.Refused<>(error), null));
    }

    /** For what is no exception to handle. */
    void fail(Member<?> member, Throwable defect) {
        results.add(new Result(member, null, defect));
    }

    /** The member must wait on: for accounts that other sessions hold, or for another lock if it is stuck. */
    void postpone(Member<?> member, boolean stuck) {
        member.setStuck(stuck);
        postponed.add(member);
    }

    List<Member<?>> postponed() {
        return postponed;
    }

    boolean areSomeStuck() {
        return postponed.stream().anyMatch(Member::isStuck);
    }

    /** These accounts were seen to be held by other sessions. */
    void sawHeld(Set<UUID> accountIds) {
        heldAccounts.addAll(accountIds);
    }

    Set<UUID> heldAccounts() {
        return heldAccounts;
    }

    /** How the members ended. */
    Tally tally() {
        Tally tally = new Tally();
        for (Result result : results) {
            Command<?> command = result.member.command();
            if (result.answer != null) {
                tally.add(command, result.answer);
            } else if (result.defect != null) {
                tally.add(command, BankListener.Outcome.UNKNOWN, result.defect.getClass());
            }
        }
        return tally;
    }

    /** Tells the callers: all of them, even if what one of them does with the answer fails. */
    void giveAnswers() {
        for (Result result : results) {
            give(result);
        }
    }

    private static void give(Result result) {
        try {
            if (result.answer != null) {
                result.member.complete(result.answer);
            } else if (result.defect != null) {
                result.member.fail(result.defect);
            }
        } catch (Throwable theirs) { // the answer is given before anything is done with it
            return;
        }
    }

    /** The bank itself has failed: a result for each member that has none. */
    void failTheRest(List<Member<?>> group, Throwable defect) {
        Set<Member<?>> rest = Collections.newSetFromMap(new IdentityHashMap<>());
        rest.addAll(group);
        postponed.forEach(rest::remove);
        results.forEach(result -> rest.remove(result.member));
        rest.forEach(member -> fail(member, defect));
    }
}
