package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What becomes of the members of a group: gathered while it is at work, made known when it is through. Confined to one thread. */
final class GroupResults {

    private final List<Result> answers = new ArrayList<>();
    private final List<Member<?>> postponed = new ArrayList<>();
    private @Nullable Error defect;

    private record Result(Member<?> member, Answer<?> answer) {}

    void answer(List<Member<?>> group, List<Answer<?>> theirs) {
        for (int i = 0; i < group.size(); i++) {
            answers.add(new Result(group.get(i), group.get(i).settled(theirs.get(i))));
        }
    }

    void refuse(List<Member<?>> group, TransactionFailure failure) {
        group.forEach(member -> answers.add(new Result(member, new Answer.Refused<>(member.error(failure)))));
    }

    void refuse(List<Member<?>> group, RuntimeException error) {
        group.forEach(member -> answers.add(new Result(member, new Answer.Refused<>(error))));
    }

    /** The member must wait on, for accounts that other sessions hold. */
    void postpone(Member<?> member) {
        postponed.add(member);
    }

    List<Member<?>> postponed() {
        return postponed;
    }

    /** For whoever has no answer yet. */
    void fail(Error error) {
        defect = error;
    }

    /** How the members ended. */
    Tally tally(List<Member<?>> group) {
        Tally tally = new Tally();
        answers.forEach(result -> tally.add(result.member.command(), result.answer));
        if (defect != null) {
            Class<?> type = defect.getClass();
            group.stream()
                    .filter(member -> answers.stream().noneMatch(result -> result.member == member))
                    .forEach(member -> tally.add(member.command(), BankListener.Outcome.UNKNOWN, type));
        }
        return tally;
    }

    /** Tells the callers. */
    void giveAnswers(List<Member<?>> group) {
        answers.forEach(result -> result.member.complete(result.answer));
        Error error = defect;
        if (error != null) {
            group.forEach(member -> member.fail(error)); // which leaves an answer as it is
        }
    }
}
