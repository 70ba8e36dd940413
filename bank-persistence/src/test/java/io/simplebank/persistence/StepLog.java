package io.simplebank.persistence;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** What has happened in a round, in words. */
final class StepLog {

    private static final int LAST = 30;

    private final List<StringBuilder> steps = new ArrayList<>();
    private final List<UUID> accounts;

    StepLog(List<UUID> accounts) {
        this.accounts = accounts;
    }

    void add(String step) {
        steps.add(new StringBuilder(steps.size() + 1 + ". " + step));
    }

    void addToLast(String more) {
        steps.get(steps.size() - 1).append("\n       ").append(more);
    }

    /** The last steps, with names instead of the ids of accounts. */
    @Override
    public String toString() {
        String text = String.join("\n", steps.subList(Math.max(0, steps.size() - LAST), steps.size()));
        for (int i = 0; i < accounts.size(); i++) {
            text = text.replace(accounts.get(i).toString(), Ledgers.NAMES.get(i));
        }
        return text;
    }
}
